import type { JsonText } from './jsonText.ts';
import { hasWideEscape, marks as allMarks, marksOf } from './marks.ts';
import { slotFlags, type RowKernel } from './rowKernel.ts';
import type { RowShape } from './rowShape.ts';
import { isNumberList, isNumberListInJson } from '../dataset/numberList.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import { isObject, type FieldPath } from '../json/value.ts';

/** What a row must hold for a check to have something to find in it: a word of the kernel's table, or one of these marks. */
export interface RowNeeds {
  readonly words: boolean;
  readonly marks: number;
}

/** A text of the row that the kernel matched last; decoded when it is asked for. */
export class ShapedText implements JsonText {
  readonly path: FieldPath;
  readonly #kernel: RowKernel;
  readonly #at: number;
  #text: string | undefined;
  #hasWord: boolean | undefined;
  #marks: number | undefined;

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

  get wide(): boolean {
    return (this.#flags & slotFlags.wide) !== 0;
  }
  get escaped(): boolean {
    return (this.#flags & slotFlags.escaped) !== 0;
  }

  get text(): string {
    this.#text ??= this.#decode();
    return this.#text;
  }

  /** Whether its bytes hold escapes. */
  get isEscaped(): boolean {
    return (this.#flags & slotFlags.escaped) !== 0;
  }

  isNumberList(): boolean {
    return isNumberListInJson(this.bytes, this.start, this.end) ?? isNumberList(this.text);
  }

  /** Whether what is needed may stand in it; each question is put to the bytes once. */
  mayHave({ words, marks }: RowNeeds): boolean {
    if ((this.#flags & slotFlags.asciiEscaped) !== 0) return true;
    if (words && (this.#hasWord ??= this.#kernel.mayHaveWord(this.start, this.end))) return true;
    if (marks === allMarks.wide && this.#marks === undefined)
      return this.wide || (this.escaped && hasWideEscape(this.bytes, this.start, this.end));
    return marks !== 0 && (marks & (this.#marks ??= marksOf(this.bytes, this.start, this.end))) !== 0;
  }

  /** Takes notice that the kernel matched another row. */
  renew(): void {
    this.#text = undefined;
    this.#hasWord = undefined;
    this.#marks = undefined;
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
  readonly #reasoning: readonly ShapedText[];
  readonly #trained: readonly ShapedText[] | undefined;
  readonly #kernel: RowKernel;
  #start = 0;
  #parsed: ParsedRow | undefined;
  /** Rows matched so far, and those of them whose completions are all number lists in the wide sense. */
  rows = 0;
  rowsOfNumbers = 0;

  constructor(kernel: RowKernel, shape: RowShape) {
    this.#kernel = kernel;
    this.shape = shape;
    const paths = shape.example?.completions ?? [];
    this.completions = shape.completions.map((slot, i) => new ShapedText(kernel, slot, paths[i]?.path ?? []));
    const others = shape.trained?.filter(slot => !shape.completions.includes(slot));
    this.#reasoning = others?.map(slot => new ShapedText(kernel, slot, [])) ?? [];
    this.#trained = others && [...this.#reasoning, ...this.completions];
  }

  /** Takes notice that the kernel matched the row at `start` of its block. */
  enter(start: number): void {
    this.#start = start;
    this.#parsed = undefined;
    for (const text of this.completions) text.renew();
    for (const text of this.#reasoning) text.renew();
    this.rows++;
    if (this.completions.length > 0 && this.completions.every(text => text.isNumberList())) this.rowsOfNumbers++;
  }

  /** Whether what is needed may stand in what the student is trained to write. */
  mayHave(needs: RowNeeds): boolean {
    return this.#trained === undefined || this.#trained.some(text => text.mayHave(needs));
  }

  /** The row parsed as any other, once for all checks. */
  parsed(): ParsedRow {
    if (this.#parsed) return this.#parsed;
    const { block, rowEnd } = this.#kernel.memory;
    const { content } = decodeRow(block.subarray(this.#start, rowEnd), { first: false });
    const { format } = this.shape;
    if (content.kind !== 'value' || !isObject(content.value))
      throw new Error('The kernel matched what is no row of its shape.');
    const { value } = content;
    return (this.#parsed = { value, format, example: format?.normalise(value) });
  }
}
