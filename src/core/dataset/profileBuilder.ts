import { BoundedCounter } from './boundedCounter.ts';
import type { Example } from './example.ts';
import { isNumberList } from './numberList.ts';
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

  see(row: number, place: number, type: ColumnType, times: number): void {
    if (row < this.first[0]) this.first = [row, place];
    this.types[type] = (this.types[type] ?? 0) + times;
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
    const rowsOfNumbers = example !== undefined && isOfNumbers(example) ? 1 : 0;
    this.#addRows(value, formatId, example, { first: this.#rows++, rows: 1, rowsOfNumbers });
  }

  /** Counts rows of the shapes of earlier ones; `addRowsLike` adds what such rows come to. */
  countRows(rows: number): void {
    this.#rows += rows;
  }

  /** Adds what rows come to that were counted and, but for their texts, are all like an earlier one. */
  addRowsLike(
    value: JsonValue,
    formatId: string | undefined,
    example: Example | undefined,
    counts: { readonly rows: number; readonly rowsOfNumbers: number },
  ): void {
    this.#addRows(value, formatId, example, { first: Infinity, ...counts });
  }

  #addRows(
    value: JsonValue,
    formatId: string | undefined,
    example: Example | undefined,
    { first, rows, rowsOfNumbers }: { readonly first: number; readonly rows: number; readonly rowsOfNumbers: number },
  ): void {
    const id = formatId ?? tableFormat;
    this.#formats[id] = (this.#formats[id] ?? 0) + rows;
    if (!isObject(value)) {
      this.#rowsWithoutTeacher += rows;
      return;
    }
    let place = 0;
    let statesOrigin = false;
    for (const name in value) {
      const column = this.#columns.entry(name);
      if (column === undefined) statesOrigin ||= mayStateOrigin(name);
      else {
        column.see(first, place++, typeOf(value[name]), rows);
        statesOrigin ||= column.statesOrigin;
      }
    }
    if (statesOrigin) this.#addOrigin(value, example, rows);
    else this.#rowsWithoutTeacher += rows;
    if (example === undefined || example.completions.length === 0) return;
    this.#rowsWithCompletion += rows;
    this.#rowsOfNumbers += rowsOfNumbers;
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

  #addOrigin(value: JsonObject, example: Example | undefined, rows: number): void {
    let named = false;
    for (const { field, path, text } of rowProvenance(value, example)) {
      named ||= field === 'teacher';
      this.#origins.see(field, path, text, rows);
    }
    if (!named) this.#rowsWithoutTeacher += rows;
  }
}

function typeOf(value: JsonValue | undefined): ColumnType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}

function isOfNumbers({ completions }: Example): boolean {
  return completions.length > 0 && completions.every(({ text }) => isNumberList(text));
}
