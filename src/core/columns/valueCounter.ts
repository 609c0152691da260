import { HyperLogLog } from './hyperLogLog.ts';
import { textHash } from './textHash.ts';

/** Distinct values of a column that are counted one by one; past that their number is estimated and none is listed. */
export const maxDistinct = 2000;
const shownCharacters = 100;

export type ScalarType = 'string' | 'number' | 'boolean';

/** A value and the rows that have it. */
export interface ValueCount {
  readonly type: ScalarType;
  /** Its first hundred characters. */
  readonly text: string;
  readonly cut: boolean;
  readonly rows: number;
}

export type ValueCounterState =
  | { readonly values: number; readonly counts: readonly (readonly [string, number])[] }
  | { readonly values: number; readonly sketch: Uint8Array };

/**
 * Counts values exactly until there are too many distinct ones, then estimates how many. Which of the two it is, and what it says,
 * depends on the values alone, not on how they were sliced.
 */
export class ValueCounter {
  #values = 0;
  #counts: Map<string, number> | undefined = new Map();
  #sketch: HyperLogLog | undefined;

  add(value: string | number | boolean): void {
    this.#values++;
    this.#count(keyOf(value), 1);
  }

  merge(state: ValueCounterState): void {
    this.#values += state.values;
    if ('sketch' in state) {
      this.#overflow();
      this.#sketch?.merge(state.sketch);
    } else for (const [key, count] of state.counts) this.#count(key, count);
  }

  toState(): ValueCounterState {
    return this.#sketch
      ? { values: this.#values, sketch: this.#sketch.registers }
      : { values: this.#values, counts: [...(this.#counts ?? [])] };
  }

  /** All values, equal ones counted each. */
  get values(): number {
    return this.#values;
  }

  get distinct(): { readonly count: number; readonly exact: boolean } {
    if (!this.#sketch) return { count: this.#counts?.size ?? 0, exact: true };
    // There are more than were counted, and no more than there are values.
    const estimate = Math.round(Math.max(maxDistinct + 1, this.#sketch.estimate()));
    return { count: Math.min(this.#values, estimate), exact: false };
  }

  /** The most frequent values, then by their text; none where there were too many to count. */
  top(limit: number): readonly ValueCount[] {
    const ranked = [...(this.#counts ?? [])].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
    return ranked.slice(0, limit).map(([key, rows]) => ({ ...readKey(key), rows }));
  }

  #count(key: string, times: number): void {
    if (this.#counts === undefined) return this.#sketch?.add(key);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + times);
    if (this.#counts.size > maxDistinct) this.#overflow();
  }

  #overflow(): void {
    if (this.#sketch) return;
    this.#sketch = new HyperLogLog();
    for (const key of this.#counts?.keys() ?? []) this.#sketch.add(key);
    this.#counts = undefined;
  }
}

const types = { s: 'string', n: 'number', b: 'boolean' } as const;

/** Texts that differ have keys that differ; of long ones but for the chance of a 64-bit hash. */
function keyOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return `b${value}`;
  if (typeof value === 'number') return `n${value}`;
  if (value.length <= shownCharacters) return `s${value}`;
  const [high, low] = textHash(value);
  return `S${value.slice(0, shownCharacters)}${high.toString(36)}.${low.toString(36)}.${value.length}`;
}

function readKey(key: string): Omit<ValueCount, 'rows'> {
  if (key.startsWith('S')) return { type: 'string', text: key.slice(1, 1 + shownCharacters), cut: true };
  return { type: types[key.charAt(0) as keyof typeof types], text: key.slice(1), cut: false };
}
