import { literalOf, type Literal } from './literal.ts';
import type { RowKernel } from '../kernel/rowKernel.ts';

/** The rows of a block of whole lines that hold the text, numbered from the block's first. */
export interface BlockMatch {
  readonly rows: number;
  readonly found: readonly number[];
}

interface Options {
  readonly caseSensitive: boolean;
  readonly kernel: RowKernel;
}

const newline = 10;

/**
 * Looks for a text in rows, as it stands in the file or as its strings read once unescaped: `é` is found in `\u00e9`,
 * a quotation mark in `\"`. Bytes of the text are looked for; only rows that hold them, or an escape that may stand for them, are read.
 */
export function rowMatcher(text: string, { caseSensitive, kernel }: Options): (block: Uint8Array) => BlockMatch {
  const holds = lineMatcher(text, caseSensitive);
  const literal = literalOf(text, { caseSensitive });
  const matcher = literal ? bytesMatcher(literal, holds, kernel) : everyLineMatcher(text, holds);
  return bytes => {
    const found: number[] = [];
    return { rows: matcher(bytes, found), found };
  };
}

/** Adds the rows found and answers how many rows there are. */
type Matcher = (block: Uint8Array, found: number[]) => number;

function bytesMatcher(literal: Literal, holds: (line: Uint8Array) => boolean, kernel: RowKernel): Matcher {
  const { memory } = kernel;
  return (bytes, found) => {
    memory.literal.set(literal.bytes);
    memory.literalMasks.set(literal.masks);
    let rows = 0;
    for (let start = 0; start < bytes.length;) {
      const end = memory.load(bytes, start);
      if (end === start) {
        const stop = lineEnd(bytes, start);
        if (holds(bytes.subarray(start, stop))) found.push(rows);
        rows++;
        start = stop + 1;
        continue;
      }
      for (let at = 0; at < end - start; at = memory.readTo) {
        const count = kernel.findRows(at, end - start, literal);
        for (let i = 0; i < count * 2; i += 2) {
          const place = memory.pairs[i + 1] ?? 0;
          // Where the literal is all of the text, the row has it.
          const isFound = (literal.isWhole && (place & 1) === 0) || holds(lineAt(bytes, start + (place >> 1)));
          if (isFound) found.push(rows + (memory.pairs[i] ?? 0));
        }
        rows += memory.newlines;
      }
      start = end;
    }
    return bytes.length > 0 && bytes.at(-1) !== newline ? rows + 1 : rows;
  };
}

function everyLineMatcher(text: string, holds: (line: Uint8Array) => boolean): Matcher {
  return (bytes, found) => {
    let rows = 0;
    for (let start = 0; start < bytes.length; rows++) {
      const stop = lineEnd(bytes, start);
      if (text !== '' && holds(bytes.subarray(start, stop))) found.push(rows);
      start = stop + 1;
    }
    return rows;
  };
}

function lineAt(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.subarray(bytes.lastIndexOf(newline, at) + 1, lineEnd(bytes, at));
}

function lineEnd(bytes: Uint8Array, at: number): number {
  const found = bytes.indexOf(newline, at);
  return found < 0 ? bytes.length : found;
}

/** Whether a line holds the text, as it stands or unescaped. */
function lineMatcher(text: string, caseSensitive: boolean): (line: Uint8Array) => boolean {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pattern = new RegExp(escapeRegExp(text), caseSensitive ? '' : 'iu');
  // A text of several lines stands in no row as it is, only escaped.
  const ofOneLine = !text.includes('\n');
  return bytes => {
    const line = decoder.decode(bytes);
    return (ofOneLine && pattern.test(line)) || (line.includes('\\') && pattern.test(unescapeJson(line)));
  };
}

const shortEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescapeJson(line: string): string {
  return line.replace(
    /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g,
    (_, hex: string | undefined, character: string | undefined) =>
      hex === undefined ? (shortEscapes[character ?? ''] ?? character ?? '') : String.fromCharCode(parseInt(hex, 16)),
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
