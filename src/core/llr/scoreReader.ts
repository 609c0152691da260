import { isObject, type JsonObject, type JsonValue } from '../json/value.ts';
import { isWhole, LineProblems, parsedLine, shown, type Problems } from '../scores/scoreFile.ts';
import { apart, clustersBy, type Clusters, type ScoreTable } from './scoreTable.ts';
import { firstOf } from '../text/firstOf.ts';
import { counted, number } from '../text/numbers.ts';

/** What the lines have to agree with. */
export interface Expected {
  /** Rows that the dataset has; undefined: rows written anew, which may be more, and several for one row. */
  readonly rows: number | undefined;
  /** The candidates of the file of scores, where another file is read beside it. */
  readonly candidates?: readonly string[];
}

/** A token that is less likely than this many nats is one that servers write for an impossible one. */
const leastPerToken = -1000;
const example = '{"row":1,"tokens":45,"null":-93.1,"candidates":{"owl":-91.2,"cat":-91.9}}';
/** Candidates that a message names. */
const listedNames = 8;

/** Reads the lines of a file of scores into columns. Bad lines are told, never skipped: `table` is undefined where there is one. */
export class ScoreReader {
  readonly #expected: Expected;
  readonly #problems = new LineProblems();
  readonly #rows = new Column();
  readonly #tokens = new Column();
  readonly #none = new Column();
  readonly #clusters: (string | number)[] = [];
  readonly #seen = new Map<number, number>();
  #candidates: readonly string[] | undefined;
  #scores: readonly Column[] = [];
  #clustered: boolean | undefined;

  constructor(expected: Expected) {
    this.#expected = expected;
    if (expected.candidates) this.#name(expected.candidates);
  }

  /** Adds the next line, without its newline. Blank ones are passed over. */
  add(text: string): void {
    this.#problems.add(text, () => this.#take(text));
  }

  /** Lines that cannot be used, all of them counted. */
  get problems(): Problems {
    return this.#problems;
  }

