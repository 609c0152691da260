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
  readonly teachers: readonly TeacherCount[];
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

/** A model that rows name as their teacher, by field. */
export interface TeacherCount {
  readonly model: string;
  readonly field: string;
  readonly rows: number;
}
