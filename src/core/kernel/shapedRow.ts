import { facts } from './facts.ts';
import type { JsonText } from './jsonText.ts';
import { slotFlags, type RowKernel } from './rowKernel.ts';
import type { RowShape } from './rowShape.ts';
import type { Example } from '../dataset/example.ts';
import { isNumberList } from '../dataset/numberList.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import { decodeRow } from '../dataset/parseRow.ts';
import { isObject, type FieldPath } from '../json/value.ts';

/** A text of the row at hand, of those that the kernel noted; decoded when it is asked for. */
export class ShapedText implements JsonText {
  readonly path: FieldPath;
  readonly #kernel: RowKernel;
  readonly #slot: number;
  #text: string | undefined;

  constructor(kernel: RowKernel, slot: number, path: FieldPath) {
    this.#kernel = kernel;
    this.#slot = slot;
    this.path = path;
  }

  get bytes(): Uint8Array {
    return this.#kernel.memory.block;
  }
  get start(): number {
    return this.#kernel.memory.ofSlot(this.#slot, 0);
  }
  get end(): number {
    return this.#kernel.memory.ofSlot(this.#slot, 1);
  }

  get wide(): boolean {
    return (this.#flags & slotFlags.wide) !== 0;
  }
  get escaped(): boolean {
    return (this.#flags & slotFlags.escaped) !== 0;
  }

  /** Whether it is a list of numbers in the wide sense, of a text of which facts are told; undefined where only the text tells. */
  get isNumberList(): boolean | undefined {
    const told = this.#kernel.memory.ofSlot(this.#slot, 3);
    return (told & facts.maybeNumberList) !== 0 ? undefined : (told & facts.numberList) !== 0;
  }

  get text(): string {
    this.#text ??= this.#decode();
    return this.#text;
  }

  /** Takes notice that another row is at hand. */
  renew(): void {
    this.#text = undefined;
  }

  get #flags(): number {
    return this.#kernel.memory.ofSlot(this.#slot, 2);
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

/** The row at hand, of those that the kernel noted, seen as one of its shape. Valid until another is. */
export class ShapedRow {
  readonly shape: RowShape;
  readonly completions: readonly ShapedText[];
  readonly #reasoning: readonly ShapedText[];
  /** All that the student is trained to write, reasoning first; where some of it is in no slot, that which is. */
  readonly texts: readonly ShapedText[];
  /** The same as an example without messages; undefined where some of it is in no slot of its own. */
  readonly trained: Example | undefined;
  /** The same with what it answers; undefined where some of it is in no slot of its own. */
  readonly answered: Example | undefined;
  readonly #prompt: ShapedText | undefined;
  readonly #kernel: RowKernel;
  #note = 0;
  #parsed: ParsedRow | undefined;
  /** The one text that the student is trained to write; undefined where there are several, or one in no slot. */
  readonly onlyText: ShapedText | undefined;
  /** Rows whose texts had to tell that its completions are all lists of numbers. */
  #decided = 0;
  /** What holds or may hold of something that the student is trained to write, of what is asked for. */
  facts = 0;

  constructor(kernel: RowKernel, shape: RowShape) {
    this.#kernel = kernel;
    this.shape = shape;
    const { completions = [], reasoning = [], prompt } = shape.example ?? {};
    this.completions = shape.completions.map((slot, i) => new ShapedText(kernel, slot, completions[i]?.path ?? []));
    const others = shape.trained?.filter(slot => !shape.completions.includes(slot)) ?? [];
    this.#reasoning = others.map((slot, i) => new ShapedText(kernel, slot, reasoning[i]?.path ?? []));
    this.texts = [...this.#reasoning, ...this.completions];
    if (
      shape.trained !== undefined &&
      shape.trained.length === this.texts.length &&
      new Set(shape.trained).size === this.texts.length
    )
      this.trained = { messages: [], rejected: [], reasoning: this.#reasoning, completions: this.completions };
    if (prompt !== undefined && shape.prompt !== undefined)
      this.#prompt = new ShapedText(kernel, shape.prompt, prompt.path);
    this.onlyText = this.trained && this.texts.length === 1 ? this.texts[0] : undefined;
    if (this.trained !== undefined && (prompt === undefined || this.#prompt !== undefined))
      this.answered = { ...this.trained, ...(this.#prompt && { prompt: this.#prompt }) };
  }

  /** Takes the row of a note in hand. */
  enter(note: number): void {
    const { memory } = this.#kernel;
    this.#note = note;
    this.#parsed = undefined;
    this.#prompt?.renew();
    for (const text of this.texts) text.renew();
    memory.firstSlot = memory.ofNote(note, 6);
    this.facts = memory.ofNote(note, 3);
    if ((this.facts & facts.undecided) !== 0 && this.completions.every(({ text }) => isNumberList(text)))
      this.#decided++;
  }

  /** Where it starts and ends in the block: at its newline, or the block's end. */
  get start(): number {
    return this.#kernel.memory.ofNote(this.#note, 1);
  }
  get end(): number {
    return this.#kernel.memory.ofNote(this.#note, 2);
  }

  /** Of the rows that were read with it: those before it, and those of them with completions. */
  get rowsBefore(): number {
    return this.#kernel.memory.ofNote(this.#note, 4);
  }
  get answeredBefore(): number {
    return this.#kernel.memory.ofNote(this.#note, 5);
  }

  /** The row parsed as any other, once for all checks. */
  parsed(): ParsedRow {
    if (this.#parsed) return this.#parsed;
    const { content } = decodeRow(this.#kernel.memory.block.subarray(this.start, this.end), { first: false });
    const { format } = this.shape;
    if (content.kind !== 'value' || !isObject(content.value))
      throw new Error('The kernel matched what is no row of its shape.');
    const { value } = content;
    return (this.#parsed = { value, format, example: format?.normalise(value) });
  }

  /** Of the shape's number in the kernel. */
  counts(number: number): { readonly shape: RowShape; readonly rows: number; readonly rowsOfNumbers: number } {
    const { memory } = this.#kernel;
    const { shape } = this;
    return {
      shape,
      rows: memory.ofShape(number, 1),
      rowsOfNumbers: memory.ofShape(number, 6) + this.#decided,
    };
  }
}
