import type { ByteSource } from './byteSource.ts';
import { concatenate } from './concatenate.ts';
import type { Checkpoint } from './lineIndex.ts';
import { decodeRow } from './parseRow.ts';
import type { Row, RowSpan } from './row.ts';

const chunkBytes = 64 * 1024;
const newline = 10;

export interface ReadRowsRequest {
  /** Index of the first row wanted. */
  readonly start: number;
  readonly count: number;
  /** A row at or before `start` whose place is known. */
  readonly from: Checkpoint;
  /** Bytes of a row that are read; a longer row comes without its content. */
  readonly maxRowBytes: number;
  readonly signal?: AbortSignal;
}

/** Reads rows on from a checkpoint; fewer where the source ends. */
export async function readRows(source: ByteSource, request: ReadRowsRequest): Promise<Row[]> {
  const { start, count, from, maxRowBytes, signal } = request;
  const rows: Row[] = [];
  let index = from.row;
  let byteStart = from.byteStart;
  let parts: Uint8Array[] = [];
  let kept = 0;
  let position = from.byteStart;
  const end = (byteEnd: number): void => {
    if (index >= start) rows.push(toRow({ index, byteStart, byteEnd }, parts));
    index++;
    byteStart = byteEnd + 1;
    parts = [];
    kept = 0;
  };
  while (rows.length < count) {
    const chunk = await source.read(position, position + chunkBytes, signal);
    if (chunk.length === 0) {
      if (position > byteStart) end(position);
      break;
    }
    for (let at = 0; at < chunk.length && rows.length < count;) {
      const found = chunk.indexOf(newline, at);
      const stop = found < 0 ? chunk.length : found;
      if (index >= start && kept < maxRowBytes) {
        const part = chunk.subarray(at, Math.min(stop, at + maxRowBytes - kept));
        parts.push(part);
        kept += part.length;
      }
      if (found >= 0) end(position + found);
      at = stop + 1;
    }
    position += chunk.length;
  }
  return rows;
}

/** The byte at which a row starts, found by reading on from a checkpoint at or before it; the source's end where it has fewer rows. */
export async function rowStart(
  source: ByteSource,
  from: Checkpoint,
  row: number,
  signal?: AbortSignal,
): Promise<number> {
  let { row: index, byteStart: position } = from;
  while (index < row) {
    const chunk = await source.read(position, position + chunkBytes, signal);
    if (chunk.length === 0) return position;
    let at = 0;
    for (let found = chunk.indexOf(newline); found >= 0 && index < row; found = chunk.indexOf(newline, at)) {
      at = found + 1;
      index++;
    }
    position += index === row ? at : chunk.length;
  }
  return position;
}

function toRow(span: RowSpan, parts: readonly Uint8Array[]): Row {
  const bytes = concatenate(parts);
  if (bytes.length < span.byteEnd - span.byteStart) {
    return { span, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
  }
  return { span, ...decodeRow(bytes, { first: span.index === 0 }) };
}
