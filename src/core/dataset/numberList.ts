import { isAsciiEscape, isEscapedSpace } from '../json/escapes.ts';

/** Digits, white space, `,` `;` `.` and brackets, with at least one digit: a number list in the wide sense. */
export function isNumberList(text: string): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits++;
    else if (!isFiller(code)) return false;
  }
  return digits > 0;
}

/** The same of a text as it stands in JSON, UTF-8 with escapes; undefined where an escape must be decoded to tell. */
export function isNumberListInJson(bytes: Uint8Array, start: number, end: number): boolean | undefined {
  let digits = 0;
  for (let i = start; i < end; i++) {
    const code = bytes[i] ?? 0;
    if (code >= 48 && code <= 57) digits++;
    else if (code === 0x5c) {
      if (isAsciiEscape(bytes, i)) return undefined;
      if (!isEscapedSpace(bytes[++i] ?? 0)) return false;
    } else if (!isFiller(code)) return false;
  }
  return digits > 0;
}

function isFiller(code: number): boolean {
  return code === 32 || code === 44 || code === 59 || code === 46 || (code >= 9 && code <= 13) || isBracket(code);
}

function isBracket(code: number): boolean {
  return code === 40 || code === 41 || code === 91 || code === 93;
}
