import type { CheckKind } from '../core/checks/check.ts';
import type { OptionDeclarations, OptionValue } from '../core/checks/options.ts';
import type { FilePlace, Finding, Severity } from '../core/findings/finding.ts';
import type { ProbeKind, ProbeRun } from '../core/findings/probeRun.ts';
import type { Verdict } from '../core/findings/verdict.ts';
import type { TransmissionRisk } from '../core/provenance/risk.ts';
import type { FilterSummary } from '../core/scan/filterSummary.ts';
import type { RowFilter, ScanState } from './inspector.ts';

/** What the results panel may ask of the host. */
export interface ResultsContract {
  readonly calls: {
    readonly ready: [undefined, ResultsState, never];
    readonly findings: [FindingsRequest, FindingsPage, never];
    /** Shows a row where the user last looked at this dataset: the inspector, else a text editor. */
    readonly reveal: [{ readonly row: number; readonly field?: string }, void, never];
    readonly scan: [undefined, void, never];
    readonly cancelScan: [undefined, void, never];
    readonly openInspector: [undefined, void, never];
    readonly openDataset: [undefined, void, never];
    readonly openRecipe: [undefined, void, never];
    readonly openAccepted: [undefined, void, never];
    readonly recordProvenance: [undefined, void, never];
    readonly showLineage: [undefined, void, never];
    /** Shows a line of a card or sidecar of the dataset. */
    readonly openFile: [{ readonly path: string; readonly line: number }, void, never];
    readonly setStudent: [undefined, void, never];
    readonly openDocumentation: [{ readonly check: string }, void, never];
    /** Options for the next scan of this dataset; answers the message for each value that is out of range. */
    readonly setOptions: [
      { readonly check: string; readonly enabled: boolean; readonly options: Readonly<Record<string, OptionValue>> },
      Readonly<Record<string, string>>,
      never,
    ];
    readonly saveRecipe: [undefined, void, never];
    /** What a filter does to the first rows with these options, and with those before; undefined where that cannot be told. */
    readonly preview: [PreviewRequest, FilterPreview | undefined, never];
    /** Lists rows in the inspector. */
    readonly showRows: [RowFilter, void, never];
    /** The report of a run that asked a model. */
    readonly openReport: [{ readonly kind: ProbeKind }, void, never];
    /** Shows the scores of a run in the inspector, with what is known of them. */
    readonly showScores: [{ readonly id: string }, void, never];
    /** Asks the same again; where answers are kept, it goes on from them. */
    readonly runAgain: [{ readonly kind: ProbeKind }, void, never];
  };
  readonly events: {
    readonly state: ResultsState;
  };
}

/** `dataset` absent: nothing is open, the panel welcomes. */
export interface ResultsState {
  readonly dataset?: DatasetState;
}

export interface DatasetState {
  readonly name: string;
  /** Relative to its workspace folder. */
  readonly path: string;
  /** What a scan goes through. */
  readonly bytes: number;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly provenance: {
    readonly risk: TransmissionRisk;
    /** What the rules judged has changed since. */
    readonly stale: boolean;
    /** "gpt-4.1-nano", "teacher unknown". */
    readonly teacher: string;
    readonly student: string;
    /** "different base", where both are named. */
    readonly relation?: string;
    /** Cards that could not be read, and where the teacher is named: one sentence each. */
    readonly notes: readonly string[];
  };
  readonly scan: ScanState;
  readonly checks: readonly CheckState[];
  /** What models said of the rows, the latest first. */
  readonly runs: readonly RunState[];
  /** What the filters of the last scan keep and reject. */
  readonly filters?: FilterSummary;
  readonly malformed: number;
  /** Findings that somebody accepted; they are in no other count. */
  readonly accepted: number;
  /** The recipe in force, if any, relative to the workspace folder. */
  readonly recipe?: string;
  /** Options were changed here and are not in the recipe yet. */
  readonly unsaved: boolean;
}

/** The latest run of a probe that asked a model, or read the scores that one gave. */
export interface RunState extends Omit<ProbeRun, 'report' | 'scores'> {
  readonly title: string;
  /** When it ended, in milliseconds. */
  readonly time: number;
  /** The file has changed since. */
  readonly stale: boolean;
  /** Present: the run was kept since before the dataset was opened. */
  readonly earlier?: Earlier;
  readonly hasReport: boolean;
  /** Its scores, as far as they are columns of the dataset still. */
  readonly columns: readonly { readonly id: string; readonly title: string }[];
}

/** What is less of a run that was kept than of one that has just ended, besides that its choices are asked for anew. */
export interface Earlier {
  /** Its scores were too many to keep. */
  readonly withoutScores: boolean;
}

export interface CheckState {
  readonly id: string;
  readonly kind: CheckKind;
  readonly title: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly severity: Severity;
  readonly declarations: OptionDeclarations;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly outcome?: {
    readonly examined: number;
    readonly findings: number;
    readonly rows: number;
    readonly rejected?: number;
    readonly verdict?: Verdict;
    readonly skipped?: string;
    /** Findings of the dataset as a whole. */
    readonly messages: readonly DatasetMessage[];
  };
}

export interface DatasetMessage {
  readonly severity: Severity;
  readonly message: string;
  /** The line of a card or sidecar on which it rests. */
  readonly place?: FilePlace;
}

type Options = Readonly<Record<string, OptionValue>>;

export interface PreviewRequest {
  readonly check: string;
  readonly options: Options;
  readonly before: Options;
}

export interface FilterPreview {
  /** Looked at, the first ones. */
  readonly rows: number;
  /** Whether these are all. */
  readonly all: boolean;
  readonly rejected: number;
  /** With the options before. */
  readonly before: number;
}

export interface FindingsRequest {
  readonly check: string;
  readonly start: number;
  readonly count: number;
}

export interface FindingsPage {
  readonly start: number;
  readonly findings: readonly Finding[];
  /** Findings that can be listed. */
  readonly listed: number;
  /** All findings, listed or not. */
  readonly total: number;
}
