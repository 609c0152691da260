import { cellOf, type ColumnRef, type ColumnRow } from './column.ts';
import { ColumnBuilder, type ColumnState, type ColumnSummary } from './columnBuilder.ts';
import { BoundedCounter } from '../dataset/boundedCounter.ts';
import { isObject } from '../json/value.ts';

/** Top-level fields of which statistics are kept. */
export const maxStatisticColumns = 100;

/** What every row has or may have beside its fields. */
const derivedColumns = [
  { source: 'example', id: 'prompt', title: 'Prompt' },
  { source: 'example', id: 'completion', title: 'Completion' },
  { source: 'example', id: 'rejected', title: 'Rejected' },
  { source: 'row', id: 'bytes', title: 'Row length (bytes)' },
] as const;

/** Of which rows the statistics are. */
export type StatisticsScope =
  | { readonly kind: 'all' }
  /** The rows in the first bytes of the file. */
  | { readonly kind: 'first' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'rejected' };

/** The statistics of every column over some rows of a dataset. */
export interface TableStatistics {
  readonly scope: StatisticsScope['kind'];
  /** Rows looked at, blank and malformed ones included. */
  readonly rows: number;
  readonly blank: number;
  readonly malformed: number;
  readonly columns: readonly ColumnStatistics[];
  /** True when there were more top-level fields than `maxStatisticColumns`. */
  readonly columnsCut: boolean;
}

export interface ColumnStatistics extends ColumnRef, ColumnSummary {
  readonly title: string;
  /** Rows with a value that have no such field or part. */
  readonly missing: number;
}

/** What one slice of rows came to; rows are numbered from its first. Crosses threads. */
export interface StatisticsState {
  readonly rows: number;
  readonly seen: number;
  readonly blank: number;
  readonly malformed: number;
  readonly derived: readonly ColumnState[];
  readonly fields: readonly (readonly [string, ColumnState])[];
  readonly fieldsCut: boolean;
}

/** Gathers the statistics of rows slice by slice; one slice or a hundred: the same result. */
export class StatisticsBuilder {
  #rows = 0;
  #seen = 0;
  #blank = 0;
  #malformed = 0;
  readonly #derived = derivedColumns.map(() => new ColumnBuilder());
  readonly #fields = new BoundedCounter(maxStatisticColumns, () => new ColumnBuilder());

  /** Numbers a row that is in none of the counts: it is not of those asked for. */
  skip(): void {
    this.#rows++;
  }

  addBlank(): void {
    this.#rows++;
    this.#seen++;
    this.#blank++;
  }

  addMalformed(): void {
    this.#rows++;
    this.#seen++;
    this.#malformed++;
  }

  addRow(row: ColumnRow): void {
    const index = this.#rows++;
    this.#seen++;
    derivedColumns.forEach((column, place) => {
      const cell = cellOf(row, column);
      if (cell !== undefined) this.#derived[place]?.add(cell, index, place);
    });
    if (!isObject(row.value)) return;
    let place = 0;
    for (const name in row.value) {
      const cell = row.value[name];
      if (cell !== undefined) this.#fields.entry(name)?.add(cell, index, place);
      place++;
    }
  }

  /** Adds a later slice. */
  merge(state: StatisticsState): void {
    const offset = this.#rows;
    const shifted = (column: ColumnState): ColumnState => ({
      ...column,
      first: [column.first[0] + offset, column.first[1]],
    });
    this.#rows += state.rows;
    this.#seen += state.seen;
    this.#blank += state.blank;
    this.#malformed += state.malformed;
    state.derived.forEach((column, place) => this.#derived[place]?.mergeState(shifted(column)));
    for (const [name, column] of state.fields) this.#fields.entry(name)?.mergeState(shifted(column));
    this.#fields.merge([], state.fieldsCut);
  }

  toState(): StatisticsState {
    return {
      rows: this.#rows,
      seen: this.#seen,
      blank: this.#blank,
      malformed: this.#malformed,
      derived: this.#derived.map(column => column.toState()),
      fields: this.#fields.entries().map(([name, column]) => [name, column.toState()] as const),
      fieldsCut: this.#fields.cut,
    };
  }

  /** `like`: the statistics of all rows, so that the histograms have the same bins. */
  statistics(scope: StatisticsScope['kind'], like?: StatisticsBuilder): TableStatistics {
    const values = this.#seen - this.#blank - this.#malformed;
    const describe = (column: ColumnBuilder, whole: ColumnBuilder | undefined): ColumnSummary & { missing: number } => {
      const summary = column.summary(whole);
      return { ...summary, missing: values - summary.present };
    };
    const [wholeDerived, wholeFields] = like === undefined ? [[], []] : [like.#derived, like.#fields.entries()];
    const derived = derivedColumns.flatMap((column, place) => {
      const its = this.#derived[place];
      const described = its && describe(its, wholeDerived[place]);
      return described && described.present > 0 ? [{ ...column, ...described }] : [];
    });
    const whole = new Map(wholeFields);
    const fields = [...this.#fields.entries()]
      .sort(([, { first: a }], [, { first: b }]) => a[0] - b[0] || a[1] - b[1])
      .map(([name, column]) => ({
        source: 'field' as const,
        id: name,
        title: name,
        ...describe(column, whole.get(name)),
      }));
    const { rows, columnsCut } = { rows: this.#seen, columnsCut: this.#fields.cut };
    return {
      scope,
      rows,
      blank: this.#blank,
      malformed: this.#malformed,
      columns: [...derived, ...fields],
      columnsCut,
    };
  }
}
