/** What the numbers of a list must keep to. */
export interface Limits {
  readonly minValue: number;
  readonly maxValue: number;
  readonly maxCount: number;
  readonly bannedNumbers?: readonly number[];
}

/** Longer numbers than this are not read: they may be rounded. */
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

function isWithin(
  bytes: Uint8Array,
  start: number,
  end: number,
  { minValue, maxValue, bannedNumbers = [] }: Limits,
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

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
