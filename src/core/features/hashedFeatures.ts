import type { SparseVector } from '../statistics/logistic.ts';

/** Places that features are hashed to. */
export const featureDimension = 4096;

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** Gathers named features group by group; each group comes to length 1, so that none drowns another. */
export class FeatureBuilder {
  readonly #sums: readonly FeatureSum[];
  /** By place, of the group at hand. */
  readonly #counts = new Uint16Array(featureDimension);
  /** The places that are not 0, so many of them. */
  readonly #touched = new Uint16Array(featureDimension);
  #size = 0;

  /** Groups are added to each of the sums. */
  constructor(...sums: readonly FeatureSum[]) {
    this.#sums = sums;
  }

  /** Counts one feature of the group at hand. */
  add(name: string, times = 1): void {
    this.#count(folded(hashOf(name)), times);
  }

  /** Counts the feature whose name begins as hashed, and ends in a part of a text. */
  addPart(hash: number, codes: Uint16Array, start: number, end: number): void {
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (codes[i] as number), prime);
    this.#count(folded(hash), 1);
  }

  /** Counts every two and every three neighbours of a text, fewer at its end, each a feature of their characters. */
  addNeighbours(codes: Uint16Array): void {
    const { length } = codes;
    for (let i = 0; i < length; i++) {
      let hash = Math.imul(offsetBasis ^ (codes[i] as number), prime);
      if (i + 1 < length) hash = Math.imul(hash ^ (codes[i + 1] as number), prime);
      this.#count(folded(hash), 1);
      if (i + 2 < length) hash = Math.imul(hash ^ (codes[i + 2] as number), prime);
      this.#count(folded(hash), 1);
    }
  }

  #count(place: number, times: number): void {
    const count = this.#counts[place] as number;
    if (count === 0) this.#touched[this.#size++] = place;
    this.#counts[place] = count + times;
  }

  /** Ends a group whose features are counts: logarithms of them, as the tenth of a habit tells less than the first. */
  endCounts(): void {
    this.#end(logs);
  }

  /** Ends a group. */
  endShares(): void {
    this.#end(plain);
  }

  /** `amounts` are what counts come to. */
  #end(amounts: Float64Array): void {
    const [counts, touched, size] = [this.#counts, this.#touched, this.#size];
    let squares = 0;
    for (let i = 0; i < size; i++) squares += (amounts[counts[touched[i] as number] as number] as number) ** 2;
    const length = Math.sqrt(squares);
    for (const sum of this.#sums) {
      for (let i = 0; i < size; i++) {
        const place = touched[i] as number;
        sum.add(place, (amounts[counts[place] as number] as number) / length);
      }
    }
    for (let i = 0; i < size; i++) counts[touched[i] as number] = 0;
    this.#size = 0;
  }
}

/** Of every count there can be. */
const plain = Float64Array.from({ length: 2 ** 16 }, (_, count) => count);
const logs = plain.map(Math.log1p);

/** What groups come to together. */
export class FeatureSum {
  readonly #parts = new Float64Array(featureDimension);
  /** A bit for each place that is not 0. */
  readonly #places = new Int32Array(featureDimension / 32);
  readonly #order = new Uint16Array(featureDimension);

  add(place: number, share: number): void {
    this.#parts[place] = (this.#parts[place] as number) + share;
    this.#places[place >>> 5] = (this.#places[place >>> 5] as number) | (1 << (place & 31));
  }

  /** What was gathered; then it begins anew. */
  toVector(): SparseVector {
    const parts = this.#parts;
    const places = this.#places;
    let size = 0;
    for (let word = 0; word < places.length; word++) {
      for (let bits = places[word] as number; bits !== 0; bits &= bits - 1) {
        this.#order[size++] = word * 32 + 31 - Math.clz32(bits & -bits);
      }
      places[word] = 0;
    }
    const indices = this.#order.slice(0, size);
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      const place = indices[i] as number;
      values[i] = parts[place] as number;
      parts[place] = 0;
    }
    return { indices, values };
  }
}

/** Of a name or its beginning: FNV-1a over UTF-16 code units. */
export function hashOf(name: string): number {
  let hash = offsetBasis;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), prime);
  return hash;
}

/** The place of a hash. */
function folded(hash: number): number {
  return (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (featureDimension - 1);
}
