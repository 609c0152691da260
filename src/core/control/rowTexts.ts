import { joinedHash, TextHasher } from './textHash.ts';
import type { Example, TextPart } from '../dataset/example.ts';
import type { TextKernel } from '../duplicates/textKernel.ts';
import { ShapedText } from '../kernel/shapedRow.ts';

/** Prompt and completions of a row; those of a row that was not parsed are decoded only where that is asked for. */
export type Answered = Pick<Example, 'prompt' | 'completions'>;

/** What a sample asks of a row. A row that is not sampled is not decoded: hashes are worked out from bytes, each once. */
export class RowTexts {
  readonly #parts: Answered;
  readonly #hasher: TextHasher;
  /** Whether it answers something. */
  readonly hasPrompt: boolean;
  #group: number | undefined;
  #answer: number | undefined;

  constructor(parts: Answered, hasher: TextHasher) {
    this.#parts = parts;
    this.#hasher = hasher;
    this.hasPrompt = parts.prompt !== undefined && !isEmpty(parts.prompt);
  }

  /** Whether no completion says anything. */
  get isBlank(): boolean {
    return this.#parts.completions.every(isBlank);
  }

  /** The completions as one text. */
  get completion(): string {
    const { completions } = this.#parts;
    return completions.length === 1 ? (completions[0]?.text ?? '') : completions.map(({ text }) => text).join('\n');
  }

  get prompt(): string {
    return this.#parts.prompt?.text ?? '';
  }

  /** Stands for the completions. */
  get answer(): number {
    const { completions } = this.#parts;
    this.#answer ??= joinedHash(completions.map(part => this.#hashOf(part)));
    return this.#answer;
  }

  /** Stands for the prompt; for the completions where there is no prompt. */
  get group(): number {
    const { prompt } = this.#parts;
    this.#group ??= prompt !== undefined && this.hasPrompt ? this.#hashOf(prompt) : this.answer;
    return this.#group;
  }

  /** Stands for the whole row. */
  get id(): number {
    return this.hasPrompt ? joinedHash([this.group, this.answer]) : this.answer;
  }

  #hashOf(part: TextPart): number {
    const ofBytes = part instanceof ShapedText ? this.#hasher.ofJson(part) : undefined;
    return ofBytes ?? this.#hasher.ofText(part.text);
  }
}

/** Reads the texts of the row at hand once for all who sample rows. */
export class RowTextReader {
  readonly #kernel: TextKernel | undefined;
  #hasher: TextHasher | undefined;
  #row = -1;
  #texts: RowTexts | undefined;

  constructor(kernel?: TextKernel) {
    this.#kernel = kernel;
  }

  of(row: number, parts: Answered): RowTexts {
    if (this.#texts !== undefined && row === this.#row) return this.#texts;
    this.#hasher ??= new TextHasher(this.#kernel);
    this.#row = row;
    return (this.#texts = new RowTexts(parts, this.#hasher));
  }
}

function isEmpty(part: TextPart): boolean {
  return part instanceof ShapedText ? part.start === part.end : part.text === '';
}

function isBlank(part: TextPart): boolean {
  if (part instanceof ShapedText && part.start < part.end) {
    const first = part.bytes[part.start] ?? 0;
    if (first > 0x20 && first < 0x7f && first !== 0x5c) return false;
  }
  return part.text.trim() === '';
}
