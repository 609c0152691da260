// AssemblyScript: the kernel of src/core/kernel/plainKernel.ts, sixteen bytes at a time. What it answers is written there; where
// things stand in memory, in memory.ts beside it.

const NODES: usize = 64 * 1024;
const PIECES: usize = 192 * 1024;
const SLOTS: usize = 448 * 1024;
const RESULTS: usize = 452 * 1024;
const WORD_INDEX: usize = 453 * 1024;
const WORD_SPANS: usize = 454 * 1024;
const WORD_BYTES: usize = 512 * 1024;
const NIBBLES: usize = 575 * 1024;
const WINDOWS: usize = 576 * 1024;
const BLOCK: usize = 704 * 1024;
const LITERAL: usize = 1217 * 1024;
const LITERAL_MASKS: usize = 1218 * 1024;
const PAIRS: usize = 1219 * 1024;
const MAX_FOUND: i32 = 4096;
const ROWS_BETWEEN: i32 = 64;
const BYTES_BETWEEN: i32 = 64 * 1024;
const NODE_BYTES: usize = 24;
const MAX_SLOTS: i32 = 64;
const ANY_CLASS: i32 = -1;
const SHORT_STRING: i32 = 48;

const END: i32 = 0;
const LONG_STRING: i32 = 2;
const NUMBER: i32 = 3;

const WIDE: i32 = 1;
const ESCAPED: i32 = 2;
const ASCII_ESCAPED: i32 = 4;

// Of the last string that was read.
let flags: i32 = 0;

export function match(start: i32, end: i32): i32 {
  // No string and no piece holds a newline, so nothing runs past the end. What stands after whole lines is not touched.
  if (load<u8>(BLOCK + <usize>end - 1) != 10) store<u8>(BLOCK + <usize>end, 10);
  let at: usize = BLOCK + <usize>start;
  let before: i32 = ANY_CLASS;
  let slot: i32 = 0;
  let node: i32 = <i32>(NODE_BYTES >> 2);
  while (node != 0) {
    const place = NODES + ((<usize>node) << 2);
    const wanted = load<i32>(place);
    const length = <usize>load<i32>(place, 8);
    if ((wanted != ANY_CLASS && wanted != before) || !same(at, PIECES + <usize>load<i32>(place, 4), length)) {
      node = load<i32>(place, 20);
      continue;
    }
    const stop = at + length;
    const kind = load<i32>(place, 12);
    if (kind == END) {
      if (load<u8>(stop) == 10) {
        store<i32>(RESULTS, <i32>(stop - BLOCK));
        return load<i32>(place, 16);
      }
      node = load<i32>(place, 20);
      continue;
    }
    const slotEnd = kind == NUMBER ? skipNumber(stop) : skipString(stop);
    if (slotEnd == 0 || slot == MAX_SLOTS) return -1;
    if (kind == LONG_STRING && <i32>(slotEnd - stop) <= SHORT_STRING) {
      node = load<i32>(place, 20);
      continue;
    }
    const out = SLOTS + <usize>slot * 12;
    store<i32>(out, <i32>(stop - BLOCK));
    store<i32>(out, <i32>(slotEnd - BLOCK), 4);
    store<i32>(out, kind == NUMBER ? 0 : flags, 8);
    slot++;
    before = kind == NUMBER ? 0 : textClass(stop, slotEnd);
    at = slotEnd;
    node = load<i32>(place, 16);
  }
  return -1;
}

// Reads up to fifteen bytes past either end, within memory.
function same(left: usize, right: usize, length: usize): bool {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(left + i), v128.load(right + i))) != 0xffff) return false;
  }
  const rest = length - i;
  if (rest == 0) return true;
  const mask: i32 = (1 << (<i32>rest)) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(left + i), v128.load(right + i))) & mask) == mask;
}

// 0 where the string is none.
function skipString(start: usize): usize {
  let at = start;
  flags = 0;
  while (true) {
    const bytes = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      // As signed numbers, bytes beyond ASCII are below the space too.
      i8x16.lt_s(bytes, i8x16.splat(0x20)),
    );
    let mask = i8x16.bitmask(special);
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(mask);
    const code = load<u8>(at);
    if (code == 0x22) return at;
    if (code < 0x20) return 0;
    let length: usize;
    if (code == 0x5c) {
      flags |= ESCAPED;
      length = escapeLength(at);
    } else {
      flags |= WIDE;
      // Texts in other scripts go on in them.
      length = characterLength(at);
      while (length != 0 && load<u8>(at + length) >= 0x80) {
        at += length;
        length = characterLength(at);
      }
    }
    if (length == 0) return 0;
    at += length;
  }
}

function escapeLength(at: usize): usize {
  const letter = load<u8>(at, 1);
  if (letter == 0x75) {
    if (isAscii(at)) flags |= ASCII_ESCAPED;
    return isHex(load<u8>(at, 2)) && isHex(load<u8>(at, 3)) && isHex(load<u8>(at, 4)) && isHex(load<u8>(at, 5)) ? 6 : 0;
  }
  const known =
    letter == 0x22 ||
    letter == 0x5c ||
    letter == 0x2f ||
    letter == 0x62 ||
    letter == 0x66 ||
    letter == 0x6e ||
    letter == 0x72 ||
    letter == 0x74;
  return known ? 2 : 0;
}

