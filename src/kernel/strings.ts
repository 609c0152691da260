import { bits, bitsOf, bitsWithout, kindsOf } from './bits';
import { isAscii, isHex } from './bytes';
import { addMarks, beginMarks, markBlock, markDigits, MARKS, SLASH_MARKS, WIDE_MARK } from './marks';
import { faultsAt } from './utf8';

export const WIDE: i32 = 1;
export const ESCAPED: i32 = 2;
export const ASCII_ESCAPED: i32 = 4;

const QUOTE: usize = memory.data<u8>([0x22]);
const BACKSLASH: usize = memory.data<u8>([0x5c]);
const LAST_CONTROL: usize = memory.data<u8>([0x1f]);

// Of what follows a backslash, by its two halves: 1 one of `"/`; 2 a backslash; 4 one of `bfn`; 8 one of `rtu`; and of those 16 and 32
// what stands for white space, 64 a slash, 128 a `u`.
const LOW: usize = memory.data<u8>([0, 0, 29, 0, 24, 136, 36, 0, 0, 0, 0, 0, 2, 0, 36, 65]);
const HIGH: usize = memory.data<u8>([0, 0, 65, 0, 0, 2, 36, 152, 0, 0, 0, 0, 0, 0, 0, 0]);
const VALID: usize = memory.data<u8>([255]);
const SPACE: usize = memory.data<u8>([48]);

// What a list of numbers consists of, by the two halves of a byte: 1 a space or one of `(),.`; 2 a digit or a semicolon; 4 a bracket.
const LOW_LISTED: usize = memory.data<u8>([3, 2, 2, 2, 2, 2, 2, 2, 3, 3, 0, 6, 1, 4, 1, 0]);
const HIGH_LISTED: usize = memory.data<u8>([0, 0, 1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

// Of the last string that was read.
export let flags: i32 = 0;
// Whether all of it may stand in a list of numbers.
export let isListed: bool = false;

// Bits of the sixty-four places: backslashes that begin an escape, and of what follows one what stands for white space.
let begins: u64 = 0;
let spaces: u64 = 0;
// Whether the next place follows a backslash.
let over: u64 = 0;

// Where the inside of a string ends; 0 where it is none. Where something is asked of it, `isListed` is told besides its flags, and the
// marks that are asked for.
export function readString(start: usize, asked: i32): usize {
  const quote = v128.load8_splat(QUOTE);
  const backslash = v128.load8_splat(BACKSLASH);
  flags = 0;
  over = 0;
  if (asked != 0) {
    beginMarks();
    isListed = true;
  }
  let wideBefore: i32 = 0;
  let at = start;
  while (true) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let quotes = bitsOf(quote, a, b, c, d);
    const backslashes = bitsOf(backslash, a, b, c, d);
    let escaped: u64 = 0;
    begins = 0;
    spaces = 0;
    if ((backslashes | over) != 0) {
      escaped = escapedBy(backslashes);
      quotes &= ~escaped;
    }
    // The places before the first.
    const within = (quotes & (0 - quotes)) - 1;
    if (hasControl(a, b, c, d, within)) return 0;
    if ((escaped & within) != 0 && !readEscapes(at, a, b, c, d, escaped & within)) return 0;
    const wide = i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d)));
    if ((wide | wideBefore) != 0) {
      if ((bits(a, b, c, d) & within) != 0) flags |= WIDE;
      // At its end a character shows that is cut off.
      if (isFaulty(at, within | quotes)) return 0;
    }
    wideBefore = wide;
    if (asked != 0) {
      if ((asked & MARKS) != 0) markBlock(at, a, b, c, d, within);
      if (isListed) {
        if ((asked & MARKS) == 0) markDigits(a, b, c, d, within);
        readList(a, b, c, d, within);
      }
    }
    if (quotes != 0) return at + <usize>ctz(quotes);
    at += 64;
  }
}

// Places that follow a backslash which follows none. Found as in "Parsing Gigabytes of JSON per Second", Langdale and Lemire 2019: in
// a run of backslashes every other one begins an escape.
function escapedBy(backslashes: u64): u64 {
  const odd: u64 = 0xaaaaaaaaaaaaaaaa;
  const first = backslashes & ~over;
  const turns = (((first << 1) | odd) - first) ^ odd;
  const escaped = turns ^ (backslashes | over);
  begins = turns & backslashes;
  over = begins >> 63;
  return escaped;
}

function hasControl(a: v128, b: v128, c: v128, d: v128, within: u64): bool {
  const last = v128.load8_splat(LAST_CONTROL);
  const ofA = i8x16.eq(i8x16.min_u(a, last), a);
  const ofB = i8x16.eq(i8x16.min_u(b, last), b);
  const ofC = i8x16.eq(i8x16.min_u(c, last), c);
  const ofD = i8x16.eq(i8x16.min_u(d, last), d);
  if (!v128.any_true(v128.or(v128.or(ofA, ofB), v128.or(ofC, ofD)))) return false;
  return (bits(ofA, ofB, ofC, ofD) & within) != 0;
}

// False where one is none that JSON knows.
function readEscapes(at: usize, a: v128, b: v128, c: v128, d: v128, escaped: u64): bool {
  flags |= ESCAPED;
  const low = v128.load(LOW);
  const high = v128.load(HIGH);
  const ofA = kindsOf(a, low, high);
  const ofB = kindsOf(b, low, high);
  const ofC = kindsOf(c, low, high);
  const ofD = kindsOf(d, low, high);
  if ((escaped & bitsWithout(v128.load8_splat(VALID), ofA, ofB, ofC, ofD)) != 0) return false;
  spaces = escaped & ~bitsWithout(v128.load8_splat(SPACE), ofA, ofB, ofC, ofD);
  if ((escaped & bits(i8x16.shl(ofA, 1), i8x16.shl(ofB, 1), i8x16.shl(ofC, 1), i8x16.shl(ofD, 1))) != 0)
    addMarks(SLASH_MARKS);
  for (let units = escaped & bits(ofA, ofB, ofC, ofD); units != 0; units &= units - 1) {
    const digits = at + <usize>ctz(units) + 1;
    const isUnit = isHex(digits) && isHex(digits + 1) && isHex(digits + 2) && isHex(digits + 3);
    if (!isUnit) return false;
    if (isAscii(digits - 2)) flags |= ASCII_ESCAPED;
    addMarks(WIDE_MARK);
  }
  return true;
}

function isFaulty(at: usize, places: u64): bool {
  return (bits(faultsAt(at), faultsAt(at + 16), faultsAt(at + 32), faultsAt(at + 48)) & places) != 0;
}

function readList(a: v128, b: v128, c: v128, d: v128, within: u64): void {
  const low = v128.load(LOW_LISTED);
  const high = v128.load(HIGH_LISTED);
  const listed = v128.load8_splat(VALID);
  const others =
    bitsWithout(listed, kindsOf(a, low, high), kindsOf(b, low, high), kindsOf(c, low, high), kindsOf(d, low, high)) &
    within &
    ~(begins | spaces);
  if (others != 0) isListed = false;
}
