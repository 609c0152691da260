import type { ColumnRef, Measure } from '../core/columns/column.ts';
import type { ColumnTest } from '../core/columns/columnTest.ts';
import type { StatisticsScope, TableStatistics } from '../core/columns/tableStatistics.ts';
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
    /** Works a view out, where that takes a pass over the file or a sort; answers how many rows it has. */
    readonly prepare: [RowView, { readonly rows: number }, WorkProgress];
    /** The statistics of every column and every score. */
    readonly statistics: [{ readonly scope: StatisticsScope['kind'] }, TableStatistics, WorkProgress];
    /** Shows a measure of a column as a column of scores. */
    readonly addScores: [{ readonly column: ColumnRef; readonly measure: Measure }, void, WorkProgress];
    readonly removeScores: [{ readonly id: string }, void, never];
    readonly row: [RowRequest, RowDetail, never];
    /** How many rows of the list stand before `row`: its position there, or the one it would have; 0 where a sorted list has it not. */
    readonly rank: [RowView & { readonly row: number }, number, never];
    /** The row as a trainer sees it. Rejects with one sentence and the next step. */
    readonly trainerView: [TrainerViewRequest, TrainerViewAnswer, never];
    /** Lets the user choose the file of a template; answers its path. */
    readonly pickTemplate: [undefined, string | undefined, never];
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
    /** List these rows. */
    readonly show: RowFilter;
    /** Show what is known of this column. */
    readonly showColumn: ColumnRef;
    /** Commands that the host's palette and key bindings forward to the page. */
    readonly command: 'find' | 'goToRow' | 'nextFinding' | 'previousFinding' | 'toggleRaw';
  };
}

/** How far a pass over the file has come, from 0 to 1. */
export interface WorkProgress {
  readonly share: number;
}

export interface InspectorState {
  readonly name: string;
  /** Changes when other rows may stand in the file: what is known of its columns no longer holds. */
  readonly revision: number;
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
  /** Grows when scores are set or removed: others may stand under the same name. */
  readonly scored?: number;
}

export type IndexState =
  | { readonly state: 'building'; readonly rows: number; readonly bytesDone: number }
  | { readonly state: 'complete'; readonly rows: number }
  | { readonly state: 'failed'; readonly rows: number; readonly message: string };

/** `prompt`, `completion`, a top-level field of the row as it stands, or scores. */
export interface TableColumn extends ColumnRef {
  readonly title: string;
  /** Of scores: what they are. */
  readonly description?: string;
}

export type ScanState =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly bytesDone: number; readonly rowsPerSecond: number }
  | {
      readonly state: 'done';
      readonly stale: boolean;
      readonly checks: readonly CheckFilter[];
      readonly malformed: number;
      /** Where a filter ran: rows that none, and rows that at least one of them rejects. */
      readonly filtered?: { readonly kept: number; readonly rejected: number };
    }
  | { readonly state: 'failed'; readonly message: string };

/** A check by which the table can be filtered. */
export interface CheckFilter {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rows: number;
  /** Of a filter: rows that it rejects and no other filter does. */
  readonly only?: number;
}

/**
 * All rows, the rows with findings of one check, the malformed ones, the rows that a find has matched; of the filters together the
 * rows that are kept or rejected, or that one filter alone rejects.
 */
export type RowFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'only'; readonly check: string }
  | { readonly kind: 'check'; readonly check: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'found'; readonly findId: number };

export interface RowOrder {
  readonly column: ColumnRef;
  /** `text`: alphabetical, by UTF-16 code units. */
  readonly measure: Measure | 'text';
  readonly direction: 'ascending' | 'descending';
}

/** Which rows, in which order: as in the file unless one is given. */
export interface RowView {
  readonly filter: RowFilter;
  /** Of the filtered rows those that pass. */
  readonly where?: ColumnTest;
  /** Rows without a value come last. */
  readonly order?: RowOrder;
}

export interface RowsRequest extends RowView {
  /** Position in the list, from 0. */
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
  /** Why it is among the rows that a check rejects or flags, where such rows are listed. */
  readonly reason?: string;
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
  /** Places that scores of the row come from. */
  readonly marked?: readonly MarkedPlace[];
}

/** A place in a text that stands in `field`; half-open, in UTF-16 code units. */
export interface MarkedPlace {
  readonly field: string;
  readonly start: number;
  readonly end: number;
  /** What it is, for people. */
  readonly title: string;
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
