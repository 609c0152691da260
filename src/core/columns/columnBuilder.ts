import { columnTypeOf, measureOf, type Measure } from './column.ts';
import { NumberSketch, type NumberSketchState, type NumberSummary } from './numberSketch.ts';
import { ValueCounter, type ValueCount, type ValueCounterState } from './valueCounter.ts';
import type { ColumnType } from '../dataset/profile.ts';
import type { JsonValue } from '../json/value.ts';

/** Values listed. */
const topValues = 10;

export type MeasureSummary = NumberSummary & { readonly measure: Measure };

/** What is told of one column. Rows of another type than a measure wants are in none of its counts. */
export interface ColumnSummary {
  /** Rows that have it. */
  readonly present: number;
  readonly types: Readonly<Partial<Record<ColumnType, number>>>;
  /** Of its texts, numbers and booleans; absent where it has none. */
  readonly distinct?: {
    readonly values: number;
    readonly count: number;
    /** Else estimated, with a standard error of `distinctError`. */
    readonly exact: boolean;
  };
  /** The most frequent values; none where they were too many to be counted one by one. */
  readonly top: readonly ValueCount[];
  readonly measures: readonly MeasureSummary[];
}

export interface ColumnState {
  /** Row and place in the row where it first stood: the order of the columns. */
  readonly first: readonly [number, number];
  readonly types: Readonly<Partial<Record<ColumnType, number>>>;
  readonly values: ValueCounterState;
  readonly measures: readonly (readonly [Measure, NumberSketchState])[];
}

const measuresOf: Readonly<Record<ColumnType, readonly Measure[]>> = {
  string: ['characters', 'words'],
  number: ['value'],
  boolean: [],
  null: [],
  array: ['items'],
  object: ['items'],
};

/** Gathers the statistics of one column; merges in any order. */
export class ColumnBuilder {
  first: [number, number] = [Infinity, 0];
  readonly #types: Partial<Record<ColumnType, number>> = {};
  readonly #values = new ValueCounter();
  readonly #measures = new Map<Measure, NumberSketch>();

  add(cell: JsonValue, row: number, place: number): void {
    if (row < this.first[0]) this.first = [row, place];
    const type = columnTypeOf(cell);
    this.#types[type] = (this.#types[type] ?? 0) + 1;
    if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') this.#values.add(cell);
    for (const measure of measuresOf[type]) {
      const value = measureOf(cell, measure);
      // 1e400 is a number to JSON and infinite to JavaScript.
      if (Number.isFinite(value)) this.#sketch(measure).add(value);
    }
  }

  /** Adds the state of a later slice, its rows already shifted. */
  mergeState({ first, types, values, measures }: ColumnState): void {
    const [row, place] = first;
    if (row < this.first[0] || (row === this.first[0] && place < this.first[1])) this.first = [row, place];
    for (const [type, count] of Object.entries(types)) {
      this.#types[type as ColumnType] = (this.#types[type as ColumnType] ?? 0) + count;
    }
    this.#values.merge(values);
    for (const [measure, state] of measures) this.#sketch(measure).merge(state);
  }

  merge(other: ColumnBuilder): void {
    this.mergeState(other.toState());
  }

  toState(): ColumnState {
    return {
      first: this.first,
      types: this.#types,
      values: this.#values.toState(),
      measures: [...this.#measures].map(([measure, sketch]) => [measure, sketch.toState()] as const),
    };
  }

  /** `like`: the same column over all rows, so that both have the same bins. */
  summary(like?: ColumnBuilder): ColumnSummary {
    const counts = Object.entries(this.#types).sort(([a], [b]) => (a < b ? -1 : 1));
    const { values } = this.#values;
    const measures = (['value', 'characters', 'words', 'items'] as const).flatMap(measure => {
      const whole = like === undefined ? undefined : like.#measures.get(measure);
      const summary = this.#measures.get(measure)?.summary(whole && { like: whole });
      return summary ? [{ measure, ...summary }] : [];
    });
    return {
      present: counts.reduce((sum, [, count]) => sum + count, 0),
      types: Object.fromEntries(counts),
      ...(values > 0 && { distinct: { values, ...this.#values.distinct } }),
      top: this.#values.top(topValues),
      measures,
    };
  }

  #sketch(measure: Measure): NumberSketch {
    const known = this.#measures.get(measure);
    if (known) return known;
    const sketch = new NumberSketch();
    this.#measures.set(measure, sketch);
    return sketch;
  }
}
