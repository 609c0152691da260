import { noText, type RowCounts, type RowKeys } from './rowKeys.ts';

/** A file's place among the rows of a table. */
export interface TableFile {
  readonly firstRow: number;
  readonly rows: number;
  readonly bytes: number;
}

/** The keys of all rows, those of one file after those of another. Its columns are shared between threads. */
export interface KeyTable {
  readonly files: readonly TableFile[];
  readonly rows: number;
  /** Where each line begins in its file. */
  readonly starts: Float64Array;
  readonly sizes: Uint32Array;
  readonly hashes: Uint32Array;
  readonly bands: BandTable;
}

/** The band keys of all rows, slice by slice as they were read. */
export interface BandTable {
  /** Keys a row; 0 where near duplicates are not asked for. */
  readonly count: number;
  readonly slices: readonly Uint32Array[];
  /** By row: its slice. */
  readonly sliceOf: Uint16Array;
  /** By slice: its first row. */
  readonly firstRows: Uint32Array;
}

/** Where the keys of a row begin in its slice. */
export function bandOffset({ count, sliceOf, firstRows }: BandTable, row: number): number {
  return (row - (firstRows[sliceOf[row] ?? 0] ?? 0)) * count;
}

export function bandsOfSlice({ slices, sliceOf }: BandTable, row: number): Uint32Array {
  return slices[sliceOf[row] ?? 0] ?? none;
}

const none = new Uint32Array(0);

/** Puts the slices of files together, the slices of a file in their order. */
export function tableOf(files: readonly (readonly RowKeys[])[]): KeyTable {
  const slices = files.flat();
  const rows = slices.reduce((sum, slice) => sum + slice.rows, 0);
  const count = slices.reduce((most, slice) => Math.max(most, slice.rows && slice.bands.length / slice.rows), 0);
  const starts = new Float64Array(new SharedArrayBuffer(rows * 8));
  const sizes = shared32(rows);
  const hashes = shared32(rows * 2);
  const sliceOf = new Uint16Array(new SharedArrayBuffer(count > 0 ? rows * 2 : 0));
  const firstRows = new Uint32Array(slices.length);
  const placed: TableFile[] = [];
  let row = 0;
  let index = 0;
  for (const file of files) {
    const firstRow = row;
    let position = 0;
    for (const slice of file) {
      sizes.set(slice.sizes, row);
      hashes.set(slice.hashes, row * 2);
      sliceOf.fill(index, row, row + slice.rows);
      firstRows[index++] = row;
      for (const bytes of slice.lineBytes) {
        starts[row++] = position;
        position += bytes;
      }
    }
    placed.push({ firstRow, rows: row - firstRow, bytes: position });
  }
  const bands = { count, slices: slices.map(slice => slice.bands), sliceOf, firstRows };
  return { files: placed, rows, starts, sizes, hashes, bands };
}

export function countsOf(slices: readonly RowKeys[]): RowCounts {
  const sum = (name: keyof RowCounts): number => slices.reduce((total, slice) => total + slice[name], 0);
  return {
    rows: sum('rows'),
    blank: sum('blank'),
    malformed: sum('malformed'),
    without: sum('without'),
    short: sum('short'),
  };
}

/** Where a row of the table stands. */
export function placeOf(files: readonly TableFile[], row: number): { readonly file: number; readonly row: number } {
  let file = files.length - 1;
  while (file > 0 && row < (files[file]?.firstRow ?? 0)) file--;
  return { file, row: row - (files[file]?.firstRow ?? 0) };
}

/** By row, the first row with the same hash and size; itself where it is the first, or has no text. */
export function firstAlike({ rows, sizes, hashes }: KeyTable): Uint32Array {
  const first = shared32(rows);
  const slots = tableSize(rows);
  const table = new Uint32Array(slots);
  for (let row = 0; row < rows; row++) {
    first[row] = row;
    const size = sizes[row] ?? 0;
    if (size === noText) continue;
    const low = hashes[row * 2] ?? 0;
    const high = hashes[row * 2 + 1] ?? 0;
    for (let slot = (low ^ Math.imul(high, 0x9e3779b1)) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const found = table[slot] ?? 0;
      if (found === 0) {
        table[slot] = row + 1;
        break;
      }
      const other = found - 1;
      if (hashes[other * 2] === low && hashes[other * 2 + 1] === high && sizes[other] === size) {
        first[row] = other;
        break;
      }
    }
  }
  return first;
}

/**
 * Gives rows whose hash is that of another text a first row among themselves: `unequal` are in ascending order. What then differs
 * from its first row once more goes through it again.
 */
export function regroup(first: Uint32Array, unequal: readonly number[]): void {
  const firstOf = new Map<number, number>();
  for (const row of unequal) {
    const former = first[row] ?? row;
    const found = firstOf.get(former);
    first[row] = found ?? row;
    if (found === undefined) firstOf.set(former, row);
  }
}

/** A power of two that leaves half of the slots empty. */
export function tableSize(entries: number): number {
  let size = 16;
  while (size < entries * 2) size *= 2;
  return size;
}

function shared32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
