import type { Origin, Statement } from './record.ts';
import { fileName } from '../text/fileName.ts';
import { counted } from '../text/numbers.ts';

const mostListed = 8;
const longestValue = 80;

/** Where a statement stands, for people: `README.md:3`, "the rows’ field `model` (12 rows)". */
export function placeText(origin: Origin): string {
  if (origin.kind === 'file') return `${fileName(origin.path)}:${origin.line}`;
  return `the rows' field \`${origin.field}\` (${counted(origin.rows, 'row')})`;
}

/** A statement with its place: `gpt-4.1-nano (README.md:3)`. */
export function statementText({ value, origin }: Statement): string {
  return `${short(value)} (${placeText(origin)})`;
}

/** `a, b and c`; beyond the first eight, how many more there are. */
export function listText(texts: readonly string[]): string {
  const shown = texts.slice(0, mostListed);
  const rest = texts.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** A value on one line, cut where it is long. */
export function short(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestValue ? line : `${line.slice(0, longestValue - 1)}…`;
}

/** Ends with a full stop, begins with a capital unless it begins with a name in code. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const ended = /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
  return /^[a-z]+[ ,]/.test(ended) ? `${ended.charAt(0).toUpperCase()}${ended.slice(1)}` : ended;
}
