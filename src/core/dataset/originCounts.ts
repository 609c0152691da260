import { BoundedCounter } from './boundedCounter.ts';
import type { OriginCount } from './profile.ts';
import { formatPath, type FieldPath } from '../json/value.ts';
import type { ProvenanceField } from '../provenance/record.ts';

const maxColumns = 100;
/** Of one column. */
const maxValues = 200;
const maxCachedSteps = 1000;

/** What one slice tells, ready to cross a thread. */
export interface OriginState {
  readonly columns: readonly (readonly [key: string, values: readonly (readonly [string, number])[], cut: boolean])[];
  readonly cut: boolean;
}

/** What rows say of their own origin, counted by field, column and value; columns and values are bounded, and the counts kept exact. */
export class OriginCounts {
  /** By `[field, path]` as JSON. */
  readonly #columns = new BoundedCounter(maxColumns, () => new Column());
  readonly #steps: Step = newStep();
  #cachedSteps = 0;

  /** Counts a value that so many rows state. */
  see(field: ProvenanceField, path: FieldPath, value: string, rows = 1): void {
    this.#columnAt(field, path)?.see(value, rows);
  }

  merge({ columns, cut }: OriginState): void {
    for (const [key, values, valuesCut] of columns) this.#columns.entry(key)?.mergeState(values, valuesCut);
    this.#columns.merge([], cut);
  }

  toState(): OriginState {
    return {
      columns: this.#columns
        .entries()
        .map(([key, { values }]) => [key, values.entries().map(([value, { count }]) => [value, count]), values.cut]),
      cut: this.#columns.cut,
    };
  }

  /** The most frequent first; of equally frequent ones always in the same order. */
  counts(): { readonly origins: readonly OriginCount[]; readonly cut: boolean } {
    const columns = this.#columns.entries();
    const origins = columns.flatMap(([key, { values }]) => {
      const [field, path] = JSON.parse(key) as [ProvenanceField, string];
      return values.entries().map(([value, { count }]) => ({ field, path, value, rows: count }));
    });
    return { origins: origins.sort(byRows), cut: this.#columns.cut || columns.some(([, { values }]) => values.cut) };
  }

  /**
   * Writing a path out for each row took longer than all else here. A column that is displaced later goes on being counted in
   * the cache to no effect: displaced names never come back.
   */
  #columnAt(field: ProvenanceField, path: FieldPath): Column | undefined {
    let step = this.#steps;
    for (const name of path) {
      let next = step.next.get(name);
      if (next === undefined) {
        if (this.#cachedSteps >= maxCachedSteps) return this.#columns.entry(keyOf(field, path));
        this.#cachedSteps++;
        step.next.set(name, (next = newStep()));
      }
      step = next;
    }
    const known = step.columns.get(field);
    if (known !== undefined) return known;
    const column = this.#columns.entry(keyOf(field, path));
    if (column !== undefined) step.columns.set(field, column);
    return column;
  }
}

interface Step {
  readonly next: Map<string | number, Step>;
  readonly columns: Map<ProvenanceField, Column>;
}

function newStep(): Step {
  return { next: new Map(), columns: new Map() };
}

function keyOf(field: ProvenanceField, path: FieldPath): string {
  return JSON.stringify([field, formatPath(path)]);
}

class Count {
  count = 0;
  merge(other: { readonly count: number }): void {
    this.count += other.count;
  }
}

/** The values of one column: bounded each for itself, so that one of many values displaces no other. */
class Column {
  readonly values = new BoundedCounter(maxValues, () => new Count());

  see(value: string, rows: number): void {
    const seen = this.values.entry(value);
    if (seen) seen.count += rows;
  }

  merge(other: { readonly values: BoundedCounter<Count> }): void {
    this.values.merge(other.values.entries(), other.values.cut);
  }

  mergeState(values: readonly (readonly [string, number])[], cut: boolean): void {
    for (const [value, count] of values) this.values.entry(value)?.merge({ count });
    this.values.merge([], cut);
  }
}

function byRows(a: OriginCount, b: OriginCount): number {
  if (a.rows !== b.rows) return b.rows - a.rows;
  return keyOfCount(a) < keyOfCount(b) ? -1 : 1;
}

function keyOfCount({ field, path, value }: OriginCount): string {
  return JSON.stringify([field, path, value]);
}
