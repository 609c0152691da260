import type { SparseVector } from '../statistics/logistic.ts';

/** Places that features are hashed to. */
export const featureDimension = 4096;

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** The place of a named feature: FNV-1a over UTF-16 code units, folded to the dimension. */
function placeOf(name: string): number {
  let hash = offsetBasis;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), prime);
  return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (featureDimension - 1);
}

/** Gathers named features group by group; each group comes to length 1, so that none drowns another. */
export class FeatureBuilder {
  readonly #sum = new Map<number, number>();
  readonly #group = new Map<number, number>();

  /** Counts one feature of the group at hand. */
  add(name: string, amount = 1): void {
    const place = placeOf(name);
    this.#group.set(place, (this.#group.get(place) ?? 0) + amount);
  }

  /** Ends a group whose features are counts: logarithms of them, as the tenth of a habit tells less than the first. */
  endCounts(): void {
    for (const [place, count] of this.#group) this.#group.set(place, Math.log1p(count));
    this.endShares();
  }

  /** Ends a group. */
  endShares(): void {
    let squares = 0;
    for (const value of this.#group.values()) squares += value * value;
    const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
    for (const [place, value] of this.#group) this.#sum.set(place, (this.#sum.get(place) ?? 0) + value * scale);
    this.#group.clear();
  }

  toVector(): SparseVector {
    const entries = [...this.#sum].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b);
    return {
      indices: Uint16Array.from(entries, ([place]) => place),
      values: Float32Array.from(entries, ([, value]) => value),
    };
  }
}
