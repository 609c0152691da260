/** What rows of a file are told apart and matched by. */
export interface RowDigests {
  readonly rows: number;
  /** 128 bits of the SHA-256 of the row's bytes: four words a row. */
  readonly bytes: Uint32Array;
  /** 64 bits of the key column's value, two words a row; zeros where a row has none. */
  readonly keys: Uint32Array;
  /** The same of the prompt. */
  readonly prompts: Uint32Array;
}

/** Rows of both files by number, from 0: one pair after the other, in the order of the first file. */
export interface RowMatches {
  /** Rows that both files have, byte for byte. */
  readonly same: number;
  /** Those of them that stand elsewhere among the others: the fewest whose removal leaves the same order. */
  readonly moved: Uint32Array;
  /** Rows of the same key, or else of the same prompt, with other bytes. */
  readonly changedByKey: Uint32Array;
  readonly changedByPrompt: Uint32Array;
  readonly removed: Uint32Array;
  readonly added: Uint32Array;
  /** Whether the key column names each row of either file once; else no row was matched by it. */
  readonly keyIsUnique: boolean;
}

/**
 * Matches the rows of two files: by their exact bytes, equal ones in order; then by key, where it is unique in both; then by
 * prompt, equal ones in order. What is left was removed or added.
 */
export function matchRows(left: RowDigests, right: RowDigests): RowMatches {
  const leftRest = allOf(left.rows);
  const rightRest = allOf(right.rows);
  const same = pairUp(leftRest, rightRest, digestPairing(left.bytes, right.bytes, 4));
  const keyIsUnique = isUnique(left.keys) && isUnique(right.keys);
  const none = { pairs: new Uint32Array(0), left: same.left, right: same.right };
  const byKey = keyIsUnique ? pairUp(same.left, same.right, digestPairing(left.keys, right.keys, 2)) : none;
  const byPrompt = pairUp(byKey.left, byKey.right, digestPairing(left.prompts, right.prompts, 2));
  return {
    same: same.pairs.length / 2,
    moved: movedOf(same.pairs),
    changedByKey: byKey.pairs,
    changedByPrompt: byPrompt.pairs,
    removed: byPrompt.left,
    added: byPrompt.right,
    keyIsUnique,
  };
}

interface Pairing {
  /** Numbers that equal rows share; rows that share one need not be equal. Undefined: a row that matches none. */
  leftKey(row: number): number | undefined;
  rightKey(row: number): number | undefined;
  equal(left: number, right: number): boolean;
}

interface Paired {
  readonly pairs: Uint32Array;
  /** The rows without a match. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

function pairUp(left: Uint32Array, right: Uint32Array, pairing: Pairing): Paired {
  // Rows of the right file that share a number, as chains in ascending order.
  const first = new Map<number, number>();
  const next = new Int32Array(right.length).fill(-1);
  for (let at = right.length - 1; at >= 0; at--) {
    const key = pairing.rightKey(right[at] ?? 0);
    if (key === undefined) continue;
    next[at] = first.get(key) ?? -1;
    first.set(key, at);
  }
  const pairs: number[] = [];
  const taken = new Uint8Array(right.length);
  const alone: number[] = [];
  for (const row of left) {
    const key = pairing.leftKey(row);
    let before = -1;
    let at = key === undefined ? -1 : (first.get(key) ?? -1);
    while (at >= 0 && !pairing.equal(row, right[at] ?? 0)) {
      before = at;
      at = next[at] ?? -1;
    }
    if (at < 0 || key === undefined) {
      alone.push(row);
      continue;
    }
    const after = next[at] ?? -1;
    if (before < 0) first.set(key, after);
    else next[before] = after;
    taken[at] = 1;
    pairs.push(row, right[at] ?? 0);
  }
  return {
    pairs: Uint32Array.from(pairs),
    left: Uint32Array.from(alone),
    right: right.filter((_, at) => taken[at] === 0),
  };
}

function digestPairing(left: Uint32Array, right: Uint32Array, words: 2 | 4): Pairing {
  return {
    leftKey: row => shortKey(left, row * words),
    rightKey: row => shortKey(right, row * words),
    equal(one, other) {
      for (let word = 0; word < words; word++) {
        if (left[one * words + word] !== right[other * words + word]) return false;
      }
      return true;
    },
  };
}

/** 53 bits of a digest, as a number that is exact; undefined for zeros. */
function shortKey(digests: Uint32Array, at: number): number | undefined {
  const [high, low] = [digests[at] ?? 0, digests[at + 1] ?? 0];
  return high === 0 && low === 0 ? undefined : high * 2 ** 21 + (low >>> 11);
}

/** Whether some row has a key and no two have the same. */
function isUnique(keys: Uint32Array): boolean {
  const seen = new Set<number>();
  for (let at = 0; at < keys.length; at += 2) {
    const key = shortKey(keys, at);
    if (key === undefined) continue;
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return seen.size > 0;
}

/** The pairs that are not of a longest run in which both files have the same order. */
function movedOf(pairs: Uint32Array): Uint32Array {
  const count = pairs.length / 2;
  // Of the runs of each length the one that ends lowest, and the pair before each in its run.
  const ends: number[] = [];
  const before = new Int32Array(count).fill(-1);
  const target = (pair: number): number => pairs[pair * 2 + 1] ?? 0;
  for (let pair = 0; pair < count; pair++) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (target(ends[middle] ?? 0) < target(pair)) low = middle + 1;
      else high = middle;
    }
    before[pair] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = pair;
  }
  const stayed = new Uint8Array(count);
  for (let pair = ends.at(-1) ?? -1; pair >= 0; pair = before[pair] ?? -1) stayed[pair] = 1;
  return pairs.filter((_, at) => stayed[at >>> 1] === 0);
}

function allOf(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}
