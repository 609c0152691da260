import { locateField } from '../../json/locate.ts';
import type { FieldPath, JsonValue } from '../../json/value.ts';

/**
 * Writes a value at a path of a JSON text that is valid and changes nothing else: layout, order, digits of numbers and a byte order
 * mark stay. A member that is not there yet comes last in its object, which must be there; otherwise nothing comes back.
 */
export function setField(text: string, path: FieldPath, value: JsonValue): string | undefined {
  const there = locateField(text, path);
  if (there !== undefined) return replaced(text, there.start, there.end, laidOut(text, path.length, value));
  const key = path.at(-1);
  const parent = locateField(text, path.slice(0, -1));
  if (typeof key !== 'string' || parent === undefined || text[parent.start] !== '{') return undefined;
  const member = `${JSON.stringify(key)}:${isDense(text) ? '' : ' '}${laidOut(text, path.length, value)}`;
  return insertedLast(text, parent, member, path.length);
}

/** Adds an item to the list at a path; a value that is no list becomes the first of one, and a missing list is made. */
export function appendItem(text: string, path: FieldPath, item: JsonValue): string | undefined {
  const there = locateField(text, path);
  if (there === undefined) return setField(text, path, item);
  if (text[there.start] === '[')
    return insertedLast(text, there, laidOut(text, path.length + 1, item), path.length + 1);
  const first = text.slice(there.start, there.end);
  const inner = `${newline(text, path.length + 1)}${deeper(text, first)}`;
  const second = `${separator(text)}${newline(text, path.length + 1)}${laidOut(text, path.length + 1, item)}`;
  return replaced(text, there.start, there.end, `[${inner}${second}${newline(text, path.length)}]`);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Puts a member or an item behind the last one of the container at `span`. */
function insertedLast(text: string, { start, end }: Span, written: string, depth: number): string {
  const inside = text.slice(start + 1, end - 1);
  const kept = inside.trimEnd();
  if (kept.trim() === '') {
    return replaced(text, start + 1, end - 1, `${newline(text, depth)}${written}${newline(text, depth - 1)}`);
  }
  // A container on one line stays on one.
  if (!inside.includes('\n'))
    return replaced(text, start + 1 + kept.length, end - 1, `${separator(text)}${pad(text)}${written}`);
  const tail = inside.slice(kept.length);
  return replaced(text, start + 1 + kept.length, end - 1, `,${lineOf(inside)}${written}${tail}`);
}

/** The line break and indentation in front of the container's last member or item that begins a line. */
function lineOf(inside: string): string {
  const [first = '\n'] = /\r?\n[ \t]*(?=\S)/.exec(inside) ?? [];
  return first;
}

function replaced(text: string, start: number, end: number, written: string): string {
  return text.slice(0, start) + written + text.slice(end);
}

/** The value as the text writes its values, for a place so many levels deep. */
function laidOut(text: string, depth: number, value: JsonValue): string {
  const unit = unitOf(text);
  if (unit === undefined) return JSON.stringify(value);
  return JSON.stringify(value, undefined, unit).replaceAll('\n', `${breakOf(text)}${unit.repeat(depth)}`);
}

function deeper(text: string, written: string): string {
  return written.replaceAll('\n', `\n${unitOf(text) ?? ''}`);
}

function newline(text: string, depth: number): string {
  const unit = unitOf(text);
  return unit === undefined ? '' : `${breakOf(text)}${unit.repeat(depth)}`;
}

function separator(text: string): string {
  return unitOf(text) === undefined && !isDense(text) ? ', ' : ',';
}

function pad(text: string): string {
  return unitOf(text) === undefined || isDense(text) ? '' : ' ';
}

/** One level of indentation; none where the text is one line. */
function unitOf(text: string): string | undefined {
  const [, unit] = /\n([ \t]+)\S/.exec(text) ?? [];
  return unit ?? (/^\s*\{\s*\}\s*$/.test(text) ? '  ' : undefined);
}

function breakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Written without spaces: `{"a":1,"b":2}`. */
function isDense(text: string): boolean {
  return unitOf(text) === undefined && !/[:,] /.test(text);
}
