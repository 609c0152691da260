import { readFacts } from './facts.ts';
import { findCheckpoints, findRows } from './findBytes.ts';
import { KernelMemory, layout, maxSlots, nodeSize } from './memory.ts';
import { anyClass, classShift, shortStringBytes, slotFlags, slotKinds, type RowKernel } from './rowKernel.ts';
import { skipNumber, skipString, stringFlags } from './scanBytes.ts';

/** The kernel in TypeScript: what the other must answer, and in its place where there is no WebAssembly with SIMD. */
export function plainKernel(): RowKernel {
  const memory = new KernelMemory(new ArrayBuffer(layout.end));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const textOf = (start: number, end: number): string => decoder.decode(memory.block.subarray(start, end));
  return {
    memory,
    match: (start, end) => match(memory, start, end),
    readFacts: (start, end, wanted) => readFacts(memory, start, end, wanted),
    findRows: (start, end, search) => findRows(memory, start, end, search),
    findCheckpoints: (start, end, rows, bytes) => findCheckpoints(memory, { start, end, rows, bytes }),
    asciiText: textOf,
    wideText: textOf,
  };
}

/** Walks the tree of shapes: pieces are compared byte by byte, slots are read once. */
function match(memory: KernelMemory, start: number, end: number): number {
  const { block, nodes, slots } = memory;
  // No string and no piece holds a newline, so nothing runs past the end. What stands after whole lines is not touched.
  if (block[end - 1] !== 10) block[end] = 10;
  let at = start;
  let before: number = anyClass;
  let slot = 0;
  for (let node = nodeSize; node !== 0;) {
    const stop = at + (nodes[node + 2] ?? 0);
    if ((nodes[node] !== anyClass && nodes[node] !== before) || !samePiece(memory, node, at)) {
      node = nodes[node + 5] ?? 0;
      continue;
    }
    const kind = nodes[node + 3];
    if (kind === slotKinds.end) {
      if (block[stop] === 10) {
        memory.rowEnd = stop;
        return nodes[node + 4] ?? -1;
      }
      node = nodes[node + 5] ?? 0;
      continue;
    }
    const slotEnd = kind === slotKinds.number ? skipNumber(block, stop) : skipString(block, stop);
    if (slotEnd < 0 || slot === maxSlots) return -1;
    if (kind === slotKinds.longString && slotEnd - stop <= shortStringBytes) {
      node = nodes[node + 5] ?? 0;
      continue;
    }
    const flags = kind === slotKinds.number ? 0 : stringFlags(block, stop, slotEnd);
    slots[slot * 3] = stop;
    slots[slot * 3 + 1] = slotEnd;
    slots[slot * 3 + 2] = flags & (slotFlags.wide | slotFlags.escaped | slotFlags.asciiEscaped);
    slot++;
    before = flags >> classShift;
    at = slotEnd;
    node = nodes[node + 4] ?? 0;
  }
  return -1;
}

function samePiece({ block, nodes, pieces }: KernelMemory, node: number, at: number): boolean {
  const from = nodes[node + 1] ?? 0;
  const length = nodes[node + 2] ?? 0;
  for (let i = 0; i < length; i++) if (block[at + i] !== pieces[from + i]) return false;
  return true;
}
