import type { DuplicateField, DuplicateQuery, Normalisation } from './query.ts';
import type { Example, TextPart } from '../dataset/example.ts';
import { formatOf } from '../dataset/formats/registry.ts';
import { decodeRow, type DecodedRow } from '../dataset/parseRow.ts';
import { comparedTexts } from '../dataset/trainedTexts.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

/** The text of a row that is compared, or why there is none. */
export type KeyText =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'blank' | 'malformed' | 'without' };

/** The compared text of one line, its newline excluded. */
export function keyTextOfLine(
  bytes: Uint8Array,
  { first }: { readonly first: boolean },
  query: Pick<DuplicateQuery, 'field' | 'normalise'>,
): KeyText {
  return keyTextOf(decodeRow(bytes, { first }), query);
}

export function keyTextOf(
  { text, content }: DecodedRow,
  { field, normalise }: Pick<DuplicateQuery, 'field' | 'normalise'>,
): KeyText {
  if (content.kind !== 'value') return { kind: content.kind };
  const found =
    field === 'row' ? wholeRow(text) : fieldText(formatOf(content.value)?.normalise(content.value as never), field);
  return found === undefined ? { kind: 'without' } : { kind: 'text', text: normalised(found, normalise) };
}

/** What is compared of a row of a known shape by its completion, parsed only where some of that is in no slot of its own. */
export function comparedInShape(row: ShapedRow): readonly Pick<TextPart, 'text'>[] {
  const example = row.trained ?? row.parsed().example;
  return example ? comparedTexts(example) : [];
}

/** A byte order mark and the white space around a line are no part of its row. */
function wholeRow(text: string): string {
  return text.replace(/^\ufeff?[ \t\r\n]*/, '').replace(/[ \t\r\n]+$/, '');
}

function fieldText(example: Example | undefined, field: Exclude<DuplicateField, 'row'>): string | undefined {
  if (example === undefined) return undefined;
  const { prompt } = example;
  const answers = comparedTexts(example);
  switch (field) {
    case 'completion':
      return joined(answers);
    case 'prompt':
      return joined(prompt ? [prompt] : []);
    case 'prompt+completion':
      return answers.length > 0 && prompt ? joined([prompt, ...answers]) : undefined;
  }
}

/** With which no text begins as it stands. */
export const separator = '\u001e';

/** One text of a list of texts: no two lists come to the same. Nearly always it is the one text as it stands. */
export function joined(parts: readonly Pick<TextPart, 'text'>[]): string | undefined {
  const [only] = parts;
  if (only === undefined) return undefined;
  if (parts.length === 1) return only.text.startsWith(separator) ? separator + only.text : only.text;
  const between = `${separator}\u001f`;
  return between + parts.map(({ text }) => text.replaceAll(separator, separator + separator)).join(between);
}

const mark = new RegExp(`${separator}([${separator}\u001f])`, 'g');

/** A joined text as people read it, each of its texts on lines of its own. */
export function readable(text: string): string {
  const between = `${separator}\u001f`;
  if (!text.startsWith(between)) return text.startsWith(separator) ? text.slice(1) : text;
  // In one go, from the front on: a separator that a text holds stands there twice.
  return text.slice(between.length).replaceAll(mark, (_, next: string) => (next === separator ? separator : '\n'));
}

/** The text without the differences that do not count. */
export function normalised(text: string, how: readonly Normalisation[]): string {
  let result = text;
  if (how.includes('nfkc')) result = result.normalize('NFKC');
  if (how.includes('case')) result = result.toLowerCase();
  if (how.includes('white-space')) result = result.replace(/\s+/g, ' ').trim();
  return result;
}
