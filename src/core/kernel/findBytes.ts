import { maxFound, type KernelMemory } from './memory.ts';
import { bytesBetweenCheckpoints, rowsBetweenCheckpoints, type LiteralSearch } from './rowKernel.ts';
import { isAsciiEscape } from '../json/escapes.ts';

const newline = 10;
const backslash = 0x5c;
const letterU = 0x75;

/** The rows that hold the literal or an escape that may stand for some of it: see `RowKernel.findRows`. */
export function findRows(memory: KernelMemory, start: number, end: number, search: LiteralSearch): number {
  const { block, pairs } = memory;
  let found = 0;
  let rows = 0;
  let at = start;
  for (; at < end && found < maxFound; at++) {
    const code = block[at] ?? 0;
    if (code === newline) rows++;
    const isEscape = code === backslash && isEscapeOf(block, at, end, search);
    if (!isEscape && !isLiteral(memory, at, end, search)) continue;
    pairs[found * 2] = rows;
    pairs[found * 2 + 1] = at * 2 + (isEscape ? 1 : 0);
    found++;
    while (at < end && block[at] !== newline) at++;
    if (at < end) rows++;
  }
  memory.newlines = rows;
  memory.readTo = Math.min(at, end);
  return found;
}

function isEscapeOf(block: Uint8Array, at: number, end: number, { escapes }: LiteralSearch): boolean {
  if (escapes === 'ascii') return at + 5 <= end && isAsciiEscape(block, at);
  return at + 2 <= end && block[at + 1] === letterU;
}

function isLiteral(
  { block, literal, literalMasks }: KernelMemory,
  at: number,
  end: number,
  { length }: LiteralSearch,
): boolean {
  if (at + length > end) return false;
  for (let i = 0; i < length; i++) if (((block[at + i] ?? 0) | (literalMasks[i] ?? 0)) !== literal[i]) return false;
  return true;
}

interface Lines {
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  readonly bytes: number;
}

/** The starts of rows that an index keeps: see `RowKernel.findCheckpoints`. */
export function findCheckpoints(memory: KernelMemory, { start, end, rows, bytes }: Lines): number {
  const { block, pairs } = memory;
  let found = 0;
  let lastRow = -rows;
  let lastStart = start - bytes;
  let row = 0;
  for (let at = start; at < end; at++) {
    if (block[at] !== newline) continue;
    row++;
    if (row - lastRow < rowsBetweenCheckpoints && at + 1 - lastStart < bytesBetweenCheckpoints) continue;
    lastRow = row;
    lastStart = at + 1;
    pairs[found * 2] = row;
    pairs[found * 2 + 1] = lastStart - start;
    found++;
  }
  memory.newlines = row;
  return found;
}
