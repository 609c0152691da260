import { factsOf } from './facts';
import { BLOCK, NODES, PIECES, SLOTS } from './memory';
import { skipNumber } from './numbers';
import { textClass } from './openings';
import { flags, readString } from './strings';

const NODE_BYTES: usize = 28;
export const SLOT_BYTES: usize = 16;
export const MAX_SLOTS: i32 = 64;
const ANY_CLASS: i32 = -1;
const SHORT_STRING: i32 = 48;

const END: i32 = 0;
const LONG_STRING: i32 = 2;
const NUMBER: i32 = 3;

// Where the last row that matched ends.
export let rowEnd: usize = 0;
// How many slots it has.
export let slots: i32 = 0;

// The shape of a row, its slots written from the `first` on; -1 where none is known.
export function match(start: usize, first: i32, asked: i32): i32 {
  let at = start;
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
        rowEnd = stop;
        slots = slot;
        return load<i32>(place, 16);
      }
      node = load<i32>(place, 20);
      continue;
    }
    const its = load<i32>(place, 24) != 0 ? asked : 0;
    const slotEnd = kind == NUMBER ? skipNumber(stop) : readString(stop, its);
    if (slotEnd == 0 || slot == MAX_SLOTS) return -1;
    if (kind == LONG_STRING && <i32>(slotEnd - stop) <= SHORT_STRING) {
      node = load<i32>(place, 20);
      continue;
    }
    const out = SLOTS + <usize>(first + slot) * SLOT_BYTES;
    store<i32>(out, <i32>(stop - BLOCK));
    store<i32>(out, <i32>(slotEnd - BLOCK), 4);
    store<i32>(out, kind == NUMBER ? 0 : flags, 8);
    store<i32>(out, its != 0 ? factsOf(stop, slotEnd, its) : 0, 12);
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
