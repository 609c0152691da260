import { isWhole, LineProblems, parsedLine, shown, type Problems } from './scoreFile.ts';
import { isObject, type JsonObject } from '../json/value.ts';
import { counted, number } from '../text/numbers.ts';

/** What a run came to for rows: one number or several, each by its name. */
export interface RowScores {
  /** What worked them out: `projection`, `judge`, `divergence`, or another's name for it. */
  readonly probe: string;
  /** By row of the dataset, from 0; NaN where a row has none. */
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
}

const example = '{"row":1,"probe":"projection","scores":{"owl":0.42}}';

/** Scores as the lines that `RowScoreReader` reads; rows without any are left out. */
export function rowScoreLines({ probe, columns }: RowScores): string {
  const rows = columns[0]?.values.length ?? 0;
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const scores = columns
      .map(({ name, values }) => [name, values[row] ?? NaN] as const)
      .filter(([, value]) => Number.isFinite(value));
    if (scores.length > 0) {
      lines.push(`${JSON.stringify({ row: row + 1, probe, scores: Object.fromEntries(scores) })}\n`);
    }
  }
  return lines.join('');
}

/** Tells a file of such lines from one of log-likelihoods, by its first line. */
export function isRowScoreLine(text: string): boolean {
  const value = parsedLine(text, example);
  return typeof value !== 'string' && Object.hasOwn(value, 'scores');
}

/** Reads the lines of scores of a dataset's rows. Bad lines are told, never skipped: `finish` gives nothing where there is one. */
export class RowScoreReader {
  readonly #rows: number;
  readonly #problems = new LineProblems();
  readonly #columns = new Map<string, Float64Array>();
  readonly #seen = new Map<number, number>();
  #probe: string | undefined;

  /** Of a dataset with so many rows. */
  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Adds the next line, without its newline. Blank ones are passed over. */
  add(text: string): void {
    this.#problems.add(text, () => this.#take(text));
  }

  get problems(): Problems {
    return this.#problems;
  }

  finish(): RowScores | undefined {
    if (this.#problems.count === 0 && this.#columns.size === 0) {
      this.#problems.ofWhole(`the file holds no score; a line such as ${example} was expected`);
    }
    if (this.#problems.count > 0) return undefined;
    const columns = [...this.#columns].map(([name, values]) => ({ name, values }));
    return { probe: this.#probe ?? 'scores', columns };
  }

  /** The problem with a line; undefined where it was taken. */
  #take(text: string): string | undefined {
    const value = parsedLine(text, example);
    if (typeof value === 'string') return value;
    const { row, probe = 'scores', scores } = value;
    if (!isWhole(row, 1)) return `"row" is ${shown(row)}; a whole number from 1 was expected`;
    if (row > this.#rows) return `"row" is ${number(row)}; the dataset has ${counted(this.#rows, 'row')}`;
    const before = this.#seen.get(row);
    if (before !== undefined) return `row ${number(row)} stands on line ${before} already; each row once was expected`;
    if (typeof probe !== 'string')
      return `row ${number(row)}: "probe" is ${shown(probe)}; the name of a probe was expected`;
    this.#probe ??= probe;
    if (probe !== this.#probe)
      return `row ${number(row)}: "probe" is ${shown(probe)}, in the rows before it is ${shown(this.#probe)}`;
    if (!isObject(scores))
      return `row ${number(row)}: "scores" is ${shown(scores)}; an object of numbers by name was expected`;
    const fault = this.#scoresFault(scores);
    if (fault !== undefined) return `row ${number(row)}: ${fault}`;
    this.#seen.set(row, this.#problems.line);
    for (const [name, score] of Object.entries(scores)) {
      if (score !== null) this.#column(name)[row - 1] = score as number;
    }
    return undefined;
  }

  #scoresFault(scores: JsonObject): string | undefined {
    for (const [name, value] of Object.entries(scores)) {
      if (value === null || (typeof value === 'number' && Number.isFinite(value))) continue;
      return `score ${JSON.stringify(name)} is ${shown(value)}; a number, or null for none, was expected`;
    }
    const names = new Set([...this.#columns.keys(), ...Object.keys(scores)]);
    return names.size > mostColumns ? `more than ${mostColumns} names of scores in one file` : undefined;
  }

  #column(name: string): Float64Array {
    const known = this.#columns.get(name);
    if (known) return known;
    const made = new Float64Array(this.#rows).fill(NaN);
    this.#columns.set(name, made);
    return made;
  }
}

/** Each takes eight bytes a row. */
const mostColumns = 100;
