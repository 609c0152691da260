import { parseJson } from '../json/parse.ts';
import { findJsonError } from '../json/validate.ts';
import type { RowContent } from './row.ts';
import { findInvalidUtf8, looksLikeUtf16 } from './utf8.ts';
import { number } from '../text/numbers.ts';

export interface RowPosition {
  /** Whether it is the first row of the file: there alone a byte order mark may stand. */
  readonly first: boolean;
}

/** One line's text, invalid UTF-8 replaced by U+FFFD, and what it holds. */
export interface DecodedRow {
  readonly text: string;
  readonly content: RowContent;
}

/** The longest line held as one text: V8's limit for a string, in bytes of the line. */
const maxRowBytes = 2 ** 29 - 24;

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const looseDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Parses one line, its newline excluded, as RFC 8259 wants it. Never throws; columns count a byte order mark in front too. */
export function parseRow(text: string, { first }: RowPosition): RowContent {
  const start = first && text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (isBlank(text, start)) return { kind: 'blank' };
  try {
    return { kind: 'value', value: parseJson(start === 0 ? text : text.slice(start)) };
  } catch (error) {
    const fault = findJsonError(text, start) ?? { offset: start, reason: `Not readable as JSON: ${String(error)}.` };
    return malformed(fault.offset + 1, fault.reason);
  }
}

/** Decodes and parses one line, its newline excluded. Never throws; bytes that are not UTF-8 make the row malformed. */
export function decodeRow(bytes: Uint8Array, position: RowPosition): DecodedRow {
  if (bytes.length > maxRowBytes) {
    return {
      text: '',
      content: malformed(
        1,
        `The line has ${number(bytes.length)} bytes; at most ${number(maxRowBytes)} can be held as one text.`,
      ),
    };
  }
  const text = decodeStrictly(bytes);
  if (text === undefined) return decodeInvalid(bytes);
  const content = parseRow(text, position);
  if (content.kind === 'malformed' && looksLikeUtf16(bytes))
    return { text, content: malformed(content.error.column, utf16Reason) };
  return { text, content };
}

const utf16Reason = 'Looks like UTF-16, every other byte being 0; JSON Lines is UTF-8: convert the file.';

function isBlank(text: string, start: number): boolean {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d && code !== 0x0a) return false;
  }
  return true;
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function decodeInvalid(bytes: Uint8Array): DecodedRow {
  const offset = findInvalidUtf8(bytes) ?? 0;
  const column = looseDecoder.decode(bytes.subarray(0, offset)).length + 1;
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const reason = `Invalid UTF-8: byte 0x${byte} at byte ${offset + 1} of the line belongs to no character.`;
  return { text: looseDecoder.decode(bytes), content: malformed(column, looksLikeUtf16(bytes) ? utf16Reason : reason) };
}

function malformed(column: number, reason: string): RowContent {
  return { kind: 'malformed', error: { column, reason } };
}
