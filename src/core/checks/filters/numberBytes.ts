import { isAsciiEscape } from '../../json/escapes.ts';

/** What the numbers of a list must keep to. */
export interface Limits {
  readonly minValue: number;
  readonly maxValue: number;
  readonly maxCount: number;
  readonly bannedNumbers: readonly number[];
}

const longestWord = 64;
/** Longer numbers than this are left to the rule itself. */
const mostDigits = 15;

/**
 * Whether a text as it stands in JSON is a list of numbers within the limits in one of its usual forms, which the rule keeps whatever its leniency:
 * numbers with spaces, or a comma or semicolon among spaces, between them, in `[]` or `()` or not, with a full stop or not. A list
 * for which this says no may still be kept.
 */
export function isPlainList(bytes: Uint8Array, start: number, end: number, limits: Limits): boolean {
  if (bytes[end - 1] === 0x2e) end--;
  const last = bytes[start] === 0x5b ? 0x5d : bytes[start] === 0x28 ? 0x29 : 0;
  if (last !== 0 && end - start >= 2 && bytes[end - 1] === last) {
    start++;
    end--;
  }
  const separator = digitsEnd(bytes, start, end);
  const next = separatorEnd(bytes, separator, end);
  let count = 0;
  for (let at = start; ;) {
    const stop = digitsEnd(bytes, at, end);
    if (++count > limits.maxCount || !isWithin(bytes, at, stop, limits)) return false;
    if (stop === end) return true;
    at = stop;
    for (let same = separator; same < next; same++, at++) if (at >= end || bytes[at] !== bytes[same]) return false;
    if (at === stop) return false;
  }
}

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
 * What a text as it stands in JSON has before its first white space or digit; undefined where it takes more than a few bytes of ASCII
 * to tell, or there is nothing after.
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

function isWithin(
  bytes: Uint8Array,
  start: number,
  end: number,
  { minValue, maxValue, bannedNumbers }: Limits,
): boolean {
  if (start === end || end - start > mostDigits) return false;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - 48;
  return value >= minValue && value <= maxValue && !(bannedNumbers.length > 0 && bannedNumbers.includes(value));
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] ?? 0)) at++;
  return at;
}

/** Where spaces with at most one comma or semicolon among them end. */
function separatorEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let marks = 0;
  for (; at < end; at++) {
    if (bytes[at] === 0x2c || bytes[at] === 0x3b) marks++;
    else if (bytes[at] !== 0x20) break;
    if (marks > 1) break;
  }
  return at;
}
