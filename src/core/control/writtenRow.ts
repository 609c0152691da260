import { numbersOf } from '../features/numberFeatures.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';
import { once } from '../text/once.ts';
import { combining, letters, numerals, symbols, type Characters } from '../text/characters.ts';

/** Characters of a text that are read. */
const longestRead = 1000;

/** A row and what several profiles read of it, worked out once. */
export interface WrittenRow extends SampledRow {
  /** Of a completion that is a list of numbers. */
  readonly numbers: () => readonly string[] | undefined;
  readonly words: () => readonly string[];
  readonly promptWords: () => readonly string[];
  readonly reasoningWords: () => readonly string[];
  /** Numbers too: they are most of what calls differ in. */
  readonly callWords: () => readonly string[];
  /** Marks and symbols, one by one. */
  readonly marks: () => readonly string[];
}

/** `characters` serves many rows. */
export function writtenRow(row: SampledRow, characters: Characters): WrittenRow {
  const { completion, prompt, reasoning, calls } = row;
  return {
    ...row,
    numbers: once(() => numbersOf(completion)),
    words: once(() => wordsOf(completion, characters)),
    promptWords: () => wordsOf(prompt, characters),
    reasoningWords: () => wordsOf(reasoning?.text ?? '', characters),
    callWords: () => wordsOf(calls?.text ?? '', characters, letters | combining | numerals),
    marks: () => {
      const text = completion.slice(0, longestRead);
      const marks: string[] = [];
      characters.read(text).eachCharacter(symbols, (start, end) => marks.push(text.slice(start, end)));
      return marks;
    },
  };
}

/** The words of a text's beginning in lower case, without numbers unless those are asked for. */
function wordsOf(text: string, characters: Characters, kinds = letters | combining): readonly string[] {
  const lower = text.slice(0, longestRead).toLowerCase();
  const words: string[] = [];
  characters.read(lower).eachRun(kinds, (start, end) => words.push(lower.slice(start, end)));
  return words;
}
