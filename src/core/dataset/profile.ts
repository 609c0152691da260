import type { ProvenanceField } from '../provenance/record.ts';

/** What one pass over the rows tells of a dataset. Plain JSON; mergeable in row order. */
export interface DatasetProfile {
  /** Physical lines, blank and malformed ones included. */
  readonly rows: number;
  readonly blank: number;
  readonly malformed: number;
  /** Rows per format id; `table` counts the rows of no known format. */
  readonly formats: Readonly<Record<string, number>>;
  readonly columns: readonly ColumnProfile[];
  /** True when there were more top-level names than are kept. */
  readonly columnsCut: boolean;
  /** What rows say of their own origin, the most frequent first. */
  readonly origins: readonly OriginCount[];
  /** True when there were more columns, or more values of one, than are kept. */
  readonly originsCut: boolean;
  /** Rows with a value whose teacher no field names. */
  readonly rowsWithoutTeacher: number;
  /** Rows with at least one completion, and those whose completions are all number lists in the wide sense: digits, white space, `,` `;` `.` and brackets. */
  readonly rowsWithCompletion: number;
  readonly rowsOfNumbers: number;
}

export type ColumnType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

export interface ColumnProfile {
  readonly name: string;
  /** Rows that have it, by the type of its value. */
  readonly types: Readonly<Partial<Record<ColumnType, number>>>;
}

/** Something that rows say of their own origin, and how many do. */
export interface OriginCount {
  readonly field: ProvenanceField;
  /** The column, as `formatPath` writes it. */
  readonly path: string;
  readonly value: string;
  readonly rows: number;
}
