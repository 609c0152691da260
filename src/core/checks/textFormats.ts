import { readSchema } from '../json/jsonSchema.ts';
import { readPattern } from '../text/pattern.ts';

/** What a text option holds where it is more than a text; an empty one holds nothing and is always right. */
export type TextFormat = 'regex' | 'json-schema' | 'range';

/** What a text of the format looks like, to end a sentence with. */
export const textFormats: Readonly<Record<TextFormat, string>> = {
  regex: 'a regular expression in RE2 syntax, or nothing',
  'json-schema': 'the text of a JSON Schema, or nothing',
  range: 'two numbers with `..` between them, of which one may be left out (`0..1`, `3..`), or nothing',
};

/** What is wrong with a text of the format, and where; nothing where it can be used. */
export function problemWithText(format: TextFormat, text: string): string | undefined {
  if (text === '') return undefined;
  switch (format) {
    case 'regex': {
      const read = readPattern(text);
      return read.ok ? undefined : read.problem;
    }
    case 'json-schema': {
      const read = readSchema(text);
      return read.ok ? undefined : read.problem;
    }
    case 'range':
      return parseRange(text) === undefined ? 'it is no range of numbers' : undefined;
  }
}

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** `0..1`, `3..`, `..10`; undefined for anything else, and where the first is larger. */
export function parseRange(text: string): NumberRange | undefined {
  const match = /^\s*(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)?\s*\.\.\s*(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)?\s*$/i.exec(text);
  if (match === null || (match[1] === undefined && match[2] === undefined)) return undefined;
  const range = { minimum: Number(match[1] ?? -Infinity), maximum: Number(match[2] ?? Infinity) };
  return range.minimum <= range.maximum ? range : undefined;
}