function characterLength(at: usize): usize {
  const first = load<u8>(at);
  const second = load<u8>(at, 1);
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return (second & 0xc0) == 0x80 ? 2 : 0;
  const lowest: u8 = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const highest: u8 = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest || (load<u8>(at, 2) & 0xc0) != 0x80) return 0;
  if (first < 0xf0) return 3;
  return (load<u8>(at, 3) & 0xc0) == 0x80 ? 4 : 0;
}

function textClass(start: usize, end: usize): i32 {
  if (start == end) return 0;
  let at = start;
  while (at < end) {
    if (load<u8>(at) == 0x20) at++;
    else if (load<u8>(at) == 0x5c && isSpaceLetter(load<u8>(at, 1))) at += 2;
    else break;
  }
  const code = load<u8>(at);
  // `<thi`, `ink>`
  if (code == 0x3c) return load<u32>(at) == 0x6968743c && load<u32>(at, 3) == 0x3e6b6e69 ? 2 : 3;
  return code == 0x5c && load<u8>(at, 1) == 0x75 && isAscii(at) ? 3 : 1;
}

// An escape from \u0000 to \u007f.
function isAscii(at: usize): bool {
  return load<u8>(at, 2) == 0x30 && load<u8>(at, 3) == 0x30 && load<u8>(at, 4) < 0x38;
}

function isSpaceLetter(code: u8): bool {
  return code == 0x6e || code == 0x74 || code == 0x72 || code == 0x66;
}

function skipNumber(start: usize): usize {
  let at = load<u8>(start) == 0x2d ? start + 1 : start;
  const digits = skipDigits(at);
  if (digits == at || (load<u8>(at) == 0x30 && digits > at + 1)) return 0;
  at = digits;
  if (load<u8>(at) == 0x2e) {
    const fraction = skipDigits(at + 1);
    if (fraction == at + 1) return 0;
    at = fraction;
  }
  if ((load<u8>(at) | 0x20) != 0x65) return at;
  const sign = load<u8>(at, 1) == 0x2b || load<u8>(at, 1) == 0x2d ? at + 2 : at + 1;
  const exponent = skipDigits(sign);
  return exponent == sign ? 0 : exponent;
}

function skipDigits(start: usize): usize {
  let at = start;
  while (isDigit(load<u8>(at))) at++;
  return at;
}

// Sixteen places at a time: a bit per set of words that may begin with the three bytes there; then one by one.
export function mayHaveWord(start: i32, end: i32): bool {
  if (end - start < 3) return false;
  const from = BLOCK + <usize>start;
  const stop = BLOCK + <usize>end;
  const low0 = v128.load(NIBBLES);
  const high0 = v128.load(NIBBLES, 16);
  const low1 = v128.load(NIBBLES, 32);
  const high1 = v128.load(NIBBLES, 48);
  const low2 = v128.load(NIBBLES, 64);
  const high2 = v128.load(NIBBLES, 80);
  const last = stop - 3;
  // Whatever stands before it.
  if (begins(from, stop) && isWordAt(from, stop)) return true;
  const halves = i8x16.splat(15);
  const zero = i8x16.splat(0);
  // Written out, since no engine puts one function of a module into another.
  for (let at = from; at <= last; at += 16) {
    const first = v128.load(at);
    const second = v128.load(at, 1);
    const third = v128.load(at, 2);
    const low = v128.and(
      v128.and(i8x16.swizzle(low0, v128.and(first, halves)), i8x16.swizzle(low1, v128.and(second, halves))),
      i8x16.swizzle(low2, v128.and(third, halves)),
    );
    const high = v128.and(
      v128.and(
        i8x16.swizzle(high0, v128.and(i16x8.shr_u(first, 4), halves)),
        i8x16.swizzle(high1, v128.and(i16x8.shr_u(second, 4), halves)),
      ),
      i8x16.swizzle(high2, v128.and(i16x8.shr_u(third, 4), halves)),
    );
    // All bits where no letter stands before, or one of an escape.
    const letters = i8x16.sub(v128.or(v128.load(at - 1), i8x16.splat(0x20)), i8x16.splat(0x61));
    const escapes = v128.or(
      i8x16.eq(v128.load(at - 2), i8x16.splat(0x5c)),
      i8x16.eq(v128.load(at - 6), i8x16.splat(0x5c)),
    );
    const boundary = v128.or(i8x16.gt_u(letters, i8x16.splat(25)), escapes);
    let mask = i8x16.bitmask(v128.andnot(boundary, i8x16.eq(v128.and(low, high), zero)));
    while (mask != 0) {
      const place = at + <usize>ctz(mask);
      mask &= mask - 1;
      if (place > last) return false;
      if (begins(place, stop) && isBoundary(from, place) && isWordAt(place, stop)) return true;
    }
  }
  return false;
}

