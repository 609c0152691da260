import { closeSync, openSync, readSync } from 'node:fs';
import { changedWhileRead } from '../datasetError.ts';
import { comparedInShape, joined, keyTextOf, normalised } from '../../core/duplicates/keyText.ts';
import { placeOf, type KeyTable } from '../../core/duplicates/keyTable.ts';
import { defaultShingle, type DuplicateQuery } from '../../core/duplicates/query.ts';
import { shingleHasher } from '../../core/duplicates/shingles.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import { everyRow, ShapeReader } from '../../core/kernel/shapeReader.ts';
import { decodeRow } from '../../core/dataset/parseRow.ts';

/** Bytes of shingles, halved, that are kept at hand. */
const maxKept = 1 << 24;

export interface RowTextsOptions {
  /** The files of the table, unpacked, in its order. */
  readonly paths: readonly string[];
  readonly table: Pick<KeyTable, 'files' | 'starts'>;
  readonly query: DuplicateQuery;
  readonly kernel: RowKernel;
}

/** Reads the compared texts of single rows again, from where they stand in their files. */
export class RowTexts {
  readonly #options: RowTextsOptions;
  readonly #files: readonly number[];
  readonly #shapes: ShapeReader | undefined;
  readonly #hash: (text: string) => Float64Array;
  readonly #shingles = new Kept<Float64Array>();
  #buffer = Buffer.allocUnsafe(64 * 1024);

  /** Opens the files; `close` closes them. */
  constructor(options: RowTextsOptions) {
    this.#options = options;
    this.#hash = shingleHasher(options.query.near?.shingle ?? defaultShingle);
    const files: number[] = [];
    this.#files = files;
    for (const path of options.paths) files.push(openSync(path, 'r'));
    if (options.query.field === 'completion') this.#shapes = new ShapeReader(options.kernel, everyRow);
  }

  close(): void {
    for (const file of this.#files) closeSync(file);
  }

  /** Whether two rows have the same text. Where they have it as it stands in JSON, it is not decoded. */
  isSame(row: number, other: number): boolean {
    const left = this.#jsonOf(row);
    const right = left && this.#jsonOf(other);
    return (right && left?.equals(right)) === true || this.#textAt(row) === this.#textAt(other);
  }

  shinglesOf(row: number): Float64Array {
    return this.#shingles.get(row, () => {
      const value = this.#hash(this.#textAt(row));
      return { value, weight: value.length * 4 };
    });
  }

  /** The text of a row that had one when its keys were read. */
  #textAt(row: number): string {
    const place = placeOf(this.#options.table.files, row);
    const text = this.#textOf(this.#lineAt(row), place.row === 0);
    if (text !== undefined) return text;
    const path = this.#options.paths[place.file] ?? '';
    throw changedWhileRead(path);
  }

  /** The one text of a row of a known shape as it stands in JSON. */
  #jsonOf(row: number): Buffer | undefined {
    const shapes = this.#shapes;
    if (shapes === undefined) return undefined;
    let json: Buffer | undefined;
    shapes.load(this.#lineAt(row), 0);
    shapes.read(0, ({ onlyText: only }) => {
      if (only) json = Buffer.from(only.bytes.subarray(only.start, only.end));
    });
    return json;
  }

  #lineAt(row: number): Buffer {
    const { files, starts } = this.#options.table;
    const place = placeOf(files, row);
    const file = files[place.file];
    const start = starts[row] ?? 0;
    const end = place.row + 1 < (file?.rows ?? 0) ? (starts[row + 1] ?? 0) : (file?.bytes ?? 0);
    return this.#readBytes(place.file, start, end);
  }

  #readBytes(file: number, start: number, end: number): Buffer {
    const length = end - start;
    if (length > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(length * 2);
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.#files[file] ?? -1, this.#buffer, filled, length - filled, start + filled);
      if (read === 0) break;
      filled += read;
    }
    const hasNewline = filled > 0 && this.#buffer[filled - 1] === 10;
    return this.#buffer.subarray(0, hasNewline ? filled - 1 : filled);
  }

  /** The row need not be parsed where its shape is known. */
  #textOf(line: Buffer, first: boolean): string | undefined {
    const { query } = this.#options;
    const shapes = this.#shapes;
    shapes?.load(line, 0);
    let text: string | undefined;
    const read = shapes?.read(0, shaped => (text = joined(comparedInShape(shaped))));
    if (read === line.length) return text === undefined ? undefined : normalised(text, query.normalise);
    const row = decodeRow(line, { first });
    if (row.content.kind === 'value') shapes?.learn(row.text, row.content.value);
    const key = keyTextOf(row, query);
    return key.kind === 'text' ? key.text : undefined;
  }
}

/** Values that were asked for lately, until they weigh too much. */
class Kept<Value> {
  readonly #values = new Map<number, Value>();
  #weight = 0;

  get(key: number, make: () => { readonly value: Value; readonly weight: number }): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const { value, weight } = make();
    this.#weight += weight;
    if (this.#weight > maxKept) {
      this.#values.clear();
      this.#weight = weight;
    }
    this.#values.set(key, value);
    return value;
  }
}
