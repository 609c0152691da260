import type { TeacherCheck, TeacherCheckInput } from '../core/fingerprint/teacherCheck.ts';
import type { MerkleRoot, RowProof } from '../core/provenance/integrity/rowProof.ts';
import type { ScanPlan } from '../core/scan/plan.ts';
import type { SliceResult } from '../core/scan/sliceScanner.ts';
import type { RenderedRow, RenderRowJob } from './trainerView.ts';

export type Compression = 'gzip' | 'zstd';

/** What a worker thread does. Every job reads the file itself; only small results cross. */
export interface WorkerContract {
  readonly calls: {
    readonly index: [IndexJob, { readonly rows: number; readonly bytes: number }, IndexProgress];
    readonly unpack: [UnpackJob, { readonly rows: number; readonly bytes: number }, IndexProgress];
    readonly scanSlice: [ScanSliceJob, SliceResult, { readonly bytes: number; readonly rows: number }];
    readonly find: [FindJob, FindResult, { readonly rows: number; readonly found: readonly number[] }];
    readonly hash: [{ readonly path: string }, string, { readonly bytes: number }];
    readonly hashRows: [HashRowsJob, HashedRows, { readonly bytes: number }];
    readonly renderRow: [RenderRowJob, RenderedRow, never];
    readonly checkTeacher: [TeacherCheckJob, TeacherCheck, { readonly steps: number }];
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
