import type { Message } from '../core/dataset/example.ts';
import type { RowError } from '../core/dataset/row.ts';
import type { Finding, Severity } from '../core/findings/finding.ts';
import type { TransmissionRisk } from '../core/provenance/risk.ts';
import type { TrainerViewAnswer, TrainerViewRequest } from './trainerView.ts';

/** What the inspector's page may ask of the host. Rows and findings cross by range only. */
export interface InspectorContract {
  readonly calls: {
    /** Sent once by the page when it listens; answers the first state. */
    readonly ready: [undefined, InspectorState, never];
    readonly rows: [RowsRequest, RowPage, never];
    readonly row: [RowRequest, RowDetail, never];
    /** The row as a trainer sees it. Rejects with one sentence and the next step. */
    readonly trainerView: [TrainerViewRequest, TrainerViewAnswer, never];
    /** Lets the user choose the file of a template; answers its path. */
    readonly pickTemplate: [undefined, string | undefined, never];
    /** How many rows of the filtered list stand before `row`: its position there, or the one it would have. */
    readonly rank: [{ readonly filter: RowFilter; readonly row: number }, number, never];
    readonly find: [FindRequest, FindSummary, FindProgress];
    /** Opens the row in a text editor (the file itself, or a page of rows where it is too large for one). */
    readonly openText: [{ readonly row: number; readonly field?: string }, void, never];
    readonly scan: [undefined, void, never];
    readonly cancelScan: [undefined, void, never];
    /** Opens the results panel in the side bar. */
    readonly showResults: [undefined, void, never];
    readonly showLineage: [undefined, void, never];
  };
  /** From host to page. */
  readonly events: {
    readonly state: InspectorState;
    /** Select this row and, where given, mark this field. */
    readonly reveal: { readonly row: number; readonly field?: string };
    /** Commands that the host's palette and key bindings forward to the page. */
    readonly command: 'find' | 'goToRow' | 'nextFinding' | 'previousFinding' | 'toggleRaw';
  };
}

export interface InspectorState {
  readonly name: string;
  readonly bytes: number;
  /** `failed` carries one sentence with the next step. */
  readonly index: IndexState;
  readonly format?: { readonly id: string; readonly title: string; readonly share: number; readonly evidence: string };
  /** Of the table, in order. */
  readonly columns: readonly TableColumn[];
  /** "teacher gpt-4.1-nano", "teacher unknown". */
  readonly teacher: { readonly known: boolean; readonly text: string };
  readonly student?: string;
  readonly risk: Pick<TransmissionRisk, 'level' | 'reasons'>;
  readonly scan: ScanState;
  /** Grows when options or the recipe change. */
  readonly plans?: number;
}

export type IndexState =
  | { readonly state: 'building'; readonly rows: number; readonly bytesDone: number }
  | { readonly state: 'complete'; readonly rows: number }
  | { readonly state: 'failed'; readonly rows: number; readonly message: string };

export interface TableColumn {
  /** `prompt`, `completion`, or a top-level field of the row. */
  readonly id: string;
  readonly title: string;
  /** Whether it is a part of the normalised example or a field as it stands. */
  readonly source: 'example' | 'field';
}

export type ScanState =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly bytesDone: number; readonly rowsPerSecond: number }
  | {
      readonly state: 'done';
      readonly stale: boolean;
      readonly checks: readonly CheckFilter[];
      readonly malformed: number;
    }
  | { readonly state: 'failed'; readonly message: string };

/** A check by which the table can be filtered. */
export interface CheckFilter {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rows: number;
}

/** All rows, the rows with findings of one check, the malformed ones, or the rows that a find has matched. */
export type RowFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'check'; readonly check: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'found'; readonly findId: number };

export interface RowsRequest {
  readonly filter: RowFilter;
  /** Position in the filtered list, from 0. */
  readonly start: number;
  readonly count: number;
}

export interface RowPage {
  readonly start: number;
  /** Length of the filtered list as far as known. */
  readonly total: number;
  readonly complete: boolean;
  readonly rows: readonly RowSummary[];
}

export interface RowSummary {
  /** From 0. */
  readonly row: number;
  readonly kind: 'value' | 'blank' | 'malformed';
  /** One per column of the state; absent where the row has no such part. Cut at a few hundred characters. */
  readonly cells: readonly (string | undefined)[];
  readonly worst?: Severity;
  readonly findings: number;
}

export interface RowRequest {
  readonly row: number;
  /** Characters of the row's text wanted; a longer row says so in `characters`. */
  readonly limit: number;
}

export interface RowDetail {
  readonly row: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  /** The line as it stands, up to the limit. */
  readonly text: string;
  /** The whole line's length, where it was cut. */
  readonly cutAt?: { readonly shown: number; readonly bytes: number };
  readonly kind: 'value' | 'blank' | 'malformed';
  readonly error?: RowError;
  readonly format?: { readonly id: string; readonly title: string };
  /** Empty for a row of no known format, or one that was cut. */
  readonly messages: readonly Message[];
  readonly teacher?: string;
  /** Duplicate keys, integers past 2^53, lone surrogates, invalid UTF-8: what a parser would change in silence. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
}

export interface FindRequest {
  /** Chosen by the page; names the result in `RowFilter`. */
  readonly findId: number;
  readonly text: string;
  readonly caseSensitive: boolean;
}

export interface FindProgress {
  readonly rowsSearched: number;
  readonly matches: number;
  /** The first matching row, as soon as there is one. */
  readonly first?: number;
}

export interface FindSummary extends FindProgress {
  readonly complete: boolean;
}
