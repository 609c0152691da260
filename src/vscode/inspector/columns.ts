import { formatOf } from '../../core/dataset/formats/registry.ts';
import { partOf } from '../../core/columns/column.ts';
import type { Example } from '../../core/dataset/example.ts';
import type { DatasetProfile } from '../../core/dataset/profile.ts';
import type { Row } from '../../core/dataset/row.ts';
import { locateField } from '../../core/json/locate.ts';
import { isObject, type JsonValue } from '../../core/json/value.ts';
import type { TableColumn } from '../../rpc/inspector.ts';
import { formatFact } from '../datasets/facts.ts';

const cellCharacters = 300;
const plainColumns = 4;
const columnsOfUnknown = 8;

/** Prompt, completion and the short fields beside them, going by some rows; for rows of no known format their first fields. */
export function columnsFor(head: DatasetProfile, rows: readonly Row[]): TableColumn[] {
  if (!formatFact(head)) return head.columns.slice(0, columnsOfUnknown).map(({ name }) => fieldColumn(name));
  const used = new Set(rows.flatMap(fieldsOfExample));
  const ofExample: readonly TableColumn[] = [
    { id: 'prompt', title: 'Prompt', source: 'example' },
    { id: 'completion', title: 'Completion', source: 'example' },
    { id: 'rejected', title: 'Rejected', source: 'example' },
  ];
  const shown = ofExample.filter(
    column => column.id !== 'rejected' || rows.some(row => partsOf(row, [column])[0] !== undefined),
  );
  const short = head.columns
    .filter(({ name, types }) => !used.has(name) && isShort(types))
    .map(({ name }) => fieldColumn(name))
    .filter(column => !saysTheSame(column, shown, rows));
  return [...shown, ...short.slice(0, plainColumns)];
}

/** Preference pairs, for one, state the prompt again beside the conversations that hold it. */
function saysTheSame(column: TableColumn, shown: readonly TableColumn[], rows: readonly Row[]): boolean {
  const withText = rows.map(row => partsOf(row, [column, ...shown])).filter(([text]) => text !== undefined);
  return withText.length > 0 && withText.every(([text, ...others]) => others.includes(text));
}

/** One text per column, cut; undefined where the row has no such part. */
export function cellsOf(row: Row, columns: readonly TableColumn[]): (string | undefined)[] {
  const cells = partsOf(row, columns);
  // A row that fits no column still shows what it holds.
  return cells.some(cell => cell !== undefined) ? cells : columns.map((_, i) => (i === 0 ? cut(row.text) : undefined));
}

function partsOf({ text, content }: Row, columns: readonly TableColumn[]): (string | undefined)[] {
  if (content?.kind !== 'value' || !isObject(content.value)) return columns.map(() => undefined);
  const { value } = content;
  const example = formatOf(value)?.normalise(value);
  return columns.map(({ id, source }) => {
    if (source === 'score') return undefined;
    return source === 'example' ? cutPart(example, id) : cellOf(text, id, value[id]);
  });
}

/** The top-level fields whose text the example's columns show. */
function fieldsOfExample({ content }: Row): string[] {
  if (content?.kind !== 'value' || !isObject(content.value)) return [];
  const messages = formatOf(content.value)?.normalise(content.value).messages ?? [];
  return messages.flatMap(({ parts }) => parts.map(({ path }) => String(path[0])));
}

function fieldColumn(name: string): TableColumn {
  return { id: name, title: name, source: 'field' };
}

function isShort(types: DatasetProfile['columns'][number]['types']): boolean {
  return types.array === undefined && types.object === undefined;
}

function cutPart(example: Example | undefined, id: string): string | undefined {
  const text = partOf(example, id)?.text;
  return text === undefined ? undefined : cut(text);
}

/** A string's text; of anything else what stands in the row, so that no digit changes. */
function cellOf(text: string, id: string, value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return cut(value);
  const place = locateField(text, [id]);
  return place && cut(text.slice(place.start, Math.min(place.end, place.start + cellCharacters + 1)));
}

function cut(text: string): string {
  return text.length <= cellCharacters ? text : `${text.slice(0, cellCharacters)}…`;
}
