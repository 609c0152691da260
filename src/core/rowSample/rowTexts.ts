import { joinedHash, TextHasher } from './textHash.ts';
import type { Example, TextPart } from '../dataset/example.ts';
import type { TextKernel } from '../duplicates/textKernel.ts';
import { mayBeBlank } from '../kernel/marks.ts';
import { ShapedText } from '../kernel/shapedRow.ts';

/** Characters of a completion that a sample keeps. */
export const longestCompletion = 1000;
/** Characters of a prompt that a sample keeps. */
const longestPrompt = 300;

/** One row of a sample. Plain JSON. */
export type SampledRow = {
  /** Stands for the prompt; for the completion where there is no prompt. Rows with the same are not independent. */
  readonly group: number;
  /** Stands for the whole row. */
  readonly id: number;
  /** Their beginnings. */
  readonly completion: string;
  readonly prompt: string;
  /** Characters of the whole completion. */
  readonly length: number;
};

/** Of a character in JSON, written as `\u0041`. */
const mostBytes = 6;

/** Prompt and completions of a row; those of a row that was not parsed are decoded only where that is asked for. */
export type RowParts = Pick<Example, 'prompt' | 'completions'>;

/**
 * What samples ask of the row at hand. A row that is not sampled is not decoded: hashes are worked out from bytes, each once. One
 * object serves all rows of a slice, since a million of them would cost as much as the hashing.
 */
export class RowTexts {
  readonly #kernel: TextKernel | undefined;
  #hasher: TextHasher | undefined;
  #row = -1;
  #parts: RowParts = { completions: [] };
  /** Whether it answers something. */
  hasPrompt = false;
  /** Whether no completion says anything. */
  isBlank = true;
  #group: number | undefined;
  #answer: number | undefined;
  #sampled: SampledRow | undefined;

  constructor(kernel?: TextKernel) {
    this.#kernel = kernel;
  }

  /** Goes on to a row; nothing happens where it is the one at hand. */
  enter(row: number, parts: RowParts): this {
    if (row === this.#row) return this;
    this.#row = row;
    this.#parts = parts;
    this.#group = undefined;
    this.#answer = undefined;
    this.#sampled = undefined;
    this.hasPrompt = parts.prompt !== undefined && !isEmpty(parts.prompt);
    this.isBlank = parts.completions.every(isBlank);
    return this;
  }

  /** The completions as one text. */
  get completion(): string {
    const { completions } = this.#parts;
    return completions.length === 1 ? (completions[0]?.text ?? '') : completions.map(({ text }) => text).join('\n');
  }

  /** Whether the completions have fewer characters than so many; of one that is not read, by its bytes where they tell. */
  isShorterThan(characters: number): boolean {
    const { completions } = this.#parts;
    const [only] = completions;
    if (completions.length === 1 && only instanceof ShapedText) {
      const length = only.end - only.start;
      if (length < characters) return true;
      if (length >= characters * mostBytes) return false;
    }
    return this.completion.length < characters;
  }

  get prompt(): string {
    return this.#parts.prompt?.text ?? '';
  }

  /** Stands for the completions. */
  get answer(): number {
    if (this.#answer !== undefined) return this.#answer;
    const [first, ...more] = this.#parts.completions;
    const hash = first === undefined ? 0 : this.#hashOf(first);
    this.#answer = more.reduce((before, part) => joinedHash(before, this.#hashOf(part)), hash);
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
    return this.hasPrompt ? joinedHash(this.group, this.answer) : this.answer;
  }

  /** What samples keep of the row: one object for all of them, so that it crosses threads once. */
  get sampled(): SampledRow {
    if (this.#sampled !== undefined) return this.#sampled;
    const { group, id, completion } = this;
    this.#sampled = {
      group,
      id,
      completion: completion.slice(0, longestCompletion),
      prompt: this.prompt.slice(0, longestPrompt),
      length: completion.length,
    };
    return this.#sampled;
  }

  #hashOf(part: TextPart): number {
    this.#hasher ??= new TextHasher(this.#kernel);
    const ofBytes = part instanceof ShapedText ? this.#hasher.ofJson(part) : undefined;
    return ofBytes ?? this.#hasher.ofText(part.text);
  }
}

function isEmpty(part: TextPart): boolean {
  return part instanceof ShapedText ? part.start === part.end : part.text === '';
}

function isBlank(part: TextPart): boolean {
  if (part instanceof ShapedText && !mayBeBlank(part.bytes, part.start, part.end)) return false;
  return part.text.trim() === '';
}
