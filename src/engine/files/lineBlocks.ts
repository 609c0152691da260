import { readSync } from 'node:fs';
import type { Slice } from '../../rpc/worker.ts';

/** What is read stays in the processor’s second cache until it is parsed: 1 MB takes longer and more memory. */
export const blockBytes = 256 * 1024;
const newline = 10;

/** Rows longer than this are counted and reported, not read: a JavaScript string holds some 512 MB. */
export const maxRowBytes = 256 * 2 ** 20;

export type LineBlock =
  | { readonly kind: 'lines'; readonly bytes: Uint8Array }
  /** One row of more than `maxRowBytes`. */
  | { readonly kind: 'oversized'; readonly byteLength: number };

/**
 * The lines that start in the slice, in blocks of whole lines of about 256 kB. A line that runs over the end of the slice belongs
 * to it; one that runs into its start does not: consecutive slices give every line once. A block is valid until the next. Lines
 * are read into `room` as long as they fit; what stands there after a block is the next one's.
 */
export function* lineBlocks(
  file: number,
  slice: Pick<Slice, 'byteStart' | 'byteEnd'>,
  room: Uint8Array = Buffer.allocUnsafe(blockBytes),
): Generator<LineBlock> {
  const start = slice.byteStart === 0 ? 0 : afterNewline(file, slice.byteStart - 1, slice.byteEnd);
  if (start === undefined || start >= slice.byteEnd) return;
  let buffer = Buffer.from(room.buffer, room.byteOffset, room.byteLength);
  let held = 0;
  let position = start;
  for (;;) {
    if (held === buffer.length) {
      if (held >= maxRowBytes) {
        const end = afterNewline(file, position, Infinity) ?? fileEnd(file, position);
        yield { kind: 'oversized', byteLength: held + (end - position) };
        if (end >= slice.byteEnd) return;
        position = end;
        held = 0;
      } else buffer = doubled(buffer);
    }
    const read = readSync(file, buffer, held, buffer.length - held, position);
    const base = position - held;
    position += read;
    const filled = held + read;
    if (read === 0) {
      if (held > 0) yield { kind: 'lines', bytes: buffer.subarray(0, held) };
      return;
    }
    const lastOwned = slice.byteEnd - 1 - base;
    const isLast = filled > lastOwned;
    const cut = isLast
      ? buffer.subarray(0, filled).indexOf(newline, Math.max(0, lastOwned))
      : buffer.lastIndexOf(newline, filled - 1);
    if (cut >= held || (isLast && cut >= 0)) {
      yield { kind: 'lines', bytes: buffer.subarray(0, cut + 1) };
      if (isLast) return;
      buffer.copyWithin(0, cut + 1, filled);
      held = filled - cut - 1;
    } else held = filled;
  }
}

function doubled(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(buffer.length * 2, maxRowBytes));
  buffer.copy(larger);
  return larger;
}

/** The byte after the first newline at or after `from`; undefined when there is none before `limit`. */
function afterNewline(file: number, from: number, limit: number): number | undefined {
  const buffer = Buffer.allocUnsafe(64 * 1024);
  for (let position = from; position < limit;) {
    const read = readSync(file, buffer, 0, buffer.length, position);
    if (read === 0) return undefined;
    const found = buffer.subarray(0, read).indexOf(newline);
    if (found >= 0) return position + found + 1;
    position += read;
  }
  return undefined;
}

function fileEnd(file: number, from: number): number {
  const buffer = Buffer.allocUnsafe(blockBytes);
  let position = from;
  for (let read = -1; read !== 0; position += read) read = readSync(file, buffer, 0, buffer.length, position);
  return position;
}
