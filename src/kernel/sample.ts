import { hash, TEXT, unescape } from './hash';
import { BLOCK, BOUND, GROUPS } from './memory';
import { mayBeBlank } from './openings';
import { ESCAPED } from './strings';

export const SAMPLED: i32 = 2048;
const CAPACITY: i32 = 256 * 1024;
const HASH_BITS: u64 = 0x1fffffffffffff;

// Whether the hash of the text of a slot may be within the bound or one of those that are wanted: of one that is empty, or too long to be unescaped, nothing is told.
export function mayBeWithin(slot: usize): bool {
  const from = BLOCK + <usize>load<i32>(slot);
  const length = load<i32>(slot, 4) - load<i32>(slot);
  if (length == 0) return true;
  if ((load<i32>(slot, 8) & ESCAPED) == 0) return isWithin(hash(from, length));
  return length > CAPACITY || isWithin(hash(TEXT, unescape(from, length)));
}

export function maySayNothing(slot: usize): bool {
  return mayBeBlank(BLOCK + <usize>load<i32>(slot), BLOCK + <usize>load<i32>(slot, 4));
}

function isWithin(hash: u64): bool {
  if (<f64>(hash & HASH_BITS) <= load<f64>(BOUND)) return true;
  const bit = (<u32>hash) >> 13;
  return ((load<u32>(GROUPS + ((<usize>(bit >> 5)) << 2)) >> (bit & 31)) & 1) != 0;
}
