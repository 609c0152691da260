import type { Shingle } from './query.ts';
import { mix } from '../kernel/hashBytes.ts';

const firstBase = 0x01000193;
const secondBase = 0x5bd1e995;

/**
 * Gives the distinct shingles of a text as sorted hashes of 53 bits: among a thousand shingles two share one with a chance below 10⁻¹⁰. A
 * text of fewer units than one shingle is a shingle by itself; one without any unit has none. A word is a run of ASCII letters, digits
 * and underscores and of all that is not ASCII, as for the kernel.
 */
export function shingleHasher({ unit, size }: Shingle): (text: string) => Float64Array {
  const ring = new Int32Array(size * 2);
  const firstPower = power(firstBase, size - 1);
  const secondPower = power(secondBase, size - 1);
  // Of use for every text: a new one for each costs more than the hashing.
  let hashes = new Float64Array(4096);
  return text => {
    if (text.length > hashes.length) hashes = new Float64Array(text.length * 2);
    ring.fill(0);
    let first = 0;
    let second = 0;
    let units = 0;
    let place = 0;
    let count = 0;
    for (let at = 0; at < text.length;) {
      const end = unit === 'words' ? wordEnd(text, at) : characterEnd(text, at);
      if (end === at) {
        at++;
        continue;
      }
      let one = 0x811c9dc5 | 0;
      let other = 0x3c6ef372;
      for (; at < end; at++) {
        const code = text.charCodeAt(at);
        one = Math.imul(one ^ code, firstBase);
        other = Math.imul(other ^ code, secondBase);
      }
      one = mix(one);
      other = mix(other);
      first = (Math.imul((first - Math.imul(ring[place] ?? 0, firstPower)) | 0, firstBase) + one) | 0;
      second = (Math.imul((second - Math.imul(ring[place + 1] ?? 0, secondPower)) | 0, secondBase) + other) | 0;
      ring[place] = one;
      ring[place + 1] = other;
      place = place + 2 === ring.length ? 0 : place + 2;
      if (++units >= size) hashes[count++] = combined(first, second);
    }
    if (units > 0 && units < size) hashes[count++] = combined(first + units, second - units);
    return distinct(hashes.subarray(0, count).sort());
  };
}

/** The share of the shingles of either that both have; 0 where one has none. */
export function jaccard(left: Float64Array, right: Float64Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const one = left[i] ?? 0;
    const other = right[j] ?? 0;
    if (one === other) shared++;
    if (one <= other) i++;
    if (other <= one) j++;
  }
  return shared === 0 ? 0 : shared / (left.length + right.length - shared);
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base);
  return result;
}

function combined(first: number, second: number): number {
  return (mix(first) >>> 0) * 2 ** 21 + (mix(second) >>> 11);
}

function distinct(sorted: Float64Array): Float64Array {
  let count = 0;
  for (let at = 0; at < sorted.length; at++) {
    const hash = sorted[at] ?? 0;
    if (at === 0 || hash !== sorted[count - 1]) sorted[count++] = hash;
  }
  // A copy: the whole would keep the room for every character.
  return sorted.slice(0, count);
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isWord(text.charCodeAt(end))) end++;
  return end;
}

function isWord(code: number): boolean {
  const lower = code | 0x20;
  return code >= 0x80 || (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

function characterEnd(text: string, start: number): number {
  return start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
}
