import { bits, bitsOf } from './bits';
import { isAscii } from './bytes';
import { BLOCK, LITERAL, LITERAL_MASKS, PAIRS, RESULTS } from './memory';

const MAX_FOUND: i32 = 4096;
const ROWS_BETWEEN: i32 = 64;
const BYTES_BETWEEN: i32 = 64 * 1024;

const NEWLINE: usize = memory.data<u8>([10]);
const BACKSLASH: usize = memory.data<u8>([0x5c]);
// Of \u00.. the second zero is rarer after a backslash than the u.
const ANY_ESCAPE: usize = memory.data<u8>([0x75]);
const ASCII_ESCAPE: usize = memory.data<u8>([0x30]);

// Sixty-four places at a time: where two bytes of the literal stand as far apart as in it, or what may begin an escape.
export function findRows(start: i32, end: i32, length: i32, first: i32, second: i32, anyEscape: bool): i32 {
  const stop = BLOCK + <usize>end;
  const atFirst = <usize>first;
  const atSecond = <usize>second;
  const one = v128.load8_splat(LITERAL + atFirst);
  const oneMask = v128.load8_splat(LITERAL_MASKS + atFirst);
  const other = v128.load8_splat(LITERAL + atSecond);
  const otherMask = v128.load8_splat(LITERAL_MASKS + atSecond);
  const newline = v128.load8_splat(NEWLINE);
  const backslash = v128.load8_splat(BACKSLASH);
  const mark = v128.load8_splat(anyEscape ? ANY_ESCAPE : ASCII_ESCAPE);
  const toMark: usize = anyEscape ? 1 : 3;
  let rows: i32 = 0;
  let found: i32 = 0;
  let at = BLOCK + <usize>start;
  while (at < stop && found < MAX_FOUND) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const left = stop - at;
    const within: u64 = left < 64 ? ((<u64>1) << left) - 1 : -1;
    const newlines = bitsOf(newline, a, b, c, d) & within;
    const ofA = v128.or(
      v128.and(stand(at + atFirst, one, oneMask), stand(at + atSecond, other, otherMask)),
      v128.and(i8x16.eq(a, backslash), i8x16.eq(v128.load(at + toMark), mark)),
    );
    const ofB = v128.or(
      v128.and(stand(at + atFirst + 16, one, oneMask), stand(at + atSecond + 16, other, otherMask)),
      v128.and(i8x16.eq(b, backslash), i8x16.eq(v128.load(at + toMark, 16), mark)),
    );
    const ofC = v128.or(
      v128.and(stand(at + atFirst + 32, one, oneMask), stand(at + atSecond + 32, other, otherMask)),
      v128.and(i8x16.eq(c, backslash), i8x16.eq(v128.load(at + toMark, 32), mark)),
    );
    const ofD = v128.or(
      v128.and(stand(at + atFirst + 48, one, oneMask), stand(at + atSecond + 48, other, otherMask)),
      v128.and(i8x16.eq(d, backslash), i8x16.eq(v128.load(at + toMark, 48), mark)),
    );
    if (!v128.any_true(v128.or(v128.or(ofA, ofB), v128.or(ofC, ofD)))) {
      rows += <i32>popcnt(newlines);
      at += 64;
      continue;
    }
    let next = at + 64;
    let ended = newlines;
    for (let places = bits(ofA, ofB, ofC, ofD) & within; places != 0; places &= places - 1) {
      const step = ctz(places);
      const place = at + <usize>step;
      const isEscape = load<u8>(place) == 0x5c && isEscapeOf(place, stop, anyEscape);
      if (!isEscape && !isLiteral(place, stop, length)) continue;
      ended &= ((<u64>1) << step) - 1;
      const pair = PAIRS + ((<usize>found) << 3);
      store<i32>(pair, rows + <i32>popcnt(ended));
      store<i32>(pair, ((<i32>(place - BLOCK)) << 1) | (<i32>isEscape), 4);
      found++;
      next = newlineAfter(place, stop);
      if (next < stop) {
        rows++;
        next++;
      }
      break;
    }
    rows += <i32>popcnt(ended);
    at = next;
  }
  store<i32>(RESULTS, rows, 4);
  store<i32>(RESULTS, <i32>(min(at, stop) - BLOCK), 8);
  return found;
}

function stand(at: usize, byte: v128, mask: v128): v128 {
  return i8x16.eq(v128.or(v128.load(at), mask), byte);
}

function isEscapeOf(at: usize, stop: usize, any: bool): bool {
  if (load<u8>(at, 1) != 0x75) return false;
  return any ? at + 2 <= stop : at + 5 <= stop && isAscii(at);
}

function isLiteral(at: usize, stop: usize, length: i32): bool {
  if (at + <usize>length > stop) return false;
  for (let i: usize = 0; i < <usize>length; i++) {
    if ((load<u8>(at + i) | load<u8>(LITERAL_MASKS + i)) != load<u8>(LITERAL + i)) return false;
  }
  return true;
}

function newlineAfter(from: usize, stop: usize): usize {
  const newline = i8x16.splat(10);
  for (let at = from; at < stop; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (mask != 0) return min(at + <usize>ctz(mask), stop);
  }
  return stop;
}

export function findCheckpoints(start: i32, end: i32, rows: i32, bytes: i32): i32 {
  const newline = i8x16.splat(10);
  const from = BLOCK + <usize>start;
  const stop = BLOCK + <usize>end;
  let lastRow = -rows;
  // Where the last row that is kept starts, counted from `from`.
  let last = -bytes;
  let row: i32 = 0;
  let found: i32 = 0;
  for (let at = from; at < stop; at += 64) {
    const a = i8x16.eq(v128.load(at), newline);
    const b = i8x16.eq(v128.load(at, 16), newline);
    const c = i8x16.eq(v128.load(at, 32), newline);
    const d = i8x16.eq(v128.load(at, 48), newline);
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue;
    let mask =
      (<u64>(<u32>i8x16.bitmask(a))) |
      ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
      ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
      ((<u64>(<u32>i8x16.bitmask(d))) << 48);
    const left = <u64>(stop - at);
    if (left < 64) mask &= ((<u64>1) << left) - 1;
    const place = <i32>(at - from);
    const count = <i32>popcnt(mask);
    if (row + count - lastRow < ROWS_BETWEEN && place + 64 - last < BYTES_BETWEEN) {
      row += count;
      continue;
    }
    for (; mask != 0; mask &= mask - 1) {
      const rowStart = place + <i32>ctz(mask) + 1;
      row++;
      if (row - lastRow < ROWS_BETWEEN && rowStart - last < BYTES_BETWEEN) continue;
      lastRow = row;
      last = rowStart;
      const pair = PAIRS + ((<usize>found) << 3);
      store<i32>(pair, row);
      store<i32>(pair, rowStart, 4);
      found++;
    }
  }
  store<i32>(RESULTS, row, 4);
  return found;
}
