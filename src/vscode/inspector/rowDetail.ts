import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Message } from '../../core/dataset/example.ts';
import type { Row } from '../../core/dataset/row.ts';
import { jsonNotes } from '../../core/json/notes.ts';
import { isObject } from '../../core/json/value.ts';
import { teacherOf } from '../../core/provenance/teacherColumn.ts';
import { findingsOfRow } from '../../core/scan/result.ts';
import type { RowDetail, RowRequest } from '../../rpc/inspector.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { markedPlaces } from '../rows/marks.ts';
import { number } from '../../core/text/numbers.ts';

type Reading = Pick<RowDetail, 'messages' | 'notes' | 'format' | 'teacher'>;

/** Everything the inspector shows of one row. Rejects where there is no such row. */
export async function rowDetail(dataset: Dataset, { row, limit }: RowRequest, signal: AbortSignal): Promise<RowDetail> {
  const [found] = await dataset.engine.rows(row, 1, { signal, maxRowBytes: limit });
  if (!found) throw new Error(`There is no row ${number(row + 1)}; the dataset has ${number(dataset.index.rows)}.`);
  const { text, content, span } = found;
  const bytes = span.byteEnd - span.byteStart;
  const reading = readingOf(found);
  return {
    row,
    byteStart: span.byteStart,
    byteEnd: span.byteEnd,
    text,
    ...(!content && { cutAt: { shown: text.length, bytes } }),
    kind: content?.kind ?? 'value',
    ...(content?.kind === 'malformed' && { error: content.error }),
    ...reading,
    findings: dataset.latest ? findingsOfRow(dataset.latest.result, row) : [],
    marked: markedPlaces(dataset.scores.all, row, reading.messages),
  };
}

function readingOf({ text, content }: Row): Reading {
  if (content?.kind !== 'value') return { messages: [], notes: [] };
  const { value } = content;
  const notes = jsonNotes(text);
  if (!isObject(value)) return { messages: [], notes };
  const format = formatOf(value);
  const example = format?.normalise(value);
  const messages: readonly Message[] = example?.messages ?? [];
  const teacher = (example?.teacher ?? teacherOf(value))?.text;
  return {
    messages,
    notes,
    ...(format && { format: { id: format.id, title: format.title } }),
    ...(teacher !== undefined && { teacher }),
  };
}
