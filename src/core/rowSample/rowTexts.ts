import { joinedHash, TextHasher } from './textHash.ts';
import type { Example, TextPart } from '../dataset/example.ts';
import { callText, trainedCalls, type Call } from '../dataset/trainedTexts.ts';
import type { TextKernel } from '../duplicates/textKernel.ts';
import { mayBeBlank } from '../kernel/marks.ts';
import { ShapedText } from '../kernel/shapedRow.ts';

/** Characters of a completion that a sample keeps; as many of its reasoning, and of its calls. */
export const longestCompletion = 1000;
/** Characters of a prompt that a sample keeps. */
const longestPrompt = 300;

/** One row of a sample. Plain JSON. */
export type SampledRow = {
  /** Stands for the prompt; for the completion where there is no prompt. Rows with the same are not independent. */
  readonly group: number;
  /** Stands for the whole row. */
  readonly id: number;
  /** Their beginnings; a row that only reasons or calls has no completion. */
  readonly completion: string;
  readonly prompt: string;
  /** Characters of the whole completion. */
  readonly length: number;
  /** In a field of its own: reasoning in tags is part of the completion. */
  readonly reasoning?: SampledText;
  /** Names and arguments. */
  readonly calls?: SampledText;
};

/** The beginning of a text, and how many characters all of it has. */
export type SampledText = { readonly text: string; readonly length: number };

/** Of a character in JSON, written as `\u0041`. */
const mostBytes = 6;

/** What a row answers and what the student is trained to write; texts of a row that was not parsed are decoded only where that is asked for. */
export type RowParts = Pick<Example, 'messages' | 'prompt' | 'completions' | 'reasoning'>;

/**
 * What samples ask of the row at hand. A row that is not sampled is not decoded: hashes are worked out from bytes, each once. One
 * object serves all rows of a slice, since a million of them would cost as much as the hashing.
 */
export class RowTexts {
  readonly #kernel: TextKernel | undefined;
  #hasher: TextHasher | undefined;
  #row = -1;
  #parts: RowParts = { messages: [], completions: [], reasoning: [] };
  #calls: readonly Call[] = [];
  /** Whether it answers something. */
  hasPrompt = false;
  /** Whether nothing is said, no reason given and no tool called. */
  isBlank = true;
  #saysNothing = true;
  #group: number | undefined;
  #completions: number | undefined;
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
    this.#calls = trainedCalls(parts);
    this.#group = undefined;
    this.#completions = undefined;
    this.#answer = undefined;
    this.#sampled = undefined;
    this.hasPrompt = parts.prompt !== undefined && !isEmpty(parts.prompt);
    this.#saysNothing = parts.completions.every(isBlank);
    this.isBlank = this.#saysNothing && this.#calls.length === 0 && parts.reasoning.every(isBlank);
    return this;
  }

  /** The completions as one text. */
  get completion(): string {
    const { completions } = this.#parts;
    return completions.length === 1 ? (completions[0]?.text ?? '') : completions.map(({ text }) => text).join('\n');
  }

  /** Whether what the student is trained to write has fewer characters than so many; of one text that is not read, by its bytes where they tell. */
  isShorterThan(characters: number): boolean {
    const { completions, reasoning } = this.#parts;
    const [only] = completions;
    const others = reasoning.length + this.#calls.length;
    if (completions.length === 1 && others === 0 && only instanceof ShapedText) {
      const length = only.end - only.start;
      if (length < characters) return true;
      if (length >= characters * mostBytes) return false;
    }
    const length = this.completion.length + (this.#reasoning?.length ?? 0) + (this.#called?.length ?? 0);
    return length < characters;
  }

  get prompt(): string {
    return this.#parts.prompt?.text ?? '';
  }

  /** Stands for all that the student is trained to write. */
  get answer(): number {
    this.#answer ??= this.#calls.reduce(
      (before, call) => joinedHash(before, this.#hasherOf().ofText(callText(call))),
      this.#hashAll(this.#parts.reasoning, this.#said),
    );
    return this.#answer;
  }

  /** Stands for the prompt; where there is none for the completions, or for all there is. */
  get group(): number {
    const { prompt } = this.#parts;
    if (this.#group !== undefined) return this.#group;
    if (prompt !== undefined && this.hasPrompt) this.#group = this.#hashOf(prompt);
    else this.#group = this.#saysNothing ? this.answer : this.#said;
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
    const [reasoning, calls] = [this.#reasoning, this.#called];
    this.#sampled = {
      group,
      id,
      completion: completion.slice(0, longestCompletion),
      prompt: this.prompt.slice(0, longestPrompt),
      length: completion.length,
      ...(reasoning && { reasoning }),
      ...(calls && { calls }),
    };
    return this.#sampled;
  }

  get #reasoning(): SampledText | undefined {
    return sampledText(this.#parts.reasoning.map(({ text }) => text));
  }

  get #called(): SampledText | undefined {
    return sampledText(this.#calls.map(callText));
  }

  /** Stands for the completions; 0 where there are none. */
  get #said(): number {
    if (this.#completions !== undefined) return this.#completions;
    const [first, ...more] = this.#parts.completions;
    this.#completions = first === undefined ? 0 : this.#hashAll(more, this.#hashOf(first));
    return this.#completions;
  }

  #hashAll(parts: readonly TextPart[], before: number): number {
    return parts.reduce((hash, part) => joinedHash(hash, this.#hashOf(part)), before);
  }

  #hashOf(part: TextPart): number {
    const hasher = this.#hasherOf();
    const ofBytes = part instanceof ShapedText ? hasher.ofJson(part) : undefined;
    return ofBytes ?? hasher.ofText(part.text);
  }

  #hasherOf(): TextHasher {
    return (this.#hasher ??= new TextHasher(this.#kernel));
  }
}

function sampledText(texts: readonly string[]): SampledText | undefined {
  const text = texts.join('\n');
  return text.trim() === '' ? undefined : { text: text.slice(0, longestCompletion), length: text.length };
}

function isEmpty(part: TextPart): boolean {
  return part instanceof ShapedText ? part.start === part.end : part.text === '';
}

function isBlank(part: TextPart): boolean {
  if (part instanceof ShapedText && !mayBeBlank(part.bytes, part.start, part.end)) return false;
  return part.text.trim() === '';
}
