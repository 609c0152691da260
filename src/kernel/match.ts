import { BLOCK, NODES, PIECES, RESULTS, SLOTS } from './memory';
import { flags, skipNumber, skipString, textClass } from './strings';

const NODE_BYTES: usize = 24;
const MAX_SLOTS: i32 = 64;
const ANY_CLASS: i32 = -1;
const SHORT_STRING: i32 = 48;

const END: i32 = 0;
const LONG_STRING: i32 = 2;
const NUMBER: i32 = 3;

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
