import type { SparseVector } from '../statistics/logistic.ts';

/** Places that features are hashed to. */
export const featureDimension = 4096;

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** Gathers named features group by group; each group comes to length 1, so that none drowns another. */
export class FeatureBuilder {
  readonly #sum = new Float64Array(featureDimension);
  readonly #group = new Float64Array(featureDimension);
  /** The places of the group that are not 0. */
  readonly #touched: number[] = [];
  /** A bit for each place of the sum that is not 0. */
  readonly #places = new Int32Array(featureDimension / 32);
  readonly #order = new Uint16Array(featureDimension);

  /** Counts one feature of the group at hand. */
  add(name: string, amount = 1): void {
    this.addPart(name, 0, name.length, amount);
  }

  /** Counts the feature named by a part of a text, without a copy of it: runs on every character. */
  addPart(text: string, start: number, end: number, amount = 1): void {
    const place = placeOf(text, start, end);
    const count = this.#group[place] ?? 0;
    if (count === 0) this.#touched.push(place);
    this.#group[place] = count + amount;
  }

  /** Ends a group whose features are counts: logarithms of them, as the tenth of a habit tells less than the first. */
  endCounts(): void {
    for (const place of this.#touched) this.#group[place] = Math.log1p(this.#group[place] ?? 0);
    this.endShares();
  }

  /** Ends a group. */
  endShares(): void {
    let squares = 0;
    for (const place of this.#touched) squares += (this.#group[place] ?? 0) ** 2;
    for (const place of this.#touched) {
      this.#sum[place] = (this.#sum[place] ?? 0) + (this.#group[place] ?? 0) / Math.sqrt(squares);
      this.#group[place] = 0;
      this.#places[place >>> 5] = (this.#places[place >>> 5] ?? 0) | (1 << (place & 31));
    }
    this.#touched.length = 0;
  }

  /** What was gathered; then it begins anew. */
  toVector(): SparseVector {
    const sum = this.#sum;
    const places = this.#places;
    let size = 0;
    for (let word = 0; word < places.length; word++) {
      for (let bits = places[word] ?? 0; bits !== 0; bits &= bits - 1) {
        this.#order[size++] = word * 32 + 31 - Math.clz32(bits & -bits);
      }
      places[word] = 0;
    }
    const indices = this.#order.slice(0, size);
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      const place = indices[i] ?? 0;
      values[i] = sum[place] ?? 0;
      sum[place] = 0;
    }
    return { indices, values };
  }
}

/** The place of a named feature: FNV-1a over UTF-16 code units, folded to the dimension. */
function placeOf(text: string, start: number, end: number): number {
  let hash = offsetBasis;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), prime);
  return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (featureDimension - 1);
}
