import { facts } from './facts.ts';
import type { JsonText } from './jsonText.ts';
import { slotFlags, type RowKernel } from './rowKernel.ts';
import type { RowShape } from './rowShape.ts';
import type { Example } from '../dataset/example.ts';
import { isNumberList } from '../dataset/numberList.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import { isObject, type FieldPath } from '../json/value.ts';

/** A text of the row that the kernel matched last; decoded when it is asked for. */
export class ShapedText implements JsonText {
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

  /** Takes notice that the kernel matched another row. */
  renew(): void {
    this.#text = undefined;
  }

  /** What holds or may hold of it, of what is wanted, in the row that the kernel matched now. */
  read(wanted: number): number {
    this.renew();
    // Anything may be written in such escapes.
    if ((this.#flags & slotFlags.asciiEscaped) !== 0) return facts.all ^ facts.numberList;
    return this.#kernel.readFacts(this.start, this.end, wanted);
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
  /** All that the student is trained to write, reasoning first; where some of it is in no slot, that which is. */
  readonly texts: readonly ShapedText[];
  /** The same as an example without messages; undefined where some of it is in no slot of its own. */
  readonly trained: Example | undefined;
  /** Completions and what they answer; undefined where that is in no slot of its own. */
  readonly answered: Pick<Example, 'prompt' | 'completions'> | undefined;
  readonly #prompt: ShapedText | undefined;
  /** What is told of any row of the shape. */
  readonly #facts: number;
  readonly #wanted: number;
  readonly #kernel: RowKernel;
  #start = 0;
  #parsed: ParsedRow | undefined;
  /** What holds or may hold of something that the student is trained to write, of what is wanted. */
  facts = 0;
  /** Rows matched so far, and those of them whose completions are all number lists in the wide sense. */
  rows = 0;
  rowsOfNumbers = 0;

  constructor(kernel: RowKernel, shape: RowShape, wanted: number) {
    this.#kernel = kernel;
    this.shape = shape;
    this.#wanted = wanted | facts.numberList;
    const { completions = [], reasoning = [] } = shape.example ?? {};
    this.completions = shape.completions.map((slot, i) => new ShapedText(kernel, slot, completions[i]?.path ?? []));
    const others = shape.trained?.filter(slot => !shape.completions.includes(slot)) ?? [];
    this.#reasoning =
      wanted === 0 ? [] : others.map((slot, i) => new ShapedText(kernel, slot, reasoning[i]?.path ?? []));
    this.texts = [...this.#reasoning, ...this.completions];
    if (
      shape.trained !== undefined &&
      shape.trained.length === this.texts.length &&
      new Set(shape.trained).size === this.texts.length
    )
      this.trained = { messages: [], rejected: [], reasoning: this.#reasoning, completions: this.completions };
    const { prompt } = shape.example ?? {};
    if (prompt !== undefined && shape.prompt !== undefined)
      this.#prompt = new ShapedText(kernel, shape.prompt, prompt.path);
    if (prompt === undefined || this.#prompt !== undefined)
      this.answered = { ...(this.#prompt && { prompt: this.#prompt }), completions: this.completions };
    this.#facts = shape.trained === undefined ? facts.all : 0;
  }

  /** Takes notice that the kernel matched the row at `start` of its block. */
  enter(start: number): void {
    this.#start = start;
    this.#parsed = undefined;
    this.#prompt?.renew();
    this.rows++;
    let found = this.#facts;
    for (const text of this.#reasoning) found |= text.read(this.#wanted);
    let ofNumbers = this.completions.length > 0;
    for (const text of this.completions) {
      const its = text.read(this.#wanted);
      found |= its;
      ofNumbers &&= (its & facts.numberList) !== 0 || ((its & facts.maybeNumberList) !== 0 && isNumberList(text.text));
    }
    this.facts = found;
    if (ofNumbers) this.rowsOfNumbers++;
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
