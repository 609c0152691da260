import type { ColumnRef, Measure, ScoreColumn } from '../core/columns/column.ts';
import type { RowTest } from '../core/columns/columnTest.ts';
import type { ColumnStatistics, StatisticsState } from '../core/columns/tableStatistics.ts';
import type { ClusterColumns } from '../core/duplicates/clusters.ts';
import type { KeyTable } from '../core/duplicates/keyTable.ts';
import type { DuplicateQuery } from '../core/duplicates/query.ts';
import type { MatchColumns, NearFacts } from '../core/duplicates/result.ts';
import type { RowKeys } from '../core/duplicates/rowKeys.ts';
import type { RowDigests, RowMatches } from '../core/compare/matchRows.ts';
import type { TeacherCheck, TeacherCheckInput } from '../core/teacherCheck/result.ts';
import type { Families } from '../core/llr/families.ts';
import type { LlrProbe } from '../core/llr/probe.ts';
import type { PassRates } from '../core/llr/scoreTable.ts';
import type { OptionValue } from '../core/checks/options.ts';
import type { Matching } from '../core/control/matching.ts';
import type { Verdict } from '../core/findings/verdict.ts';
import type { JsonValue } from '../core/json/value.ts';
import type { MerkleRoot, RowProof } from '../core/provenance/integrity/rowProof.ts';
import type { ScanPlan } from '../core/scan/plan.ts';
import type { SliceResult } from '../core/scan/sliceScanner.ts';
import type { RowScores } from '../core/scores/rowScores.ts';
import type { Trait } from '../core/traits/trait.ts';
import type { RenderedRow, RenderRowJob } from './trainerView.ts';

export type Compression = 'gzip' | 'zstd';

/** What a worker thread does. Every job reads the file itself; only small results cross. */
export interface WorkerContract {
  readonly calls: {
    readonly index: [IndexJob, { readonly rows: number; readonly bytes: number }, IndexProgress];
    readonly unpack: [UnpackJob, { readonly rows: number; readonly bytes: number }, IndexProgress];
    readonly scanSlice: [ScanSliceJob, SliceResult, { readonly bytes: number; readonly rows: number }];
    readonly find: [FindJob, FindResult, never];
    readonly hash: [{ readonly path: string }, string, { readonly bytes: number }];
    readonly hashRows: [HashRowsJob, HashedRows, { readonly bytes: number }];
    readonly judgeProbe: [JudgeProbeJob, Verdict, { readonly steps: number }];
    readonly renderRow: [RenderRowJob, RenderedRow, never];
    readonly checkTeacher: [TeacherCheckJob, TeacherCheck, { readonly steps: number }];
    readonly statistics: [StatisticsJob, StatisticsState, { readonly bytes: number }];
    readonly column: [ColumnJob, ColumnSlice, { readonly bytes: number }];
    readonly where: [WhereJob, FindResult, { readonly bytes: number }];
    readonly sort: [SortJob, Uint32Array, never];
    readonly scores: [{ readonly scores: ScoreColumn; readonly only?: Uint32Array }, ColumnStatistics, never];
    readonly digestRows: [DigestJob, RowDigests, { readonly bytes: number }];
    readonly matchDigests: [{ readonly left: RowDigests; readonly right: RowDigests }, RowMatches, never];
    readonly rankTexts: [{ readonly texts: readonly string[] }, Uint32Array, never];
    readonly probeLlr: [ProbeLlrJob, ProbeLlrResult, never];
    readonly rowScores: [RowScoresJob, RowScores | undefined, never];
    readonly keysOfRows: [KeysJob, RowKeys, { readonly bytes: number }];
    readonly compareTexts: [CompareTextsJob, readonly number[], { readonly rows: number }];
    readonly clusterRows: [ClusterJob, ClusteredRows, never];
    readonly matchRows: [MatchJob, MatchedRows, never];
  };
  readonly events: Record<never, never>;
}

/** Indexes from a known row start to the end of the file. */
export interface IndexJob {
  readonly path: string;
  readonly from: { readonly row: number; readonly byteStart: number };
}

/** Unpacks into a new file and indexes what it writes. */
export interface UnpackJob {
  readonly path: string;
  readonly compression: Compression;
  readonly target: string;
}

export interface IndexProgress {
  /** Checkpoints since the last progress: `[row, byteStart, …]`. */
  readonly checkpoints: Float64Array;
  readonly rows: number;
  readonly bytes: number;
}

/** Bytes whose lines start in `[byteStart, byteEnd)`. */
export interface Slice {
  readonly path: string;
  readonly byteStart: number;
  readonly byteEnd: number;
}

