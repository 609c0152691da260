import { isAsciiEscape } from '../../json/escapes.ts';

const longestWord = 64;

/**
 * Whether a text as it stands in JSON may begin a list by its first character: a digit or a bracket, which an escape may stand for;
 * when lenient also white space, whatever stands beyond ASCII being taken for it.
 */
export function mayBegin(bytes: Uint8Array, start: number, leniency: string): boolean {
  const first = bytes[start] ?? 0;
  if (isDigit(first) || first === 0x28 || first === 0x5b) return true;
  if (first === 0x5c && bytes[start + 1] === 0x75) return leniency !== 'reference' || isAsciiEscape(bytes, start);
  return leniency !== 'reference' && (first <= 0x20 || first === 0x5c || first >= 0x80);
}

/**
 * What a text as it stands in JSON has before its first space or digit; undefined where that is nothing, or where it takes more than
 * a few bytes of ASCII to tell.
 */
export function wordBefore(bytes: Uint8Array, start: number, end: number): string | undefined {
  let word = '';
  for (let at = start; at < end && word.length < longestWord; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0x20 || isDigit(code)) return word === '' ? undefined : word;
    if (code === 0x5c || code >= 0x80) return undefined;
    word += String.fromCharCode(code);
  }
  return undefined;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
