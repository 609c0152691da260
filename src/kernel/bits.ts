// Sixty-four bytes at a time: four vectors, and a bit for each of their places.

// V8 makes a constant vector anew wherever it is used; to load it takes a third of that.
const HALF: usize = memory.data<u8>([15]);

export function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (<u64>pair(a, b)) | ((<u64>pair(c, d)) << 32);
}

function pair(a: v128, b: v128): u32 {
  return i8x16.bitmask(a) | (i8x16.bitmask(b) << 16);
}

// Where a byte stands, in all four.
export function bitsOf(code: v128, a: v128, b: v128, c: v128, d: v128): u64 {
  return bits(i8x16.eq(a, code), i8x16.eq(b, code), i8x16.eq(c, code), i8x16.eq(d, code));
}

// What two tables say of the halves of each byte: bits that stand in both.
export function kindsOf(bytes: v128, low: v128, high: v128): v128 {
  const half = v128.load8_splat(HALF);
  return v128.and(
    i8x16.swizzle(low, v128.and(bytes, half)),
    i8x16.swizzle(high, v128.and(i16x8.shr_u(bytes, 4), half)),
  );
}

// Where none of the bits is.
export function bitsWithout(kind: v128, a: v128, b: v128, c: v128, d: v128): u64 {
  return bits(lacking(a, kind), lacking(b, kind), lacking(c, kind), lacking(d, kind));
}

function lacking(kinds: v128, kind: v128): v128 {
  return i8x16.eq(v128.and(kinds, kind), i8x16.splat(0));
}

// The thirty-two places before these and the first thirty-two of these.
export function across(now: u64, before: u64): u64 {
  return (now << 32) | (before >> 32);
}