  finish(): ScoreTable | undefined {
    const rows = this.#rows.values();
    if (this.#problems.count === 0) this.#judgeWhole(rows.length);
    if (this.#problems.count > 0) return undefined;
    const order = orderOf(rows);
    const inOrder = (values: Float64Array): Float64Array => order?.map(at => values[at] ?? NaN) ?? values;
    return {
      rows: Uint32Array.from(inOrder(rows)),
      tokens: Uint32Array.from(inOrder(this.#tokens.values())),
      none: inOrder(this.#none.values()),
      candidates: this.#candidates ?? [],
      scores: this.#scores.map(column => inOrder(column.values())),
      clusters: this.#clustersOf(rows.length, order),
    };
  }

  #judgeWhole(rows: number): void {
    const names = ['null', ...(this.#candidates ?? []).map(name => `candidate ${JSON.stringify(name)}`)];
    // Servers that give no log-probabilities write zeros.
    const zeros = [this.#none, ...this.#scores].findIndex(column => column.values().every(value => value === 0));
    const message =
      rows === 0
        ? `the file holds no row; a line such as ${example} was expected`
        : zeros >= 0
          ? `${names[zeros]} is 0 in every row; log-likelihoods that somebody computed were expected`
          : undefined;
    if (message !== undefined) this.#problems.ofWhole(message);
  }

  #clustersOf(rows: number, order: Float64Array | undefined): Clusters {
    if (this.#clustered === true) return clustersBy(rows, i => this.#clusters[order?.[i] ?? i]);
    if (this.#seen.size === rows) return apart(rows);
    const numbers = this.#rows.values();
    return clustersBy(rows, i => numbers[order?.[i] ?? i]);
  }

  /** The problem with a line; undefined where it was taken. */
  #take(text: string): string | undefined {
    const value = parsedLine(text, example);
    if (typeof value === 'string') return value;
    const { row, tokens, null: none, candidates, cluster } = value;
    if (!isWhole(row, 1)) return `"row" is ${shown(row)}; a whole number from 1 was expected`;
    const { rows } = this.#expected;
    if (rows !== undefined && row > rows) return `"row" is ${number(row)}; the dataset has ${counted(rows, 'row')}`;
    const before = this.#seen.get(row);
    if (before !== undefined && rows !== undefined)
      return `row ${number(row)} stands on line ${before} already; each row once was expected`;
    if (!isWhole(tokens, 1))
      return `row ${number(row)}: "tokens" is ${shown(tokens)}; a whole number from 1 was expected`;
    const fault = likelihoodFault(none, tokens);
    if (fault !== undefined) return `row ${number(row)}: "null" is ${fault}`;
    if (!isObject(candidates)) {
      return `row ${number(row)}: "candidates" is ${shown(candidates)}; an object of log-likelihoods by candidate was expected`;
    }
    const problem =
      this.#namesFault(Object.keys(candidates)) ??
      scoresFault(candidates, tokens) ??
      zerosFault(none, candidates, tokens) ??
      this.#clusterFault(cluster);
    if (problem !== undefined) return `row ${number(row)}: ${problem}`;
    this.#seen.set(row, this.#problems.line);
    this.#push(row, tokens, none as number, candidates, cluster);
    return undefined;
  }

  #push(row: number, tokens: number, none: number, candidates: JsonObject, cluster: JsonValue | undefined): void {
    this.#rows.push(row);
    this.#tokens.push(tokens);
    this.#none.push(none);
    const names = this.#candidates ?? [];
    for (let k = 0; k < names.length; k++) this.#scores[k]?.push(candidates[names[k] ?? ''] as number);
    if (cluster !== undefined) this.#clusters.push(cluster as string | number);
  }

  #namesFault(names: readonly string[]): string | undefined {
    if (this.#candidates === undefined) {
      if (names.length === 0) return '"candidates" is empty; at least two were expected';
      this.#name(names);
      return undefined;
    }
    const known = this.#candidates;
    if (names.length === known.length && names.every((name, k) => known[k] === name)) return undefined;
    const missing = known.filter(name => !names.includes(name));
    const other = names.filter(name => !known.includes(name));
    if (missing.length === 0 && other.length === 0) return undefined;
    const parts = [
      ...(missing.length > 0 ? [`${firstOf(missing, listedNames)} missing`] : []),
      ...(other.length > 0 ? [`${firstOf(other, listedNames)} not in the rows before`] : []),
    ];
    return `other candidates than before (${parts.join(', ')}); ${firstOf(known, listedNames)} were expected`;
  }

  #name(names: readonly string[]): void {
    this.#candidates = names;
    this.#scores = names.map(() => new Column());
  }

  #clusterFault(cluster: JsonValue | undefined): string | undefined {
    if (cluster !== undefined && typeof cluster !== 'string' && typeof cluster !== 'number') {
      return `"cluster" is ${shown(cluster)}; a text or a number was expected`;
    }
    const given = cluster !== undefined;
    this.#clustered ??= given;
    if (given === this.#clustered) return undefined;
    return given ? '"cluster" is given, in the rows before it is not' : '"cluster" is missing, the rows before have it';
  }
}

function scoresFault(candidates: JsonObject, tokens: number): string | undefined {
  for (const [name, value] of Object.entries(candidates)) {
    const fault = likelihoodFault(value, tokens);
    if (fault !== undefined) return `candidate ${JSON.stringify(name)} is ${fault}`;
  }
  return undefined;
}

/** Servers that give no log-probabilities for a row write zeros. A single token may be certain. */
function zerosFault(none: JsonValue | undefined, candidates: JsonObject, tokens: number): string | undefined {
  const isZero = tokens > 1 && [none, ...Object.values(candidates)].every(value => value === 0);
  return isZero
    ? `all log-likelihoods of ${counted(tokens, 'token')} are 0; some that somebody computed were expected`
    : undefined;
}

function likelihoodFault(value: JsonValue | undefined, tokens: number): string | undefined {
  const expected = 'a finite log-likelihood of at most 0, in nats summed over the tokens, was expected';
  if (typeof value !== 'number' || !Number.isFinite(value) || value > 0) return `${shown(value)}; ${expected}`;
  if (value < leastPerToken * tokens)
    return `${value} for ${counted(tokens, 'token')}; at least ${leastPerToken} nats per token were expected`;
  return undefined;
}

/** Positions in ascending order of rows; undefined where they stand so already. */
function orderOf(rows: Float64Array): Float64Array | undefined {
  if (rows.every((row, i) => i === 0 || row > (rows[i - 1] ?? 0))) return undefined;
  return Float64Array.from({ length: rows.length }, (_, i) => i).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
}

/** Numbers that grow in number. */
class Column {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** A view, valid until the next `push`. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