function begins(at: usize, stop: usize): bool {
  const fourth = at + 3 < stop ? classOf(load<u8>(at, 3)) : 0;
  const window =
    (classOf(load<u8>(at)) << 15) | (classOf(load<u8>(at, 1)) << 10) | (classOf(load<u8>(at, 2)) << 5) | fourth;
  return (load<u8>(WINDOWS + <usize>(window >>> 3)) & (1 << (window & 7))) != 0;
}

function isBoundary(from: usize, at: usize): bool {
  if (at == from) return true;
  const before = load<u8>(at - 1);
  if (before >= 0x80 || classOf(before) == 0) return true;
  return (at - 2 >= from && load<u8>(at - 2) == 0x5c) || (at - 6 >= from && load<u8>(at - 6) == 0x5c);
}

function isWordAt(at: usize, stop: usize): bool {
  const letter = <usize>(classOf(load<u8>(at)) - 1);
  const last = load<i32>(WORD_INDEX + (letter << 2), 4);
  for (let word = load<i32>(WORD_INDEX + (letter << 2)); word < last; word++) {
    const span = WORD_SPANS + ((<usize>word) << 3);
    if (mayBeWord(at, stop, WORD_BYTES + <usize>load<i32>(span), load<i32>(span, 4))) return true;
  }
  return false;
}

function mayBeWord(start: usize, stop: usize, word: usize, length: i32): bool {
  let at = start;
  for (let step = word; step < word + <usize>length; step++, at++) {
    if (at >= stop) return false;
    const expected = load<u8>(step);
    const got = load<u8>(at);
    if (got >= 0x80 || got == 0x5c) return true;
    if (expected == 0x20) {
      if (got != 0x20) return false;
      while (at + 1 < stop && load<u8>(at, 1) == 0x20) at++;
    } else if (got != expected && !(got >= 0x41 && got <= 0x5a && (got | 0x20) == expected)) return false;
  }
  if (at >= stop) return true;
  const after = load<u8>(at);
  return after >= 0x80 || classOf(after) == 0;
}

// Sixteen places at a time: where two bytes of the literal stand as far apart as in it, or what may begin an escape.
export function findRows(start: i32, end: i32, length: i32, first: i32, second: i32, anyEscape: bool): i32 {
  const stop = BLOCK + <usize>end;
  const atFirst = <usize>first;
  const atSecond = <usize>second;
  const one = i8x16.splat(load<u8>(LITERAL + atFirst));
  const oneMask = i8x16.splat(load<u8>(LITERAL_MASKS + atFirst));
  const other = i8x16.splat(load<u8>(LITERAL + atSecond));
  const otherMask = i8x16.splat(load<u8>(LITERAL_MASKS + atSecond));
  const newline = i8x16.splat(10);
  const backslash = i8x16.splat(0x5c);
  // Of \u00.. the second zero is rarer after a backslash than the u.
  const mark = i8x16.splat(anyEscape ? 0x75 : 0x30);
  const toMark: usize = anyEscape ? 1 : 3;
  let rows: i32 = 0;
  let found: i32 = 0;
  let at = BLOCK + <usize>start;
  while (at < stop && found < MAX_FOUND) {
    const bytes = v128.load(at);
    let mask = i8x16.bitmask(
      v128.or(
        v128.and(
          i8x16.eq(v128.or(v128.load(at + atFirst), oneMask), one),
          i8x16.eq(v128.or(v128.load(at + atSecond), otherMask), other),
        ),
        v128.and(i8x16.eq(bytes, backslash), i8x16.eq(v128.load(at + toMark), mark)),
      ),
    );
    let newlines = i8x16.bitmask(i8x16.eq(bytes, newline));
    if (at + 16 > stop) {
      const left = <i32>(stop - at);
      const within = (1 << left) - 1;
      mask &= within;
      newlines &= within;
    }
    let next = at + 16;
    while (mask != 0) {
      const step = ctz(mask);
      const place = at + <usize>step;
      const isEscape = load<u8>(place) == 0x5c && isEscapeOf(place, stop, anyEscape);
      if (isEscape || isLiteral(place, stop, length)) {
        const pair = PAIRS + ((<usize>found) << 3);
        store<i32>(pair, rows + popcnt(newlines & ((1 << step) - 1)));
        store<i32>(pair, ((<i32>(place - BLOCK)) << 1) | (<i32>isEscape), 4);
        found++;
        next = newlineAfter(place, stop);
        newlines &= (1 << step) - 1;
        if (next < stop) {
          rows++;
          next++;
        }
        break;
      }
      mask &= mask - 1;
    }
    rows += popcnt(newlines);
    at = next;
  }
  store<i32>(RESULTS, rows, 4);
  store<i32>(RESULTS, <i32>(min(at, stop) - BLOCK), 8);
  return found;
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

function classOf(code: u8): i32 {
  if (code >= 0x80) return 31;
  const lower = code | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return <i32>lower - 0x60;
  return isDigit(code) || code == 0x5f ? 31 : 0;
}

function isDigit(code: u8): bool {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: u8): bool {
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}
