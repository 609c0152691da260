import { facts, factsOf } from './facts.ts';
import { findCheckpoints, findRows } from './findBytes.ts';
import { hashInto, numberOf, textCapacity, unescapeInto } from './hashBytes.ts';
import { mayBeBlank } from './marks.ts';
import {
  KernelMemory,
  layout,
  maxNotes,
  maxSlots,
  nodeSize,
  notedSlots,
  noteSize,
  shapeSize,
  slotSize,
} from './memory.ts';
import { anyClass, classShift, shortStringBytes, slotFlags, slotKinds, type RowKernel } from './rowKernel.ts';
import { skipNumber, skipString, stringFlags } from './scanBytes.ts';

/** The kernel in TypeScript: what the other must answer, and in its place where there is no WebAssembly with SIMD. */
export function plainKernel(): RowKernel {
  const memory = new KernelMemory(new ArrayBuffer(layout.end));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const textOf = (start: number, end: number): string => decoder.decode(memory.block.subarray(start, end));
  return {
    memory,
    readRows: (start, end, asked, noted) => readRows(memory, start, end, { asked, noted }),
    findRows: (start, end, search) => findRows(memory, start, end, search),
    findCheckpoints: (start, end, rows, bytes) => findCheckpoints(memory, { start, end, rows, bytes }),
    asciiText: textOf,
    wideText: textOf,
  };
}

/** Reads rows one by one, and their texts once more for every kind of fact. */
function readRows(memory: KernelMemory, start: number, end: number, { asked, noted }: Facts): number {
  const { block, notes, shapes } = memory;
  // No string and no piece holds a newline, so nothing runs past the end. What stands after whole lines is not touched.
  if (block[end - 1] !== 10) block[end] = 10;
  let at = start;
  let rows = 0;
  let answered = 0;
  let note = 0;
  let slot = 0;
  while (at < end && note < maxNotes && slot + maxSlots <= notedSlots) {
    const matched = match(memory, at, { slot, asked: asked & ~facts.sampled });
    if (matched === undefined) break;
    const { shape, rowEnd, slots } = matched;
    let found = factsOfRow(memory, shape, slot);
    if ((asked & facts.sampled) !== 0 && mayCount(memory, shape, slot)) found |= facts.sampled;
    if ((found & noted) !== 0) {
      notes.set([shape, at, rowEnd, found, rows, answered, slot], note++ * noteSize);
      slot += slots;
    }
    rows++;
    if (((shapes[shape * shapeSize + 4] ?? 0) | (shapes[shape * shapeSize + 5] ?? 0)) !== 0) answered++;
    at = rowEnd + 1;
  }
  memory.newlines = rows;
  memory.answered = answered;
  memory.readTo = Math.min(at, end);
  return note;
}

interface Facts {
  readonly asked: number;
  readonly noted: number;
}

/** Those of a shape's slots whose bits are set from one of its numbers on. */
function slotsOf({ shapes }: KernelMemory, shape: number, bits: number): readonly number[] {
  const place = shape * shapeSize + bits;
  return Array.from({ length: maxSlots }, (_, slot) => slot).filter(
    slot => (((shapes[place + (slot >> 5)] ?? 0) >>> (slot & 31)) & 1) === 1,
  );
}

/** Whether a sample may want a row, or all its completions may be blank. */
function mayCount(memory: KernelMemory, shape: number, first: number): boolean {
  const { block, slots } = memory;
  const group = memory.ofShape(shape, 7);
  if (group === 0) return false;
  const textAt = (slot: number): readonly [start: number, end: number, flags: number] => {
    const at = (first + slot) * slotSize;
    return [slots[at] ?? 0, slots[at + 1] ?? 0, slots[at + 2] ?? 0];
  };
  if (mayBeWithin(memory, ...textAt(group - 1))) return true;
  return slotsOf(memory, shape, 4).every(slot => {
    const [start, end] = textAt(slot);
    return mayBeBlank(block, start, end);
  });
}

const unescaped = new Uint8Array(textCapacity);
const hash = new Uint32Array(2);

