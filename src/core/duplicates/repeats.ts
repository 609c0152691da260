import { memberKinds, type MemberKind } from './clusters.ts';
import type { DuplicateResult } from './result.ts';
import { textsOf } from './words.ts';

/** A row that repeats another of its file. */
export interface Repeat {
  readonly kind: Exclude<MemberKind, 'kept'>;
  /** From 0, in order of size. */
  readonly cluster: number;
  /** The row of the cluster that is kept, from 0. */
  readonly kept: number;
  /** To the kept row. */
  readonly similarity: number;
  /** The row through which it belongs to the cluster, from 0. */
  readonly via: number;
}

/** The rows of one file that repeat another: all of its clusters but the kept ones. */
export class Repeats {
  /** Rows that were compared. */
  readonly examined: number;
  readonly #result: DuplicateResult;
  /** Places among the members, by row. */
  readonly #order: Uint32Array;

  constructor(result: DuplicateResult) {
    this.#result = result;
    this.examined = textsOf(result.counts);
    const { rows, kinds } = result.clusters;
    const repeats = rows.reduce((count, _, at) => (kinds[at] === 0 ? count : count + 1), 0);
    this.#order = new Uint32Array(repeats);
    let next = 0;
    for (let at = 0; at < rows.length; at++) if (kinds[at] !== 0) this.#order[next++] = at;
    this.#order.sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
  }

  /** In ascending order. */
  *rows(): Generator<number> {
    for (const at of this.#order) yield this.#result.clusters.rows[at] ?? 0;
  }

  of(row: number): Repeat | undefined {
    const { rows, kinds, similarity, via, starts } = this.#result.clusters;
    const at = this.#order[lowest(this.#order.length, place => (rows[this.#order[place] ?? 0] ?? 0) >= row)];
    const kind = memberKinds[at === undefined ? 0 : (kinds[at] ?? 0)] ?? 'kept';
    if (at === undefined || rows[at] !== row || kind === 'kept') return undefined;
    const cluster = lowest(starts.length, place => (starts[place] ?? 0) > at) - 1;
    return {
      kind,
      cluster,
      kept: rows[starts[cluster] ?? 0] ?? 0,
      similarity: similarity[at] ?? 0,
      via: via[at] ?? 0,
    };
  }
}

/** The lowest number below `end` from which on something holds; `end` where it never does. */
function lowest(end: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
