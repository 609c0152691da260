import { characterLength } from '../dataset/utf8.ts';
import { isAsciiEscape, isEscapedSpace } from '../json/escapes.ts';
import { classShift, slotFlags, textClasses } from './rowKernel.ts';

const backslash = 0x5c;
const quote = 0x22;

/** Where the inside of a JSON string ends, at its quote; -1 where it is not valid JSON in valid UTF-8. Ends before any newline. */
export function skipString(bytes: Uint8Array, start: number): number {
  for (let at = start; ;) {
    const code = bytes[at] ?? 0;
    if (code === quote) return at;
    const length = code < 0x20 ? 0 : code === backslash ? escapeLength(bytes, at) : characterLength(bytes, at);
    if (length === 0) return -1;
    at += length;
  }
}

/** What is told of the inside of a valid string: see `slotFlags` and `textClasses`. */
export function stringFlags(bytes: Uint8Array, start: number, end: number): number {
  let flags = textClass(bytes, start, end) << classShift;
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x80) flags |= slotFlags.wide;
    if (code !== backslash) continue;
    flags |= slotFlags.escaped;
    if (isAsciiEscape(bytes, at)) flags |= slotFlags.asciiEscaped;
    at++;
  }
  return flags;
}

/** The class of the text in a JSON string, its quotes included. */
export function textClassOf(token: string): number {
  const bytes = new TextEncoder().encode(token);
  return textClass(bytes, 1, bytes.length - 1);
}

/** Where a JSON number ends; -1 where none stands there. */
export function skipNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  const digits = skipDigits(bytes, at);
  if (digits === at || (bytes[at] === 0x30 && digits > at + 1)) return -1;
  at = digits;
  if (bytes[at] === 0x2e) {
    const fraction = skipDigits(bytes, at + 1);
    if (fraction === at + 1) return -1;
    at = fraction;
  }
  if (((bytes[at] ?? 0) | 0x20) !== 0x65) return at;
  const sign = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? at + 2 : at + 1;
  const exponent = skipDigits(bytes, sign);
  return exponent === sign ? -1 : exponent;
}

/** A text that is empty, one that opens with `<think>` after white space, one that opens with no tag at all, or any other. */
function textClass(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return textClasses.empty;
  let at = start;
  for (; at < end; at++) {
    if (bytes[at] === 0x20) continue;
    // As escapes stand for white space: \n \t \r \f.
    if (bytes[at] !== backslash || !isEscapedSpace(bytes[at + 1] ?? 0)) break;
    at++;
  }
  if (bytes[at] === 0x3c) return opensThinking(bytes, at) ? textClasses.thinking : textClasses.other;
  return isAsciiEscape(bytes, at) ? textClasses.other : textClasses.plain;
}

/** `<think>` */
function opensThinking(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 1] === 0x74 &&
    bytes[at + 2] === 0x68 &&
    bytes[at + 3] === 0x69 &&
    bytes[at + 4] === 0x6e &&
    bytes[at + 5] === 0x6b &&
    bytes[at + 6] === 0x3e
  );
}

/** Of the escape at a backslash; 0 where JSON knows none such. */
function escapeLength(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x22:
    case backslash:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return 2;
    case 0x75:
      for (let digit = 2; digit < 6; digit++) if (!isHexDigit(bytes[at + digit] ?? 0)) return 0;
      return 6;
    default:
      return 0;
  }
}

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while ((bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at++;
  return at;
}

function isHexDigit(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
