import { decodeString, JsonScanner, scanString } from './scanner.ts';
import { formatPath, type FieldPath } from './value.ts';

/** Half-open, in UTF-16 code units of the line. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Where a field stands in its line: its value, quotes included, and its key where it has one. */
export interface FieldRange extends TextRange {
  readonly keyStart?: number;
  readonly keyEnd?: number;
}

/**
 * Finds the value at `path` in a line of JSON; `undefined` where there is none or the line is malformed.
 * Of duplicate keys the last counts, as for `JSON.parse`. A byte order mark in front is passed over.
 */
export function locateField(text: string, path: FieldPath): FieldRange | undefined {
  const scanner = new JsonScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  let found: FieldRange | undefined;
  let key: { readonly keyStart: number; readonly keyEnd: number } | undefined;
  let fieldStart: number | undefined;
  // How many of the open containers, from the outermost, lie on the way to the field.
  let onPath = 0;
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    const { depth, start, end } = scanner;
    if (kind === 'error') return undefined;
    if (kind === ',' || kind === ':') continue;
    if (kind === '}' || kind === ']') {
      if (fieldStart !== undefined && depth === path.length) {
        found = { start: fieldStart, end, ...key };
        fieldStart = undefined;
      }
      onPath = Math.min(onPath, depth);
      continue;
    }
    const opens = kind === '{' || kind === '[';
    const level = opens ? depth - 1 : depth;
    if (level !== onPath || (level > 0 && scanner.step(level - 1) !== path[level - 1])) continue;
    if (kind === 'key') {
      found = undefined;
      if (level === path.length) key = { keyStart: start, keyEnd: end };
    } else if (level < path.length) onPath = depth;
    else if (opens) fieldStart = start;
    else found = { start, end, ...key };
  }
  return found;
}

/**
 * The part of the line that writes the characters from `start` to `end` (UTF-16 code units) of the string at `value`,
 * escapes counted whole. Offsets past the string's end are its end; a value that is no string is marked whole.
 */
export function locateInString(text: string, value: TextRange, start: number, end: number): TextRange {
  return locateAllInString(text, value, [{ start, end }])[0] ?? value;
}

/** The same of several places, which stand one behind the other, in one pass. */
export function locateAllInString(text: string, value: TextRange, places: readonly TextRange[]): readonly TextRange[] {
  if (text.charCodeAt(value.start) !== 0x22) return places.map(() => ({ start: value.start, end: value.end }));
  const last = value.end - 1;
  let [at, units] = [value.start + 1, 0];
  return places.map(({ start, end }) => {
    const from = skipUnits(text, at, last, start - units);
    at = skipUnits(text, from, last, end - start);
    units = end;
    return { start: from, end: at };
  });
}

/** Reads what `formatPath` writes; any other text is one key. */
export function parsePath(text: string): FieldPath {
  const path: (string | number)[] = [];
  for (let at = 0; at < text.length;) {
    const end = stepEnd(text, at);
    const step = text.slice(at, end);
    if (step.startsWith('["')) path.push(parseKey(step.slice(1, -1)) ?? step);
    else if (step.startsWith('[')) path.push(Number(step.slice(1, -1)));
    else path.push(step.startsWith('.') ? step.slice(1) : step);
    at = end;
  }
  return formatPath(path) === text ? path : [text];
}

function stepEnd(text: string, start: number): number {
  if (text.startsWith('["', start)) return scanString(text, start + 1).end + 1;
  if (text.charAt(start) === '[') return text.indexOf(']', start) + 1 || text.length;
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '.' || text.charAt(at) === '[') return at;
  }
  return text.length;
}

function parseKey(token: string): string | undefined {
  const { ok, end } = scanString(token, 0);
  return ok && end === token.length ? decodeString(token, 0, end) : undefined;
}

function skipUnits(text: string, start: number, last: number, count: number): number {
  let at = start;
  for (let units = 0; units < count && at < last; units++) {
    if (text.charCodeAt(at) !== 0x5c) at++;
    else at += text.charAt(at + 1) === 'u' ? 6 : 2;
  }
  return at;
}
