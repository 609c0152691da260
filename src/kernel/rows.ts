import { MAYBE_NUMBER_LIST, NUMBER_LIST, UNLISTED } from './facts';
import { match, MAX_SLOTS, rowEnd, SLOT_BYTES, slots } from './match';
import { BLOCK, NOTES, RESULTS, SHAPES, SLOTS } from './memory';
import { mayBeWithin, maySayNothing, SAMPLED } from './sample';

const SHAPE_BYTES: usize = 32;
const NOTE_BYTES: usize = 28;
const MAX_NOTES: i32 = 512;
const NOTED_SLOTS: i32 = 4096;
const UNDECIDED: i32 = 1024;

export function readRows(start: i32, end: i32, asked: i32, noted: i32): i32 {
  // No string and no piece holds a newline, so nothing runs past the end. What stands after whole lines is not touched.
  if (load<u8>(BLOCK + <usize>end - 1) != 10) store<u8>(BLOCK + <usize>end, 10);
  const stop = BLOCK + <usize>end;
  let at = BLOCK + <usize>start;
  let rows: i32 = 0;
  let answered: i32 = 0;
  let notes: i32 = 0;
  let slot: i32 = 0;
  while (at < stop && notes < MAX_NOTES && slot + MAX_SLOTS <= NOTED_SLOTS) {
    const shape = match(at, slot, asked & ~SAMPLED);
    if (shape < 0) break;
    const place = SHAPES + <usize>shape * SHAPE_BYTES;
    store<i32>(place, load<i32>(place, 4) + 1, 4);
    let facts = factsOfRow(place, slot);
    if ((asked & SAMPLED) != 0 && mayCount(place, slot)) facts |= SAMPLED;
    if ((facts & noted) != 0) {
      const note = NOTES + <usize>notes * NOTE_BYTES;
      notes++;
      store<i32>(note, shape);
      store<i32>(note, <i32>(at - BLOCK), 4);
      store<i32>(note, <i32>(rowEnd - BLOCK), 8);
      store<i32>(note, facts, 12);
      store<i32>(note, rows, 16);
      store<i32>(note, answered, 20);
      store<i32>(note, slot, 24);
      slot += slots;
    }
    rows++;
    if (load<u64>(place, 16) != 0) answered++;
    at = rowEnd + 1;
  }
  store<i32>(RESULTS, answered);
  store<i32>(RESULTS, rows, 4);
  store<i32>(RESULTS, <i32>(min(at, stop) - BLOCK), 8);
  return notes;
}

// What holds or may hold of a text that the student is trained to write. Where all completions are lists of numbers, the row is counted
// as one of numbers; where only their texts tell, that is a fact.
function factsOfRow(shape: usize, first: i32): i32 {
  let facts = load<i32>(shape);
  for (let rest = load<u64>(shape, 8); rest != 0; rest &= rest - 1) facts |= factsOfSlot(first, rest) & ~UNLISTED;
  let areLists = load<u64>(shape, 16) != 0;
  let mayBeLists = areLists;
  for (let rest = load<u64>(shape, 16); rest != 0; rest &= rest - 1) {
    const its = factsOfSlot(first, rest);
    facts |= its & UNLISTED;
    if ((its & NUMBER_LIST) == 0) areLists = false;
    if ((its & (NUMBER_LIST | MAYBE_NUMBER_LIST)) == 0) mayBeLists = false;
  }
  if (areLists) store<i32>(shape, load<i32>(shape, 24) + 1, 24);
  else if (mayBeLists) facts |= UNDECIDED;
  return facts;
}

// Whether a sample may want the row, or all its completions may be blank.
function mayCount(shape: usize, first: i32): bool {
  const group = load<i32>(shape, 28);
  if (group == 0) return false;
  if (mayBeWithin(slotAt(first + group - 1))) return true;
  for (let rest = load<u64>(shape, 16); rest != 0; rest &= rest - 1) {
    if (!maySayNothing(slotAt(first + <i32>ctz(rest)))) return false;
  }
  return true;
}

// Of the slot whose bit is the lowest.
function factsOfSlot(first: i32, slots: u64): i32 {
  return load<i32>(slotAt(first + <i32>ctz(slots)), 12);
}

function slotAt(slot: i32): usize {
  return SLOTS + <usize>slot * SLOT_BYTES;
}