/** Whether the hash of a text may be within the bound or one of those that are wanted: of one that is empty, or too long to be unescaped, nothing is told. */
function mayBeWithin(memory: KernelMemory, start: number, end: number, flags: number): boolean {
  const { block, bound } = memory;
  const isEscaped = (flags & slotFlags.escaped) !== 0;
  if (start === end || (isEscaped && end - start > textCapacity)) return true;
  if (isEscaped) hashInto(unescaped, unescapeInto(unescaped, block, start, end), hash);
  else hashInto(block.subarray(start, end), end - start, hash);
  const group = numberOf(hash[0] ?? 0, hash[1] ?? 0);
  return group <= bound || memory.mayBeOfGroups(group);
}

/** Counts a row of a shape, and tells what holds or may hold of some of its texts. */
function factsOfRow(memory: KernelMemory, shape: number, first: number): number {
  const { shapes, slots } = memory;
  const place = shape * shapeSize;
  const its = (bits: number): readonly number[] =>
    slotsOf(memory, shape, bits).map(slot => slots[(first + slot) * slotSize + 3] ?? 0);
  const completions = its(4);
  let found = its(2).reduce((all, each) => all | (each & ~facts.unlisted), shapes[place] ?? 0);
  found |= completions.reduce((all, each) => all | (each & facts.unlisted), 0);
  shapes[place + 1] = (shapes[place + 1] ?? 0) + 1;
  const areAll = (bits: number): boolean => completions.length > 0 && completions.every(each => (each & bits) !== 0);
  if (areAll(facts.numberList)) shapes[place + 6] = (shapes[place + 6] ?? 0) + 1;
  else if (areAll(facts.numberList | facts.maybeNumberList)) found |= facts.undecided;
  return found;
}

interface Matched {
  readonly shape: number;
  readonly rowEnd: number;
  readonly slots: number;
}

/** Walks the tree of shapes: pieces are compared byte by byte, slots are read once. */
function match(
  memory: KernelMemory,
  start: number,
  { slot: first, asked }: { readonly slot: number; readonly asked: number },
): Matched | undefined {
  const { block, nodes, slots } = memory;
  let at = start;
  let before: number = anyClass;
  let slot = first;
  for (let node = nodeSize; node !== 0;) {
    const stop = at + (nodes[node + 2] ?? 0);
    if ((nodes[node] !== anyClass && nodes[node] !== before) || !samePiece(memory, node, at)) {
      node = nodes[node + 5] ?? 0;
      continue;
    }
    const kind = nodes[node + 3];
    if (kind === slotKinds.end) {
      if (block[stop] === 10) return { shape: nodes[node + 4] ?? 0, rowEnd: stop, slots: slot - first };
      node = nodes[node + 5] ?? 0;
      continue;
    }
    const slotEnd = kind === slotKinds.number ? skipNumber(block, stop) : skipString(block, stop);
    if (slotEnd < 0 || slot === first + maxSlots) return undefined;
    if (kind === slotKinds.longString && slotEnd - stop <= shortStringBytes) {
      node = nodes[node + 5] ?? 0;
      continue;
    }
    const told = kind === slotKinds.number ? 0 : stringFlags(block, stop, slotEnd);
    const flags = told & (slotFlags.wide | slotFlags.escaped | slotFlags.asciiEscaped);
    const isRead = asked !== 0 && nodes[node + 6] !== 0;
    const its = isRead ? factsOf(memory, { start: stop, end: slotEnd, flags }, asked) : 0;
    slots.set([stop, slotEnd, flags, its], slot++ * slotSize);
    before = told >> classShift;
    at = slotEnd;
    node = nodes[node + 4] ?? 0;
  }
  return undefined;
}

function samePiece({ block, nodes, pieces }: KernelMemory, node: number, at: number): boolean {
  const from = nodes[node + 1] ?? 0;
  const length = nodes[node + 2] ?? 0;
  for (let i = 0; i < length; i++) if (block[at + i] !== pieces[from + i]) return false;
  return true;
}
