/** A growing set of row indexes, one bit each: exact for every row of a 20 GB file. */
export class RowSet {
  #words: Uint32Array;
  #size = 0;

  constructor(words: Uint32Array = new Uint32Array(0)) {
    this.#words = words.slice();
    for (const word of words) this.#size += popCount(word);
  }

  /** Number of rows in the set. */
  get size(): number {
    return this.#size;
  }

  add(index: number): void {
    const word = index >>> 5;
    if (word >= this.#words.length) this.#grow(word + 1);
    const before = this.#words[word] ?? 0;
    const after = (before | (1 << (index & 31))) >>> 0;
    if (after !== before) {
      this.#words[word] = after;
      this.#size++;
    }
  }

  has(index: number): boolean {
    return (((this.#words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  /** Adds every row of `other`, shifted by `offset` rows. */
  addAll(other: RowSet, offset: number): void {
    const words = other.#words;
    const first = offset >>> 5;
    const shift = offset & 31;
    if (first + words.length + 1 > this.#words.length) this.#grow(first + words.length + 1);
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? 0;
      if (word === 0) continue;
      this.#addBits(first + i, word << shift);
      if (shift > 0) this.#addBits(first + i + 1, word >>> (32 - shift));
    }
  }

  #addBits(word: number, bits: number): void {
    const before = this.#words[word] ?? 0;
    this.#words[word] = before | bits;
    this.#size += popCount(bits & ~before);
  }

  /** The rows in ascending order. */
  *[Symbol.iterator](): Generator<number> {
    for (let word = 0; word < this.#words.length; word++) {
      let bits = this.#words[word] ?? 0;
      while (bits !== 0) {
        const low = bits & -bits;
        yield word * 32 + (31 - Math.clz32(low));
        bits ^= low;
      }
    }
  }

  /** Up to `count` rows of the set, from its `start`-th on, in ascending order. */
  slice(start: number, count: number): number[] {
    const found: number[] = [];
    let rank = 0;
    for (let word = 0; word < this.#words.length && found.length < count; word++) {
      let bits = this.#words[word] ?? 0;
      const here = popCount(bits);
      if (rank + here <= start) {
        rank += here;
        continue;
      }
      while (bits !== 0 && found.length < count) {
        const low = bits & -bits;
        if (rank >= start) found.push(word * 32 + (31 - Math.clz32(low)));
        rank++;
        bits ^= low;
      }
    }
    return found;
  }

  /** How many rows of the set stand before `index`. */
  rank(index: number): number {
    const last = Math.min(index >>> 5, this.#words.length);
    let rank = 0;
    for (let word = 0; word < last; word++) rank += popCount(this.#words[word] ?? 0);
    return rank + popCount((this.#words[last] ?? 0) & ((1 << (index & 31)) - 1));
  }

  /** The bits, for a border that copies typed arrays. */
  toWords(): Uint32Array {
    return this.#words.slice();
  }

  #grow(length: number): void {
    const words = new Uint32Array(Math.max(length, this.#words.length * 2, 16));
    words.set(this.#words);
    this.#words = words;
  }
}

function popCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
