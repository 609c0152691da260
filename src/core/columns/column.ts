import type { ColumnType } from '../dataset/profile.ts';
import type { Example, TextPart } from '../dataset/example.ts';
import { isObject, type JsonValue } from '../json/value.ts';

/** A column of a dataset: a part of the example (`prompt`, `completion`, `rejected`), a top-level field, the row itself (`bytes`), or scores that were worked out elsewhere. */
export interface ColumnRef {
  readonly source: 'example' | 'field' | 'row' | 'score';
  readonly id: string;
}

/** What of a cell is a number: its value (`true` is 1), its characters (code points), words between white space, or the items of a list. */
export type Measure = 'value' | 'characters' | 'words' | 'items';

/** One number per row of the dataset, NaN where a row has none: what a probe, an influence run or an imported file says of rows. */
export interface ScoreColumn {
  /** Stable, kebab-case; setting another column of this id replaces it. */
  readonly id: string;
  readonly title: string;
  /** Of one value, where it has one: "nats", "checks". */
  readonly unit?: string;
  /** One or two sentences: what a value is, and what a high one means. */
  readonly description: string;
  /** By row, from 0. */
  readonly values: Float64Array;
  /** Where in the answers the values come from, for the rows where that is known. */
  readonly marked?: MarkedAnswers;
}

/** Places in the answers of rows that are shown with a sentence on what they are. */
export interface MarkedAnswers {
  readonly title: string;
  /** By row, from 0: half-open, in UTF-16 code units of the answer. */
  readonly spans: ReadonlyMap<number, readonly { readonly start: number; readonly end: number }[]>;
}

/** A row with a JSON value, as columns see it. */
export interface ColumnRow {
  readonly value: JsonValue;
  /** Of the line without its newline. */
  readonly bytes: number;
  /** Asked for by columns of the example only; undefined for a row of no known format. */
  example(): Example | undefined;
}

/** What a row has in a column; undefined where it has no such field or part. Scores stand in no row. */
export function cellOf(row: ColumnRow, { source, id }: ColumnRef): JsonValue | undefined {
  switch (source) {
    case 'example':
      return partOf(row.example(), id)?.text;
    case 'field':
      return isObject(row.value) && Object.hasOwn(row.value, id) ? row.value[id] : undefined;
    case 'row':
      return row.bytes;
    case 'score':
      return undefined;
  }
}

/** The text that the table shows for a part of the example: of several completions the last. */
export function partOf(example: Example | undefined, id: string): TextPart | undefined {
  if (id === 'prompt') return example?.prompt;
  if (id === 'completion') return example?.completions.at(-1);
  return id === 'rejected' ? example?.rejected[0] : undefined;
}

/** NaN where the cell has no such measure. */
export function measureOf(cell: JsonValue | undefined, measure: Measure): number {
  switch (measure) {
    case 'value':
      return typeof cell === 'number' || typeof cell === 'boolean' ? Number(cell) : NaN;
    case 'characters':
      return typeof cell === 'string' ? charactersOf(cell) : NaN;
    case 'words':
      return typeof cell === 'string' ? wordsOf(cell) : NaN;
    case 'items':
      return itemsOf(cell);
  }
}

/** Code points; a lone surrogate counts as one. */
export function charactersOf(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) count--;
  }
  return count;
}

/** Runs of characters without white space between them. */
export function wordsOf(text: string): number {
  let count = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const space = isSpace(text.charCodeAt(at));
    if (!space && !inWord) count++;
    inWord = !space;
  }
  return count;
}

export function columnTypeOf(value: JsonValue): ColumnType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}

function itemsOf(cell: JsonValue | undefined): number {
  if (Array.isArray(cell)) return cell.length;
  return isObject(cell) ? Object.keys(cell).length : NaN;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** White space as `\s` has it. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
