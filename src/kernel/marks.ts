import { across, bits, bitsWithout, kindsOf } from './bits';

export const WIDE_MARK: i32 = 1;
const AT_MARK: i32 = 2;
const DIGITS_MARK: i32 = 4;
const TOKEN_MARK: i32 = 8;
const CAPITALS_MARK: i32 = 64;
export const BLOCK_MARK: i32 = 128;
// Those that are told of bytes one by one.
export const MARKS: i32 = 206;
// What `\/` may be part of.
export const SLASH_MARKS: i32 = 76;

// By the two halves of a byte, bits whose meeting tells what it is: 1 a digit; 2, 4 a letter; 8 an equals sign; 16 one of `-./`; 32 a
// plus sign; 64 a space or a bracket; 128 a colon.
const LOW: usize = memory.data<u8>([69, 7, 7, 7, 7, 7, 7, 7, 71, 71, 134, 34, 2, 26, 18, 22]);
const HIGH: usize = memory.data<u8>([0, 0, 112, 137, 2, 4, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
const DIGIT: usize = memory.data<u8>([1]);
const ZERO: usize = memory.data<u8>([0x30]);
const NINE: usize = memory.data<u8>([9]);
const GROUPING: usize = memory.data<u8>([209]);
const TOKEN: usize = memory.data<u8>([63]);
const CAPITAL_A: usize = memory.data<u8>([0x41]);
const CAPITALS: usize = memory.data<u8>([25]);
// Without the bit of case an `@` and a backtick are one.
const ANY_CASE: usize = memory.data<u8>([0xdf]);
const AT: usize = memory.data<u8>([0x40]);
const TILDE: usize = memory.data<u8>([0x7e]);

// Of the text that is read.
export let marks: i32 = 0;
export let hasDigit: bool = false;
// Bits of the sixty-four places before.
let digitsBefore: u64 = 0;
let groupsBefore: u64 = 0;
let tokensBefore: u64 = 0;

export function beginMarks(): void {
  marks = 0;
  hasDigit = false;
  digitsBefore = 0;
  groupsBefore = 0;
  tokensBefore = 0;
}

export function addMarks(found: i32): void {
  marks |= found;
}

export function markBlock(at: usize, a: v128, b: v128, c: v128, d: v128, within: u64): void {
  const low = v128.load(LOW);
  const high = v128.load(HIGH);
  const ofA = kindsOf(a, low, high);
  const ofB = kindsOf(b, low, high);
  const ofC = kindsOf(c, low, high);
  const ofD = kindsOf(d, low, high);
  const digits = within & ~bitsWithout(v128.load8_splat(DIGIT), ofA, ofB, ofC, ofD);
  const groups = within & ~bitsWithout(v128.load8_splat(GROUPING), ofA, ofB, ofC, ofD);
  const tokens = within & ~bitsWithout(v128.load8_splat(TOKEN), ofA, ofB, ofC, ofD);
  if (digits != 0) hasDigit = true;
  const nines = (ninesOf(groups) & digits) | (ninesOf(across(groups, groupsBefore)) & across(digits, digitsBefore));
  if (nines != 0) marks |= DIGITS_MARK;
  if ((sixteensOf(tokens) | sixteensOf(across(tokens, tokensBefore))) != 0) markRuns(at, tokens);
  digitsBefore = digits;
  groupsBefore = groups;
  tokensBefore = tokens;
  if (v128.any_true(v128.or(v128.or(rare(a), rare(b)), v128.or(rare(c), rare(d))))) {
    markRare(at, bits(rare(a), rare(b), rare(c), rare(d)) & within);
  }
}

// Only whether there is one.
export function markDigits(a: v128, b: v128, c: v128, d: v128, within: u64): void {
  if (hasDigit) return;
  if ((bits(digit(a), digit(b), digit(c), digit(d)) & within) != 0) hasDigit = true;
}

function digit(bytes: v128): v128 {
  const value = i8x16.sub(bytes, v128.load8_splat(ZERO));
  return i8x16.eq(i8x16.min_u(value, v128.load8_splat(NINE)), value);
}

// Where nine places in a row begin.
function ninesOf(run: u64): u64 {
  const two = run & (run >> 1);
  const four = two & (two >> 2);
  return four & (four >> 4) & (run >> 8);
}

function sixteensOf(run: u64): u64 {
  const two = run & (run >> 1);
  const four = two & (two >> 2);
  const eight = four & (four >> 4);
  return eight & (eight >> 8);
}

// Of runs of sixteen bytes or more that a token may consist of.
function markRuns(at: usize, tokens: u64): void {
  const begun = across(tokens, tokensBefore);
  if ((twentiesOf(tokens) | twentiesOf(begun)) != 0) marks |= TOKEN_MARK;
  if ((marks & CAPITALS_MARK) != 0) return;
  if ((sixteensOf(capitalsAt(at) & tokens) | sixteensOf(capitalsAt(at - 32) & begun)) != 0) marks |= CAPITALS_MARK;
}

function twentiesOf(run: u64): u64 {
  const two = run & (run >> 1);
  return sixteensOf(run) & (two >> 16) & (two >> 18);
}

// Capital letters and digits.
function capitalsAt(at: usize): u64 {
  return bits(
    capitalsOf(v128.load(at)),
    capitalsOf(v128.load(at, 16)),
    capitalsOf(v128.load(at, 32)),
    capitalsOf(v128.load(at, 48)),
  );
}

function capitalsOf(bytes: v128): v128 {
  const letter = i8x16.sub(bytes, v128.load8_splat(CAPITAL_A));
  return v128.or(i8x16.eq(i8x16.min_u(letter, v128.load8_splat(CAPITALS)), letter), digit(bytes));
}

// An `@`, a backtick, a tilde.
function rare(bytes: v128): v128 {
  return v128.or(
    i8x16.eq(v128.and(bytes, v128.load8_splat(ANY_CASE)), v128.load8_splat(AT)),
    i8x16.eq(bytes, v128.load8_splat(TILDE)),
  );
}

// What follows a text is a quote, so that three of a kind in a row are all of it.
function markRare(at: usize, places: u64): void {
  for (let rest = places; rest != 0; rest &= rest - 1) {
    const place = at + <usize>ctz(rest);
    const code = load<u8>(place);
    if (code == 0x40) marks |= AT_MARK;
    else if (load<u8>(place, 1) == code && load<u8>(place, 2) == code) marks |= BLOCK_MARK;
  }
}
