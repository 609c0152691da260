import { bits, bitsOf } from './bits';
import { isDigit } from './bytes';
import { WORD_BITS, WORD_BYTES, WORD_HEADS, WORD_INDEX, WORD_SLOTS, WORD_SPANS } from './memory';

const SPAN_BYTES: usize = 24;
const HEAD_BYTES: usize = 16;
const HASH_FACTOR: u32 = 0x9e3779b1;
const SMALL: usize = memory.data<u8>([0x20]);
const FIRST_LETTER: usize = memory.data<u8>([0x61]);
const LAST_LETTER: usize = memory.data<u8>([25]);
const BACKSLASH: usize = memory.data<u8>([0x5c]);

const ONES: u64 = 0x0101010101010101;
const HIGHS: u64 = 0x8080808080808080;
const BACKSLASHES: u64 = 0x5c5c5c5c5c5c5c5c;
const SPACES: u64 = 0x2020202020202020;

// Sixty-four places at a time: where words may begin, and of those, one by one, whether some word begins with the four bytes there.
export function findWords(from: usize, stop: usize, wanted: i32): i32 {
  if (stop - from < 3) return 0;
  const backslash = v128.load8_splat(BACKSLASH);
  const last = stop - 3;
  let found: i32 = 0;
  // Bits of the sixty-four places before.
  let lettersBefore: u64 = 0;
  let escapesBefore: u64 = 0;
  for (let at = from; at <= last; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const letters = bits(letter(a), letter(b), letter(c), letter(d));
    const escapes = bitsOf(backslash, a, b, c, d);
    // Where no letter stands before, or one of an escape.
    const ends =
      ~((letters << 1) | (lettersBefore >> 63)) |
      ((escapes << 2) | (escapesBefore >> 62)) |
      ((escapes << 6) | (escapesBefore >> 58));
    let begins = letters & ends;
    lettersBefore = letters;
    escapesBefore = escapes;
    const left = <u64>(last - at);
    if (left < 63) begins &= (2 << left) - 1;
    if (begins == 0) continue;
    // Where a character beyond ASCII or an escape is one of the next three, anything may be written.
    const next = v128.load(at, 64);
    const others = bits(a, b, c, d) | escapes;
    const otherNext = <u64>(i8x16.bitmask(next) | i8x16.bitmask(i8x16.eq(next, backslash)));
    let open: u64 = 0;
    if ((others | otherNext) != 0) {
      open =
        (others >> 1) | (otherNext << 63) | ((others >> 2) | (otherNext << 62)) | ((others >> 3) | (otherNext << 61));
    }
    for (let rest = begins; rest != 0; rest &= rest - 1) {
      const step = ctz(rest);
      const place = at + <usize>step;
      const hash = ((load<u32>(place) | 0x20202020) * HASH_FACTOR) >> 16;
      const isKnown = load<u32>(WORD_BITS + ((<usize>(hash >> 5)) << 2)) >> (hash & 31);
      if (((isKnown | (<u32>(open >> step))) & 1) == 0 || !isBoundary(from, place)) continue;
      found |= wordsAt(place, stop, wanted & ~found);
      if (found == wanted) return found;
    }
  }
  return found;
}

function letter(bytes: v128): v128 {
  const rank = i8x16.sub(v128.or(bytes, v128.load8_splat(SMALL)), v128.load8_splat(FIRST_LETTER));
  return i8x16.eq(i8x16.min_u(rank, v128.load8_splat(LAST_LETTER)), rank);
}

function isBoundary(from: usize, at: usize): bool {
  if (at == from) return true;
  const before = load<u8>(at - 1);
  if (before >= 0x80 || !isOfWord(before)) return true;
  return (at - 2 >= from && load<u8>(at - 2) == 0x5c) || (at - 6 >= from && load<u8>(at - 6) == 0x5c);
}

// The words that may stand there, as the bits of those who want them: of the heads that the text has there, as far as it is ASCII, no
// escape, and without a second space.
function wordsAt(at: usize, stop: usize, wanted: i32): i32 {
  const eight = load<u64>(at);
  const spaces = zeros(eight ^ SPACES);
  const others = (eight & HIGHS) | zeros(eight ^ BACKSLASHES) | (spaces & (spaces << 8));
  if ((others & 0x808080) != 0) {
    const place = WORD_INDEX + ((<usize>(rankOf(load<u8>(at)) * 32 + rankOf(load<u8>(at, 1)))) << 1);
    return wordsOf(load<u16>(place), load<u16>(place, 2), at, stop, wanted);
  }
  const known: u64 = others == 0 ? ~(<u64>0) : ((<u64>1) << (ctz(others) - 7)) - 1;
  const small = eight | SPACES;
  let found: i32 = 0;
  let head = <usize>load<u16>(WORD_SLOTS + ((<usize>((((<u32>small) & 0xffffff) * HASH_FACTOR) >> 20)) << 1));
  while (head != 0) {
    const place = WORD_HEADS + (head - 1) * HEAD_BYTES;
    head = <usize>load<u16>(place, 12);
    const its = ~(<u64>0) >> (64 - ((<u64>load<u16>(place, 14)) << 3));
    if (((small ^ load<u64>(place)) & known & its) != 0) continue;
    found |= wordsOf(load<u16>(place, 8), load<u16>(place, 10), at, stop, wanted & ~found);
  }
  return found;
}

// The highest bit of each byte that is zero, and now and then of one above such a byte.
function zeros(bytes: u64): u64 {
  return (bytes - ONES) & ~bytes & HIGHS;
}

// The same of some words, in the order in which they stand.
function wordsOf(first: u32, end: u32, at: usize, stop: usize, wanted: i32): i32 {
  // In small letters.
  const letters = load<i32>(at) | 0x20202020;
  let found: i32 = 0;
  // Where the text left the last word that was compared, and how many bytes the words since have in common with it.
  let left: i32 = i32.MAX_VALUE;
  let shared: i32 = 0;
  for (let word = <usize>first; word < <usize>end; word++) {
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
