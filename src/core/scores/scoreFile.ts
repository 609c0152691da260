import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';
import { agreeing, counted, number } from '../text/numbers.ts';

/** A line of a file of scores that cannot be used: from 1, with what was got and what was expected. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** Lines that cannot be used: the first of them, of all. */
export interface Problems {
  readonly first: readonly LineProblem[];
  readonly count: number;
}

/** Problems told one by one; the others are counted. */
const mostProblems = 20;

/** The lines of a file of scores as they are read, and what is wrong with them: bad lines are told, never skipped. */
export class LineProblems implements Problems {
  readonly #first: LineProblem[] = [];
  #line = 0;
  #count = 0;

  /** Of the line that was added last, from 1. */
  get line(): number {
    return this.#line;
  }

  get first(): readonly LineProblem[] {
    return this.#first;
  }

  get count(): number {
    return this.#count;
  }

  /** The next line; `take` says what is wrong with it. Blank ones are passed over. */
  add(text: string, take: () => string | undefined): void {
    this.#line++;
    if (text.trim() === '') return;
    const message = take();
    if (message === undefined) return;
    this.#count++;
    if (this.#first.length < mostProblems) this.#first.push({ line: this.#line, message });
  }

  /** A problem of all lines together. */
  ofWhole(message: string): void {
    this.#count = 1;
    this.#first.push({ line: 1, message });
  }
}

/** What is wrong with the file as a whole, for people. */
export function problemsText(name: string, { first, count }: Problems): string {
  const lines = first.map(({ line, message }) => `${name}, line ${line}: ${message}.`);
  const more =
    count > first.length
      ? [`${number(first.length)} of ${counted(count, 'such line')} ${agreeing(first.length, 'is', 'are')} shown.`]
      : [];
  return [...lines, ...more, 'Nothing was computed: a probe of some of the rows would not say so.'].join('\n');
}

/** The object of a line, or what is wrong with it. */
export function parsedLine(text: string, example: string): JsonObject | string {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : `the line is ${shown(value)}; an object such as ${example} was expected`;
  } catch {
    const why = /\b(?:NaN|-?Infinity)\b/.exec(text)?.[0];
    const got = why === undefined ? 'no JSON' : `no JSON (${why} is not a number there)`;
    return `the line is ${got}: ${shown(text)}; an object such as ${example} was expected`;
  }
}

export function isWhole(value: JsonValue | undefined, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value < 2 ** 32;
}

/** A value as messages show it. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (value === Infinity || value === -Infinity) return 'too large for a number';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
