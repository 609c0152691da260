import { BoundedCounter } from './boundedCounter.ts';
import type { Example } from './example.ts';
import { OriginCounts, type OriginState } from './originCounts.ts';
import type { ColumnType, DatasetProfile } from './profile.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';
import { mayStateOrigin, rowProvenance } from '../provenance/rowProvenance.ts';

const maxColumns = 1000;

/** Format id of rows that are of no known format. */
export const tableFormat = 'table';

/** What one slice tells, ready to cross a thread and to be merged in row order. */
export interface ProfileState {
  readonly rows: number;
  readonly blank: number;
  readonly malformed: number;
  readonly formats: Readonly<Record<string, number>>;
  readonly columns: readonly (readonly [string, ColumnState])[];
  readonly columnsCut: boolean;
  readonly origins: OriginState;
  readonly rowsWithoutTeacher: number;
  readonly rowsWithCompletion: number;
  readonly rowsOfNumbers: number;
}

interface ColumnState {
  /** Row and place in the row where it first stood: the order of the columns. */
  readonly first: readonly [number, number];
  readonly types: Readonly<Partial<Record<ColumnType, number>>>;
}

class Column {
  /** Decided once a column, so that rows without any such column cost no look. */
  readonly statesOrigin: boolean;
  first: [number, number] = [Infinity, 0];
  readonly types: Partial<Record<ColumnType, number>> = {};

  constructor(name: string) {
    this.statesOrigin = mayStateOrigin(name);
  }

  see(row: number, place: number, type: ColumnType): void {
    if (row < this.first[0]) this.first = [row, place];
    this.types[type] = (this.types[type] ?? 0) + 1;
  }

  merge(other: { readonly first: readonly [number, number]; readonly types: Column['types'] }): void {
    const [row, place] = other.first;
    if (row < this.first[0] || (row === this.first[0] && place < this.first[1])) this.first = [row, place];
    for (const [type, count] of Object.entries(other.types)) {
      this.types[type as ColumnType] = (this.types[type as ColumnType] ?? 0) + count;
    }
  }
}

/** Gathers the profile of rows, one slice at a time, and merges slices. */
export class ProfileBuilder {
  #rows = 0;
  #blank = 0;
  #malformed = 0;
  #formats: Record<string, number> = {};
  readonly #columns = new BoundedCounter(maxColumns, name => new Column(name));
  readonly #origins = new OriginCounts();
  #rowsWithoutTeacher = 0;
  #rowsWithCompletion = 0;
  #rowsOfNumbers = 0;

  addBlank(): void {
    this.#rows++;
    this.#blank++;
  }

  addMalformed(): void {
    this.#rows++;
    this.#malformed++;
  }

  addValue(value: JsonValue, formatId: string | undefined, example: Example | undefined): void {
    const row = this.#rows++;
    const id = formatId ?? tableFormat;
    this.#formats[id] = (this.#formats[id] ?? 0) + 1;
    if (!isObject(value)) {
      this.#rowsWithoutTeacher++;
      return;
    }
    let place = 0;
    let statesOrigin = false;
    for (const name in value) {
      const column = this.#columns.entry(name);
      if (column === undefined) statesOrigin ||= mayStateOrigin(name);
      else {
        column.see(row, place++, typeOf(value[name]));
        statesOrigin ||= column.statesOrigin;
      }
    }
    if (statesOrigin) this.#addOrigin(value, example);
    else this.#rowsWithoutTeacher++;
    if (example) this.#addCompletions(example);
  }

  /** Adds a later slice. */
  merge(state: ProfileState): void {
    const offset = this.#rows;
    this.#rows += state.rows;
    this.#blank += state.blank;
    this.#malformed += state.malformed;
    for (const [id, count] of Object.entries(state.formats)) this.#formats[id] = (this.#formats[id] ?? 0) + count;
    for (const [name, { first, types }] of state.columns) {
      this.#columns.entry(name)?.merge({ first: [first[0] + offset, first[1]], types });
    }
    this.#columns.merge([], state.columnsCut);
    this.#origins.merge(state.origins);
    this.#rowsWithoutTeacher += state.rowsWithoutTeacher;
    this.#rowsWithCompletion += state.rowsWithCompletion;
    this.#rowsOfNumbers += state.rowsOfNumbers;
  }

  toState(): ProfileState {
    return {
      rows: this.#rows,
      blank: this.#blank,
      malformed: this.#malformed,
      formats: this.#formats,
      columns: this.#columns.entries().map(([name, { first, types }]) => [name, { first, types }] as const),
      columnsCut: this.#columns.cut,
      origins: this.#origins.toState(),
      rowsWithoutTeacher: this.#rowsWithoutTeacher,
      rowsWithCompletion: this.#rowsWithCompletion,
      rowsOfNumbers: this.#rowsOfNumbers,
    };
  }

  toProfile(): DatasetProfile {
    const columns = [...this.#columns.entries()].sort(
      ([, { first: a }], [, { first: b }]) => a[0] - b[0] || a[1] - b[1],
    );
    const { origins, cut } = this.#origins.counts();
    return {
      rows: this.#rows,
      blank: this.#blank,
      malformed: this.#malformed,
      formats: this.#formats,
      columns: columns.map(([name, { types }]) => ({ name, types })),
      columnsCut: this.#columns.cut,
      origins,
      originsCut: cut,
      rowsWithoutTeacher: this.#rowsWithoutTeacher,
      rowsWithCompletion: this.#rowsWithCompletion,
      rowsOfNumbers: this.#rowsOfNumbers,
    };
  }

  #addOrigin(value: JsonObject, example: Example | undefined): void {
    let named = false;
    for (const { field, path, text } of rowProvenance(value, example)) {
      named ||= field === 'teacher';
      this.#origins.see(field, path, text);
    }
    if (!named) this.#rowsWithoutTeacher++;
  }

  #addCompletions(example: Example): void {
    if (example.completions.length === 0) return;
    this.#rowsWithCompletion++;
    if (example.completions.every(({ text }) => isNumberList(text))) this.#rowsOfNumbers++;
  }
}

function typeOf(value: JsonValue | undefined): ColumnType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}

/** Digits, white space, `,` `;` `.` and brackets, with at least one digit: a number list in the wide sense. */
function isNumberList(text: string): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits++;
    else if (!isNumberListFiller(code)) return false;
  }
  return digits > 0;
}

function isNumberListFiller(code: number): boolean {
  return code === 32 || code === 44 || code === 59 || code === 46 || (code >= 9 && code <= 13) || isBracket(code);
}

function isBracket(code: number): boolean {
  return code === 40 || code === 41 || code === 91 || code === 93;
}
