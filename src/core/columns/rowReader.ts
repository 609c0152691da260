import type { ColumnRow } from './column.ts';
import { formatOf } from '../dataset/formats/registry.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import type { Example } from '../dataset/example.ts';
import { isObject, type JsonValue } from '../json/value.ts';

/** One row as columns see it; what is blank or malformed has no cells. */
export type ReadRow = 'blank' | 'malformed' | ColumnRow;

/** Hands over every row of a block of whole lines; `first`: the block begins at the file's first byte. */
export function forEachRow(bytes: Uint8Array, first: boolean, take: (row: ReadRow) => void): void {
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const { content } = decodeRow(bytes.subarray(start, end), { first: first && start === 0 });
    take(content.kind === 'value' ? columnRow(content.value, end - start) : content.kind);
    start = end + 1;
  }
}

export function columnRow(value: JsonValue, bytes: number): ColumnRow {
  let read: { readonly example: Example | undefined } | undefined;
  return {
    value,
    bytes,
    example() {
      read ??= { example: isObject(value) ? formatOf(value)?.normalise(value) : undefined };
      return read.example;
    },
  };
}
