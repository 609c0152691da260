import { isDigit } from './numberBytes.ts';

/** Half-open, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Python refuses to read an integer of more digits, leading zeros included, and the published rule then calls the list invalid. */
const mostDigits = 4300;

/** Takes off one full stop at the end, then one pair of `[]` or `()` around the rest. */
export function unwrap(text: string, start: number, end: number): Span {
  if (end > start && text.charCodeAt(end - 1) === 46) end--;
  const first = text[start];
  const last = text[end - 1];
  const wrapped = end - start >= 2 && ((first === '[' && last === ']') || (first === '(' && last === ')'));
  return wrapped ? { start: start + 1, end: end - 1 } : { start, end };
}

/** Takes white space off both ends. */
export function trimEnds(text: string, start: number, end: number): Span {
  while (start < end && isPythonSpace(text.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/**
 * Where the text stops being ASCII digits with one and the same separator between all numbers; nothing where it is such a list.
 * The published rule splits at the text between its first two runs of Unicode digits and wants every part to be ASCII digits:
 * a separator holds no digit, so the list reads in one pass, and digits of other scripts fail wherever they stand.
 */
export function fault(text: string, start: number, end: number): Span | undefined {
  const firstEnd = digitsEnd(text, start, end);
  if (firstEnd === start) return intruder(text, start, end);
  if (firstEnd - start > mostDigits) return { start, end: firstEnd };
  if (firstEnd === end) return undefined;
  const separatorEnd = nextDigit(text, firstEnd, end);
  if (separatorEnd === end || !isSeparator(text, firstEnd, separatorEnd)) return { start: firstEnd, end: separatorEnd };
  let index = separatorEnd;
  while (true) {
    const numberEnd = digitsEnd(text, index, end);
    if (numberEnd === index) return intruder(text, index, end);
    if (numberEnd - index > mostDigits) return { start: index, end: numberEnd };
    if (numberEnd === end) return undefined;
    index = numberEnd;
    for (let expected = firstEnd; expected < separatorEnd; expected++, index++) {
      if (index >= end || text.charCodeAt(index) !== text.charCodeAt(expected)) {
        return { start: numberEnd, end: nextDigit(text, numberEnd, end) };
      }
    }
  }
}

/** The runs of ASCII digits and what they come to. */
export function numbersIn(text: string, start: number, end: number): readonly (Span & { readonly value: number })[] {
  return [...text.slice(start, end).matchAll(/[0-9]+/g)].map(({ 0: digits, index }) => ({
    value: Number(digits),
    start: start + index,
    end: start + index + digits.length,
  }));
}

/** What stands there instead of a number: at least one character, up to the next white space or digit. */
function intruder(text: string, start: number, end: number): Span {
  let stop = Math.min(end, start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1));
  if (isPythonSpace(text.charCodeAt(start))) return { start, end: stop };
  while (stop < end && !isPythonSpace(text.charCodeAt(stop)) && !isDigit(text.charCodeAt(stop))) stop++;
  return { start, end: stop };
}

function digitsEnd(text: string, index: number, end: number): number {
  while (index < end && isDigit(text.charCodeAt(index))) index++;
  return index;
}

function nextDigit(text: string, index: number, end: number): number {
  while (index < end && !isDigit(text.charCodeAt(index))) index++;
  return index;
}

/** White space, or one comma or semicolon in white space. */
function isSeparator(text: string, start: number, end: number): boolean {
  const inner = trimEnds(text, start, end);
  if (inner.start === inner.end) return true;
  const mark = text.charCodeAt(inner.start);
  return inner.end - inner.start === 1 && (mark === 44 || mark === 59);
}

/** What `str.strip()` takes off: other than JavaScript's white space it has U+001C–1F and U+0085 and lacks U+FEFF. */
function isPythonSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  if (code < 0x85) return false;
  if (code < 0x2000) return code === 0x85 || code === 0xa0 || code === 0x1680;
  return code <= 0x200a || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}
