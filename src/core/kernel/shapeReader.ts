import type { RowKernel } from './rowKernel.ts';
import { shapeOf } from './rowShape.ts';
import { ShapedRow } from './shapedRow.ts';
import { ShapeTree } from './shapeTree.ts';
import { putWords, type WantedWord } from './wordTable.ts';
import type { JsonValue } from '../json/value.ts';
import { isObject } from '../json/value.ts';

const newline = 10;
const maxShapes = 256;
/** Rows that are learned from before any has matched; then one more for every 256 that matched. */
const firstAttempts = 16;
/** Rows after which it shows whether they are alike at all. */
const trialRows = 256;

/** Learns the shapes of rows as they come and reads later rows of the same shapes without parsing them. */
export class ShapeReader {
  readonly #kernel: RowKernel;
  readonly #tree: ShapeTree;
  readonly #rows: ShapedRow[] = [];
  readonly #wanted: number;
  #length = 0;
  #matched = 0;
  #missed = 0;
  #attempts = 0;

  /** `wanted`: what rows are to be asked for, beside whether they are lists of numbers. */
  constructor(
    kernel: RowKernel,
    { words, wanted }: { readonly words: readonly WantedWord[]; readonly wanted: number },
  ) {
    this.#kernel = kernel;
    this.#tree = new ShapeTree(kernel.memory);
    this.#wanted = wanted;
    if (!putWords(kernel.memory, words)) throw new Error('There is no room for the words that checks look for.');
  }

  /** The shapes so far, with the rows that matched. */
  get shapes(): readonly ShapedRow[] {
    return this.#rows;
  }

  /** Takes over whole lines from `start` on, as many as there is room for; where they end. A line too long is taken over alone, to be parsed. */
  load(bytes: Uint8Array, start: number): number {
    const { memory } = this.#kernel;
    const end = this.#isWorthwhile() ? memory.load(bytes, start) : bytes.length;
    this.#length = this.#isWorthwhile() ? end - start : 0;
    if (end > start) return end;
    const found = bytes.indexOf(newline, start);
    return found < 0 ? bytes.length : found + 1;
  }

  /** The row at `start` of what was taken over; undefined where it must be parsed. Valid until the next is asked for. */
  match(start: number): ShapedRow | undefined {
    if (this.#length === 0) return undefined;
    const row = this.#rows[this.#kernel.match(start, this.#length)];
    if (row === undefined) this.#missed++;
    else {
      this.#matched++;
      row.enter(start);
    }
    return row;
  }

  /** Where the row that matched ends, counted as its start was. */
  get rowEnd(): number {
    return this.#kernel.memory.rowEnd;
  }

  /** Learns from a row that had to be parsed. */
  learn(text: string, value: JsonValue): void {
    if (this.#rows.length >= maxShapes || this.#attempts >= firstAttempts + (this.#matched >> 8) || !isObject(value))
      return;
    if (this.#length === 0) return;
    this.#attempts++;
    const shape = shapeOf(text, value);
    if (shape && this.#tree.add(shape.pieces, shape.slots) !== undefined) {
      this.#rows.push(new ShapedRow(this.#kernel, shape, this.#wanted));
    }
  }

  #isWorthwhile(): boolean {
    return this.#missed < trialRows || this.#matched * 2 > this.#missed;
  }
}
