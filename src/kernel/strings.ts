const WIDE: i32 = 1;
const ESCAPED: i32 = 2;
const ASCII_ESCAPED: i32 = 4;

// Sixteen bytes from the k-th before the middle on: all bits of the first k, none of the rest.
const KEPT: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0,
]);

// Of the last string that was read.
export let flags: i32 = 0;

// 0 where the string is none.
export function skipString(start: usize): usize {
  let at = start;
  flags = 0;
  while (true) {
    const bytes = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      // As signed numbers, bytes beyond ASCII are below the space too.
      i8x16.lt_s(bytes, i8x16.splat(0x20)),
    );
    const mask = i8x16.bitmask(special);
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(mask);
    const code = load<u8>(at);
    if (code == 0x22) return at;
    if (code < 0x20) return 0;
    if (code == 0x5c) {
      flags |= ESCAPED;
      // One is often followed by another.
      do {
        const length = escapeLength(at);
        if (length == 0) return 0;
        at += length;
      } while (load<u8>(at) == 0x5c);
    } else {
      flags |= WIDE;
      at = skipWide(at);
      if (at == 0) return 0;
    }
  }
}

// From a byte beyond ASCII to a quote, a backslash or where sixteen bytes are ASCII; 0 where it is not valid UTF-8 up to there.
// "Validating UTF-8 In Less Than One Instruction Per Byte", Keiser and Lemire 2021: bits of three tables meet where two bytes
// may not follow each other.
function skipWide(start: usize): usize {
  const firstHigh = i8x16(2, 2, 2, 2, 2, 2, 2, 2, -128, -128, -128, -128, 0x21, 1, 0x15, 0x49);
  const firstLow = i8x16(-25, -93, -125, -125, -117, -53, -53, -53, -53, -53, -53, -53, -53, -37, -53, -53);
  const secondHigh = i8x16(1, 1, 1, 1, 1, 1, 1, 1, -26, -82, -70, -70, 1, 1, 1, 1);
  const halves = i8x16.splat(15);
  const top = i8x16.splat(-128);
  let at = start;
  while (true) {
    const bytes = v128.load(at);
    const stop = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      ),
    );
    const before = v128.load(at - 1);
    const wrong = v128.and(
      v128.and(
        i8x16.swizzle(firstHigh, v128.and(i16x8.shr_u(before, 4), halves)),
        i8x16.swizzle(firstLow, v128.and(before, halves)),
      ),
      i8x16.swizzle(secondHigh, v128.and(i16x8.shr_u(bytes, 4), halves)),
    );
    // Where a third or fourth byte must stand, and only there, one may go on.
    const goesOn = v128.and(
      v128.or(
        i8x16.sub_sat_u(v128.load(at - 2), i8x16.splat(0x60)),
        i8x16.sub_sat_u(v128.load(at - 3), i8x16.splat(0x70)),
      ),
      top,
    );
    const faults = v128.xor(wrong, goesOn);
    if (stop != 0) {
      // Up to there, where a character that is cut off shows; what comes after it is not of this string, or is read later.
      const step = <usize>ctz(stop);
      return v128.any_true(v128.and(faults, v128.load(KEPT + 15 - step))) ? 0 : at + step;
    }
    if (v128.any_true(faults)) return 0;
    at += 16;
    if (i8x16.bitmask(bytes) == 0) return at;
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

export function textClass(start: usize, end: usize): i32 {
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
export function isAscii(at: usize): bool {
  return load<u8>(at, 2) == 0x30 && load<u8>(at, 3) == 0x30 && load<u8>(at, 4) < 0x38;
}

function isSpaceLetter(code: u8): bool {
  return code == 0x6e || code == 0x74 || code == 0x72 || code == 0x66;
}

export function skipNumber(start: usize): usize {
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

export function isDigit(code: u8): bool {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: u8): bool {
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66);
}
