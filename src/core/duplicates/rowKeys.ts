import { bandsFor, writeBandKeys, type Bands } from './bands.ts';
import { comparedInShape, joined, keyTextOf, separator, type KeyText } from './keyText.ts';
import { putJson, putText } from './putText.ts';
import type { DuplicateQuery } from './query.ts';
import type { TextKernel } from './textKernel.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import type { RowKernel } from '../kernel/rowKernel.ts';
import { everyRow, ShapeReader } from '../kernel/shapeReader.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

/** Stands for the size of a text that is not there. */
export const noText = 0xffffffff;

/** How many rows there are of each kind. */
export interface RowCounts {
  readonly rows: number;
  readonly blank: number;
  readonly malformed: number;
  /** Rows that lack the compared field. */
  readonly without: number;
  /** Texts of fewer words or characters than a shingle, which are compared as a whole. */
  readonly short: number;
}

/** What is kept of consecutive rows. Crosses threads. */
export interface RowKeys extends RowCounts {
  /** Bytes of each line, its newline included. */
  readonly lineBytes: Float64Array;
  /** Bytes of each text as UTF-8, `noText` where there is none. */
  readonly sizes: Uint32Array;
  /** Two numbers a row. */
  readonly hashes: Uint32Array;
  /** So many numbers a row as there are bands; empty where near duplicates are not asked for. Shared: the largest part is never copied. */
  readonly bands: Uint32Array;
}

export interface RowKeyOptions {
  /** The rows begin at the file's first byte, where a byte order mark is allowed. */
  readonly fromStart: boolean;
  readonly texts: TextKernel;
  /** Reads rows of known shapes as bytes; without it every row is parsed, to the same result. */
  readonly rows?: RowKernel;
}

const separatorByte = separator.charCodeAt(0);

/** Hashes the compared text of consecutive rows, and signs it where near duplicates are asked for. */
export class RowKeyReader {
  readonly #query: DuplicateQuery;
  readonly #options: RowKeyOptions;
  readonly #bands: Bands | undefined;
  readonly #shapes: ShapeReader | undefined;
  readonly #counts = { rows: 0, blank: 0, malformed: 0, without: 0, short: 0 };
  #lineBytes = new Float64Array(1024);
  #sizes = new Uint32Array(1024);
  #hashes = new Uint32Array(2048);
  #bandKeys: Uint32Array;

  constructor(query: DuplicateQuery, options: RowKeyOptions) {
    this.#query = query;
    this.#options = options;
    this.#bands = query.near && bandsFor(query.near.threshold);
    this.#bandKeys = new Uint32Array(1024 * (this.#bands?.bands ?? 0));
    const readsBytes = query.field === 'completion' && query.normalise.length === 0;
    this.#shapes = readsBytes && options.rows ? new ShapeReader(options.rows, everyRow) : undefined;
  }

  get rows(): number {
    return this.#counts.rows;
  }

  /** Adds whole lines; only the last line of the file may lack its newline. */
  addLines(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length;) {
      const end = this.#shapes?.load(bytes, start) ?? bytes.length;
      this.#addBlock(bytes.subarray(start, end));
      start = end;
    }
  }

  /** Adds a row too long to be read. */
  addOversized(byteLength: number): void {
    this.#addText({ kind: 'malformed' }, byteLength);
  }

  /** Call once, after the last row. */
  result(): RowKeys {
    const { rows } = this.#counts;
    return {
      ...this.#counts,
      lineBytes: this.#lineBytes.slice(0, rows),
      sizes: this.#sizes.slice(0, rows),
      hashes: this.#hashes.slice(0, rows * 2),
      bands: shared(this.#bandKeys.subarray(0, rows * (this.#bands?.bands ?? 0))),
    };
  }

  #addBlock(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length;) {
      start = this.#shapes?.read(start, shaped => this.#addShaped(shaped, bytes.length)) ?? start;
      if (start === bytes.length) return;
      const newline = bytes.indexOf(10, start);
      const end = newline < 0 ? bytes.length : newline;
      const first = this.#options.fromStart && this.#counts.rows === 0;
      const row = decodeRow(bytes.subarray(start, end), { first });
      this.#addText(keyTextOf(row, this.#query), Math.min(end + 1, bytes.length) - start);
      if (row.content.kind === 'value') this.#shapes?.learn(row.text, row.content.value);
      start = end + 1;
    }
  }

  #addShaped(row: ShapedRow, blockEnd: number): void {
    const lineBytes = Math.min(row.end + 1, blockEnd) - row.start;
    const { texts } = this.#options;
    const only = row.onlyText;
    const size = only && putJson(texts, only);
    if (size === undefined || (size > 0 && texts.text[0] === separatorByte))
      this.#addText(keyOf(comparedInShape(row)), lineBytes);
    else this.#addKeys(texts, size, lineBytes);
  }

  #addText(key: KeyText, lineBytes: number): void {
    if (key.kind !== 'text') {
      this.#counts[key.kind]++;
      this.#push(lineBytes, noText);
      return;
    }
    const [kernel, size] = putText(this.#options.texts, key.text);
    this.#addKeys(kernel, size, lineBytes);
  }

  /** The keys of the first `size` bytes of the kernel's text. */
  #addKeys(kernel: TextKernel, size: number, lineBytes: number): void {
    const { near, hashBits = 64 } = this.#query;
    const row = this.#push(lineBytes, size);
    kernel.hashText(size);
    this.#hashes[row * 2] = (kernel.hash[0] ?? 0) & maskOf(hashBits);
    this.#hashes[row * 2 + 1] = (kernel.hash[1] ?? 0) & maskOf(hashBits - 32);
    if (near === undefined || this.#bands === undefined) return;
    const shingles = kernel.sign(size, near.shingle);
    if (kernel.isShort) this.#counts.short++;
    if (shingles > 0) writeBandKeys(kernel.signature, this.#bands, this.#bandKeys, row * this.#bands.bands);
  }

  #push(lineBytes: number, size: number): number {
    const row = this.#counts.rows++;
    if (row >= this.#sizes.length) this.#grow(row * 2);
    this.#lineBytes[row] = lineBytes;
    this.#sizes[row] = size;
    return row;
  }

  #grow(rows: number): void {
    const lineBytes = new Float64Array(rows);
    lineBytes.set(this.#lineBytes);
    this.#lineBytes = lineBytes;
    const grown = (column: Uint32Array, length: number): Uint32Array<ArrayBuffer> => {
      const longer = new Uint32Array(length);
      longer.set(column);
      return longer;
    };
    this.#sizes = grown(this.#sizes, rows);
    this.#hashes = grown(this.#hashes, rows * 2);
    this.#bandKeys = grown(this.#bandKeys, rows * (this.#bands?.bands ?? 0));
  }
}

function shared(column: Uint32Array): Uint32Array {
  const copy = new Uint32Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

function keyOf(compared: ReturnType<typeof comparedInShape>): KeyText {
  const text = joined(compared);
  return text === undefined ? { kind: 'without' } : { kind: 'text', text };
}

function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (1 << bits) - 1;
}
