/** Sets of rows as the words that `RowSet.toWords` gives, combined without a look at each row. */

/** The rows in any of the sets. */
export function unionOf(sets: readonly Uint32Array[]): Uint32Array {
  const words = new Uint32Array(Math.max(0, ...sets.map(set => set.length)));
  for (const set of sets) for (let at = 0; at < set.length; at++) words[at] = (words[at] ?? 0) | (set[at] ?? 0);
  return words;
}

/** The rows of the first set that are in none of the others. */
export function without(set: Uint32Array, others: readonly Uint32Array[]): Uint32Array {
  const words = set.slice();
  for (const other of others)
    for (let at = 0; at < words.length; at++) words[at] = (words[at] ?? 0) & ~(other[at] ?? 0);
  return words;
}

export function intersectionOf(one: Uint32Array, other: Uint32Array): Uint32Array {
  return one.map((word, at) => word & (other[at] ?? 0));
}

/** The first `rows` rows. */
export function allRows(rows: number): Uint32Array {
  const words = new Uint32Array(Math.ceil(rows / 32)).fill(0xffffffff);
  if (rows % 32 !== 0) words[words.length - 1] = 2 ** (rows % 32) - 1;
  return words;
}

/** How many rows both sets have. */
export function commonRows(one: Uint32Array, other: Uint32Array): number {
  let count = 0;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) count += bitsOf((one[at] ?? 0) & (other[at] ?? 0));
  return count;
}

export function countRows(set: Uint32Array): number {
  return commonRows(set, set);
}

/** The rows of a set from `first` on, renumbered from 0. */
export function rowsFrom(set: Uint32Array, first: number): Uint32Array {
  const shift = first & 31;
  const start = first >>> 5;
  if (shift === 0) return set.slice(start);
  const words = new Uint32Array(Math.max(0, set.length - start));
  for (let at = 0; at < words.length; at++) {
    words[at] = ((set[start + at] ?? 0) >>> shift) | ((set[start + at + 1] ?? 0) << (32 - shift));
  }
  return words;
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
