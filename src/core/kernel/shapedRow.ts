import { slotFlags, type RowKernel } from './rowKernel.ts';
import type { RowShape } from './rowShape.ts';
import type { Example } from '../dataset/example.ts';
import { isNumberList, isNumberListInJson } from '../dataset/numberList.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import { isObject, type FieldPath, type JsonObject } from '../json/value.ts';

/** A text of the row that the kernel matched last; decoded when it is asked for. */
export class ShapedText {
  readonly path: FieldPath;
  readonly #kernel: RowKernel;
  readonly #at: number;
  #text: string | undefined;

  constructor(kernel: RowKernel, slot: number, path: FieldPath) {
    this.#kernel = kernel;
    this.#at = slot * 3;
    this.path = path;
  }

  get bytes(): Uint8Array {
    return this.#kernel.memory.block;
  }
  get start(): number {
    return this.#kernel.memory.slots[this.#at] ?? 0;
  }
  get end(): number {
    return this.#kernel.memory.slots[this.#at + 1] ?? 0;
  }

  get text(): string {
    this.#text ??= this.#decode();
    return this.#text;
  }

  isNumberList(): boolean {
    return isNumberListInJson(this.bytes, this.start, this.end) ?? isNumberList(this.text);
  }

  /** Whether a word of the kernel's table may stand in it. */
  mayHaveWord(): boolean {
    return (this.#flags & slotFlags.asciiEscaped) !== 0 || this.#kernel.mayHaveWord(this.start, this.end);
  }

  /** Takes notice that the kernel matched another row. */
  renew(): void {
    this.#text = undefined;
  }

  get #flags(): number {
    return this.#kernel.memory.slots[this.#at + 2] ?? 0;
  }

  #decode(): string {
    const { start, end } = this;
    const flags = this.#flags;
    if ((flags & slotFlags.escaped) === 0) {
      return (flags & slotFlags.wide) === 0 ? this.#kernel.asciiText(start, end) : this.#kernel.wideText(start, end);
    }
    // With its quotes it is JSON.
    const wide = (flags & slotFlags.wide) !== 0;
    const token = wide ? this.#kernel.wideText(start - 1, end + 1) : this.#kernel.asciiText(start - 1, end + 1);
    return JSON.parse(token) as string;
  }
}

/** The row that the kernel matched last, seen as one of its shape. Valid until the kernel matches another. */
export class ShapedRow {
  readonly shape: RowShape;
  readonly completions: readonly ShapedText[];
  readonly #trained: readonly ShapedText[] | undefined;
  readonly #kernel: RowKernel;
  #start = 0;
  #example: Example | undefined;
  #value: JsonObject | undefined;
  /** Rows matched so far, and those of them whose completions are all number lists in the wide sense. */
  rows = 0;
  rowsOfNumbers = 0;

  constructor(kernel: RowKernel, shape: RowShape) {
    this.#kernel = kernel;
    this.shape = shape;
    const paths = shape.example?.completions ?? [];
    this.completions = shape.completions.map((slot, i) => new ShapedText(kernel, slot, paths[i]?.path ?? []));
    const others = shape.trained?.filter(slot => !shape.completions.includes(slot));
    this.#trained = others && [...others.map(slot => new ShapedText(kernel, slot, [])), ...this.completions];
  }

  /** Takes notice that the kernel matched the row at `start` of its block. */
  enter(start: number): void {
    this.#start = start;
    this.#example = undefined;
    this.#value = undefined;
    for (const text of this.completions) text.renew();
    this.rows++;
    if (this.completions.length > 0 && this.completions.every(text => text.isNumberList())) this.rowsOfNumbers++;
  }

  /** Whether a word of the kernel's table may stand in what the student is trained to write. */
  mayHaveWord(): boolean {
    return this.#trained === undefined || this.#trained.some(text => text.mayHaveWord());
  }

  /** The row parsed as any other. */
  example(): Example {
    if (this.#example) return this.#example;
    const { format } = this.shape;
    if (format === undefined) throw new Error('The kernel matched what is no row of its shape.');
    return (this.#example = format.normalise(this.value()));
  }

  /** What the row holds. */
  value(): JsonObject {
    if (this.#value) return this.#value;
    const { block, rowEnd } = this.#kernel.memory;
    const { content } = decodeRow(block.subarray(this.#start, rowEnd), { first: false });
    if (content.kind !== 'value' || !isObject(content.value))
      throw new Error('The kernel matched what is no row of its shape.');
    return (this.#value = content.value);
  }
}
