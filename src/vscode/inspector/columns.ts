import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Example } from '../../core/dataset/example.ts';
import type { DatasetProfile } from '../../core/dataset/profile.ts';
import type { Row } from '../../core/dataset/row.ts';
import { isObject, type JsonValue } from '../../core/json/value.ts';
import type { TableColumn } from '../../rpc/inspector.ts';
import { mainFormat } from '../datasets/facts.ts';

const cellCharacters = 300;
const plainColumns = 4;
const columnsOfUnknown = 8;

/** Prompt, completion and the short fields beside them, going by some rows; for rows of no known format their first fields. */
export function columnsFor(head: DatasetProfile, rows: readonly Row[]): TableColumn[] {
  if (!mainFormat(head)) return head.columns.slice(0, columnsOfUnknown).map(({ name }) => fieldColumn(name));
  const used = new Set(rows.flatMap(fieldsOfExample));
  const short = head.columns.filter(({ name, types }) => !used.has(name) && isShort(types));
  return [
    { id: 'prompt', title: 'Prompt', source: 'example' },
    { id: 'completion', title: 'Completion', source: 'example' },
    ...short.slice(0, plainColumns).map(({ name }) => fieldColumn(name)),
  ];
}

/** One text per column, cut; undefined where the row has no such part. */
export function cellsOf({ text, content }: Row, columns: readonly TableColumn[]): (string | undefined)[] {
  if (content?.kind !== 'value') return columns.map((_, i) => (i === 0 ? cut(text) : undefined));
  const { value } = content;
  const example = formatOf(value)?.normalise(isObject(value) ? value : {});
  const cells = columns.map(({ id, source }) =>
    source === 'example' ? example && partOf(example, id) : isObject(value) ? cellOf(value[id]) : undefined,
  );
  // A row that fits no column still shows what it holds.
  return cells.some(cell => cell !== undefined) ? cells : columns.map((_, i) => (i === 0 ? cut(text) : undefined));
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

function partOf(example: Example, id: string): string | undefined {
  const text = id === 'prompt' ? example.prompt?.text : example.completions.at(-1)?.text;
  return text === undefined ? undefined : cut(text);
}

function cellOf(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? cut(value) : cut(JSON.stringify(value));
}

function cut(text: string): string {
  return text.length <= cellCharacters ? text : `${text.slice(0, cellCharacters)}…`;
}
