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
    this.#count(placeOf(name), amount);
  }

  /** Counts every two and every three neighbours of a text, fewer at its end, each a feature of their characters. */
  addNeighbours(text: string): void {
    const { length } = text;
    for (let i = 0; i < length; i++) {
      let hash = Math.imul(offsetBasis ^ text.charCodeAt(i), prime);
      if (i + 1 < length) hash = Math.imul(hash ^ text.charCodeAt(i + 1), prime);
      this.#count(folded(hash), 1);
      if (i + 2 < length) hash = Math.imul(hash ^ text.charCodeAt(i + 2), prime);
      this.#count(folded(hash), 1);
    }
  }

  #count(place: number, amount: number): void {
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
function placeOf(name: string): number {
  let hash = offsetBasis;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), prime);
  return folded(hash);
}

function folded(hash: number): number {
  return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (featureDimension - 1);
}
