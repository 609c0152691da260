import { isEscapedSpace } from '../json/escapes.ts';

/** What the numbers of a list must keep to. */
export interface Limits {
  readonly minValue: number;
  readonly maxValue: number;
  readonly maxCount: number;
  readonly bannedNumbers?: readonly number[];
}

/** Longer numbers are not read. */
const mostDigits = 15;

/**
 * Whether a text as it stands in JSON is a plain list of numbers within the limits: numbers with the same white space, or a comma or
 * semicolon among white space, between them, in `[]` or `()` or not, with a full stop or not. Undefined where a number is too long to
 * be read; of a text with characters or other escapes than those it says no.
 */
export function isPlainList(bytes: Uint8Array, start: number, end: number, limits: Limits): boolean | undefined {
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
    if (stop - at > mostDigits) return undefined;
    if (++count > limits.maxCount || !isWithin(bytes, at, stop, limits)) return false;
    if (stop === end) return true;
    at = stop;
    for (let same = separator; same < next; same++, at++) if (at >= end || bytes[at] !== bytes[same]) return false;
    if (at === stop) return false;
  }
}

function isWithin(
  bytes: Uint8Array,
  start: number,
  end: number,
  { minValue, maxValue, bannedNumbers = [] }: Limits,
): boolean {
  if (start === end) return false;
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + (bytes[at] ?? 0) - 48;
  return value >= minValue && value <= maxValue && !(bannedNumbers.length > 0 && bannedNumbers.includes(value));
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] ?? 0)) at++;
  return at;
}

/** Where white space with at most one comma or semicolon among it ends. */
function separatorEnd(bytes: Uint8Array, start: number, end: number): number {
  let marks = 0;
  for (let at = start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code === 0x5c && isEscapedSpace(bytes[at + 1] ?? 0)) at++;
    else if (code === 0x2c || code === 0x3b) marks++;
    else if (code !== 0x20) return at;
    if (marks > 1) return at;
  }
  return end;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
