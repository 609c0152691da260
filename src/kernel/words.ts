import { isDigit } from './bytes';
import { WORD_BYTES, WORD_INDEX, WORD_NEXT, WORD_SETS, WORD_SPANS } from './memory';

const SPAN_BYTES: usize = 24;
const RANK: usize = memory.data<u8>([31]);
const SIXTEEN: usize = memory.data<u8>([16]);
const SMALL: usize = memory.data<u8>([0x20]);
const FIRST_LETTER: usize = memory.data<u8>([0x61]);
const LAST_LETTER: usize = memory.data<u8>([25]);
const BACKSLASH: usize = memory.data<u8>([0x5c]);

// Sixteen places at a time: a bit per set of words that may begin with the four bytes there; then one by one.
export function findWords(from: usize, stop: usize, wanted: i32): i32 {
  if (stop - from < 3) return 0;
  // Whatever stands before it.
  let found = wordsAt(from, stop, wanted);
  const small0 = v128.load(WORD_SETS);
  const large0 = v128.load(WORD_SETS, 16);
  const small1 = v128.load(WORD_SETS, 32);
  const large1 = v128.load(WORD_SETS, 48);
  const small2 = v128.load(WORD_SETS, 64);
  const large2 = v128.load(WORD_SETS, 80);
  const small3 = v128.load(WORD_SETS, 96);
  const large3 = v128.load(WORD_SETS, 112);
  const rank = v128.load8_splat(RANK);
  const sixteen = v128.load8_splat(SIXTEEN);
  const zero = i8x16.splat(0);
  const small = v128.load8_splat(SMALL);
  const firstLetter = v128.load8_splat(FIRST_LETTER);
  const lastLetter = v128.load8_splat(LAST_LETTER);
  const backslash = v128.load8_splat(BACKSLASH);
  const last = stop - 3;
  // Bits of the sixteen places before.
  let lettersBefore: i32 = 0;
  let escapesBefore: i32 = 0;
  // Written out, since no engine puts one function of a module into another.
  for (let at = from; at <= last; at += 16) {
    const bytes = v128.load(at);
    const letter = i8x16.sub(v128.or(bytes, small), firstLetter);
    const letters = i8x16.bitmask(i8x16.eq(i8x16.min_u(letter, lastLetter), letter));
    const escapes = i8x16.bitmask(i8x16.eq(bytes, backslash));
    // Where no letter stands before, or one of an escape.
    const runs = escapesBefore | (escapes << 16);
    const ends = ~((letters << 1) | (lettersBefore >>> 15)) | ((runs << 2) >>> 16) | ((runs << 6) >>> 16);
    lettersBefore = letters;
    escapesBefore = escapes;
    const begins = letters & ends;
    if (begins == 0) continue;
    const first = v128.and(bytes, rank);
    const second = v128.and(v128.load(at, 1), rank);
    const third = v128.and(v128.load(at, 2), rank);
    const fourth = v128.and(v128.load(at, 3), rank);
    // Of a table of thirty-two: past sixteen the first half gives nothing, before it the second.
    const sets = v128.and(
      v128.and(
        v128.or(i8x16.swizzle(small0, first), i8x16.swizzle(large0, i8x16.sub(first, sixteen))),
        v128.or(i8x16.swizzle(small1, second), i8x16.swizzle(large1, i8x16.sub(second, sixteen))),
      ),
      v128.and(
        v128.or(i8x16.swizzle(small2, third), i8x16.swizzle(large2, i8x16.sub(third, sixteen))),
        v128.or(i8x16.swizzle(small3, fourth), i8x16.swizzle(large3, i8x16.sub(fourth, sixteen))),
      ),
    );
    let mask = begins & ~i8x16.bitmask(i8x16.eq(sets, zero));
    while (mask != 0) {
      const place = at + <usize>ctz(mask);
      mask &= mask - 1;
      if (place > last) return found;
      const two = WORD_NEXT + ((<usize>(rankOf(load<u8>(place)) * 32 + rankOf(load<u8>(place, 1)))) << 3);
      const third = load<u32>(two) >> (load<u8>(place, 2) & 31);
      const fourth = load<u32>(two, 4) >> (load<u8>(place, 3) & 31);
      if ((third & fourth & 1) == 0 || !isBoundary(from, place)) continue;
      found |= wordsAt(place, stop, wanted & ~found);
      if (found == wanted) return found;
    }
  }
  return found;
}

function isBoundary(from: usize, at: usize): bool {
  if (at == from) return true;
  const before = load<u8>(at - 1);
  if (before >= 0x80 || !isOfWord(before)) return true;
  return (at - 2 >= from && load<u8>(at - 2) == 0x5c) || (at - 6 >= from && load<u8>(at - 6) == 0x5c);
}

// The words that may stand there, as the bits of those who want them.
function wordsAt(at: usize, stop: usize, wanted: i32): i32 {
  const place = WORD_INDEX + ((<usize>(rankOf(load<u8>(at)) * 32 + rankOf(load<u8>(at, 1)))) << 1);
  const last = <usize>load<u16>(place, 2);
  // In small letters.
  const letters = load<i32>(at) | 0x20202020;
  let found: i32 = 0;
  // Where the text left the last word that was compared, and how many bytes the words since have in common with it.
  let left: i32 = i32.MAX_VALUE;
  let shared: i32 = 0;
  for (let word = <usize>load<u16>(place); word < last; word++) {
    const span = WORD_SPANS + word * SPAN_BYTES;
    shared = min(shared, load<i32>(span, 20));
    if (shared > left || (letters & load<i32>(span, 16)) != load<i32>(span, 12)) continue;
    const who = load<i32>(span, 8) & wanted;
    if ((who & ~found) == 0) continue;
    left = leaves(at, stop, WORD_BYTES + <usize>load<i32>(span), load<i32>(span, 4));
    shared = i32.MAX_VALUE;
    if (left == i32.MAX_VALUE) found |= who;
  }
  return found;
}

// At which byte of a word the text is another; the largest number where the word may stand there.
function leaves(start: usize, stop: usize, word: usize, length: i32): i32 {
  let at = start;
  for (let step: i32 = 0; step < length; step++, at++) {
    if (at >= stop) return step;
    const expected = load<u8>(word + <usize>step);
    const got = load<u8>(at);
    const isLetter = expected >= 0x61 && expected <= 0x7a;
    if (got == expected || (isLetter && (got | 0x20) == expected)) {
      if (expected == 0x20) while (at + 1 < stop && load<u8>(at, 1) == 0x20) at++;
      continue;
    }
    // The first four letters of a word must stand as they are.
    if ((got < 0x80 && got != 0x5c) || (step < 4 && isLetter)) return step;
    return i32.MAX_VALUE;
  }
  if (at >= stop) return i32.MAX_VALUE;
  const after = load<u8>(at);
  return after >= 0x80 || !isOfWord(after) ? i32.MAX_VALUE : length;
}

// 1 to 26 for a letter, whatever its case; 0 for what is none.
function rankOf(code: u8): i32 {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? <i32>lower - 0x60 : 0;
}

function isOfWord(code: u8): bool {
  return rankOf(code) != 0 || isDigit(code) || code == 0x5f;
}