export interface ScanSliceJob {
  readonly slice: Slice;
  readonly plan: ScanPlan;
  /** By check: findings that the slice may keep. */
  readonly room: Readonly<Record<string, number>>;
  /** By check: what its probe begins with, where earlier slices spare it rows. */
  readonly initial: Readonly<Record<string, JsonValue>>;
  /** The dataset as the user names it: what its checks read stands in its folder or above. */
  readonly datasetPath: string;
}

export interface FindJob {
  readonly slice: Slice;
  readonly text: string;
  readonly caseSensitive: boolean;
}

export interface FindResult {
  readonly rows: number;
  /** Bits of the matching rows, from the slice's first. */
  readonly found: Uint32Array;
}

/** Works out a probe's verdict from what it gathered, which may take seconds. */
export interface JudgeProbeJob {
  readonly id: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly traits: readonly Trait[];
  readonly state: JsonValue;
  readonly control?: { readonly state: JsonValue; readonly name: string; readonly matching: Matching };
}

/** The Merkle tree over a file's rows. */
export interface HashRowsJob {
  readonly path: string;
  /** The row, from 0, that is to be proved. */
  readonly prove?: number;
}

export interface HashedRows extends MerkleRoot {
  /** Absent where none was asked for, or the file has fewer rows. */
  readonly proof?: RowProof;
}

/** Works on rows that cross: at most a few thousand a side, each cut to its beginning. */
export interface TeacherCheckJob {
  readonly input: TeacherCheckInput;
  readonly seed: number;
}

export interface StatisticsJob {
  readonly slice: Slice;
  /** Bits of the rows wanted, from the slice's first; all where absent. */
  readonly only?: Uint32Array;
}

/** Reads one number a row; `text` reads the texts themselves, to be put in order. */
export interface ColumnJob {
  readonly slice: Slice;
  readonly column: ColumnRef;
  readonly measure: Measure | 'text';
  /** Of all different texts together. */
  readonly maxCharacters: number;
}

export interface ColumnSlice {
  /** NaN where a row has none; of texts, their place in `texts`. */
  readonly values: Float64Array;
  readonly texts: readonly string[];
  /** There are more characters in the texts than were allowed: `values` is not complete. */
  readonly tooLong: boolean;
}

export interface WhereJob {
  readonly slice: Slice;
  readonly test: RowTest;
}

export interface SortJob {
  /** By row; in memory that threads share, it need not be copied. */
  readonly values: Float64Array;
  readonly direction: 'ascending' | 'descending';
  /** Bits of the rows to sort; all where absent. */
  readonly only?: Uint32Array;
}

/** A file of scores of a dataset's rows, by path. */
export interface RowScoresJob {
  readonly path: string;
  readonly datasetRows: number;
}

/** Files of log-likelihoods of a dataset's rows, by path. */
export interface ProbeLlrJob {
  readonly scores: string;
  /** Rows regenerated under the winner's prompt. */
  readonly reference?: string;
  /** Rows regenerated under no trait's prompt. */
  readonly neutral?: string;
  readonly datasetRows: number;
  /** Numbers the prompts, by row of the dataset; absent where they are not compared. */
  readonly prompts?: Uint32Array;
  readonly families: Families;
  readonly passRates?: PassRates;
  readonly seed: number;
  /** The candidate whose carrier scores are wanted; the winner otherwise. */
  readonly rankBy?: string;
  readonly remarks?: readonly string[];
}

export interface ProbeLlrResult {
  readonly probe: LlrProbe;
  /** By row of the dataset, from 0: nats per token by which the candidate's prompt explains it better than none; NaN without a score. */
  readonly carriers: Float64Array;
  /** The candidate that they are by. */
  readonly rankedBy: string;
}

export interface KeysJob {
  readonly slice: Slice;
  readonly query: DuplicateQuery;
}

/** Rows with the same hash, whose texts are to be compared. */
export interface CompareTextsJob {
  /** The files of the table, unpacked. */
  readonly paths: readonly string[];
  readonly table: Pick<KeyTable, 'files' | 'starts'>;
  readonly query: DuplicateQuery;
  /** By row: the first row with the same hash. */
  readonly first: Uint32Array;
  readonly from: number;
  readonly to: number;
}

export interface ClusterJob {
  readonly paths: readonly string[];
  readonly table: KeyTable;
  readonly query: DuplicateQuery;
  /** By row: the first row with the same text. */
  readonly first: Uint32Array;
}

export interface ClusteredRows {
  readonly clusters: ClusterColumns;
  readonly near?: NearFacts;
}

export interface MatchJob extends ClusterJob {
  /** Rows from this one on are looked for among those before it. */
  readonly from: number;
}

export interface MatchedRows {
  readonly matches: MatchColumns;
  readonly near?: NearFacts;
}

export interface DigestJob {
  readonly slice: Slice;
  /** The top-level field that may name the rows. */
  readonly key?: string;
}
