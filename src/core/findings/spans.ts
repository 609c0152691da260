import type { MessagePart } from '../dataset/example.ts';
import { readContent } from '../dataset/formats/content.ts';
import type { RowError } from '../dataset/row.ts';
import type { Finding } from './finding.ts';
import { locateField, locateInString, parsePath, type TextRange } from '../json/locate.ts';
import type { FieldPath } from '../json/value.ts';

type Place = Pick<Finding, 'row' | 'field' | 'start' | 'end'>;

/** The part of a line that a finding is about; the whole line where the line no longer holds the field. */
export function findingSpan(line: string, { row, field, start, end }: Place): TextRange {
  // A squiggle below the whole first row would say that the row is meant, and not the file.
  if (row === undefined) return { start: 0, end: Math.min(1, line.length) };
  if (field === undefined) return { start: 0, end: line.length };
  const path = parsePath(field);
  const value = locateField(line, path);
  if (!value) return { start: 0, end: line.length };
  if (start === undefined || end === undefined || end <= start) return { start: value.start, end: value.end };
  return line.charAt(value.start) === '['
    ? spanInParts(line, value, path, start, end)
    : locateInString(line, value, start, end);
}

/** One character where a line stops being JSON. `column` counts from 1 in the row's text, a byte order mark included. */
export function errorSpan(line: string, { column }: RowError, byteOrderMark: boolean): TextRange {
  const at = Math.max(0, Math.min(column - 1 - (byteOrderMark ? 1 : 0), line.length - 1));
  return { start: at, end: Math.min(at + 1, line.length) };
}

/** Offsets in the text of several parts, one after the other: `[{"type": "text", "text": …}, …]`. */
function spanInParts(line: string, array: TextRange, path: FieldPath, start: number, end: number): TextRange {
  const parts: MessagePart[] = [];
  readContent(JSON.parse(line.slice(array.start, array.end)), path, parts);
  let span: TextRange | undefined;
  let offset = 0;
  for (const part of parts) {
    if (part.kind !== 'text') continue;
    const value = locateField(line, part.path);
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, part.text.length);
    offset += part.text.length;
    if (!value || from >= to) continue;
    const here = locateInString(line, value, from, to);
    span = { start: span?.start ?? here.start, end: here.end };
  }
  return span ?? array;
}
