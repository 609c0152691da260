import { JsonScanner, type TokenKind } from './scanner.ts';
import type { FieldPath } from './value.ts';

/** `rest`: what was not laid out, as it stands: past the limit, or from the first place that is not JSON. */
export type PrettyKind = 'key' | 'string' | 'number' | 'literal' | 'punctuation' | 'space' | 'rest';

export interface PrettyToken {
  readonly kind: PrettyKind;
  readonly text: string;
  /** The field: on keys, scalars and opening brackets, down to 64 levels. */
  readonly path?: FieldPath;
}

export interface PrettyOptions {
  /** Spaces per level; 0 keeps all on one line. */
  readonly indent: number;
  /** Tokens laid out at most. */
  readonly limit?: number;
}

// Deeper levels are not indented further and carry no path: both would make the output quadratic in the depth.
const maxLevel = 64;

/**
 * Lays JSON text out for reading without changing it: digits, escapes, key order and duplicate keys stay as they stand,
 * and the tokens that are no space, joined, are the text without its insignificant white space (up to a `rest`, which
 * is verbatim). A byte order mark in front is left out.
 */
export function prettyTokens(text: string, { indent, limit = Infinity }: PrettyOptions): readonly PrettyToken[] {
  const scanner = new JsonScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const lines = indent > 0 ? lineBreaks(indent) : undefined;
  const tokens: PrettyToken[] = [];
  const paths: (FieldPath | undefined)[] = [];
  let previous: TokenKind = 'end';
  let laidOut = scanner.end;
  for (let kind = scanner.next(); kind !== 'end' && kind !== 'error' && tokens.length < limit; kind = scanner.next()) {
    const space = lines && spaceBetween(previous, kind, scanner.depth, lines);
    if (space) tokens.push(space);
    if (kind === '}' || kind === ']') paths.pop();
    const path = pathOf(scanner, paths);
    if (kind === '{' || kind === '[') paths.push(path);
    tokens.push(tokenOf(scanner, path));
    laidOut = scanner.end;
    previous = kind;
  }
  if (scanner.kind !== 'end' && laidOut < text.length) tokens.push({ kind: 'rest', text: text.slice(laidOut) });
  return tokens;
}

const space: PrettyToken = { kind: 'space', text: ' ' };
const punctuation = {
  '{': { kind: 'punctuation', text: '{' },
  '}': { kind: 'punctuation', text: '}' },
  '[': { kind: 'punctuation', text: '[' },
  ']': { kind: 'punctuation', text: ']' },
  ',': { kind: 'punctuation', text: ',' },
  ':': { kind: 'punctuation', text: ':' },
} as const satisfies Record<string, PrettyToken>;

function lineBreaks(indent: number): readonly PrettyToken[] {
  return Array.from({ length: maxLevel + 1 }, (_, level) => ({
    kind: 'space',
    text: `\n${' '.repeat(indent * level)}`,
  }));
}

function spaceBetween(
  previous: TokenKind,
  kind: TokenKind,
  depth: number,
  lines: readonly PrettyToken[],
): PrettyToken | undefined {
  if (previous === ':') return space;
  const opened = previous === '{' || previous === '[';
  const closes = kind === '}' || kind === ']';
  if (opened === closes && previous !== ',') return undefined;
  const level = kind === '{' || kind === '[' ? depth - 1 : depth;
  return lines[Math.min(level, maxLevel)];
}

/** The path of the key or value just read; `paths` are those of the open containers around it. */
function pathOf(scanner: JsonScanner, paths: readonly (FieldPath | undefined)[]): FieldPath | undefined {
  const { kind } = scanner;
  if (kind === '}' || kind === ']' || kind === ',' || kind === ':') return undefined;
  const level = paths.length;
  if (level === 0) return [];
  const parent = paths[level - 1];
  return parent && level <= maxLevel ? [...parent, scanner.step(level - 1)] : undefined;
}

function tokenOf({ kind, text, start, end }: JsonScanner, path: FieldPath | undefined): PrettyToken {
  if (kind === 'end' || kind === 'error') return { kind: 'rest', text: text.slice(start, end) };
  if (kind === 'key' || kind === 'string' || kind === 'number' || kind === 'literal') {
    return { kind, text: text.slice(start, end), ...(path && { path }) };
  }
  return path ? { ...punctuation[kind], path } : punctuation[kind];
}
