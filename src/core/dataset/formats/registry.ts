import { isObject, type JsonValue } from '../../json/value.ts';
import { alpaca } from './alpaca.ts';
import { anthropicBatch } from './anthropicBatch.ts';
import { chat } from './chat.ts';
import { distilabel } from './distilabel.ts';
import type { RowFormat } from './format.ts';
import { kto } from './kto.ts';
import { openaiBatch } from './openaiBatch.ts';
import { openaiCompletion } from './openaiCompletion.ts';
import { openaiPreference } from './openaiPreference.ts';
import { preference } from './preference.ts';
import { promptCompletion } from './promptCompletion.ts';
import { reasoning } from './reasoning.ts';
import { sharegpt } from './sharegpt.ts';
import { text } from './text.ts';

/** Most specific first: a row that fits several is the first of them. */
export const formats: readonly RowFormat[] = [
  openaiBatch,
  anthropicBatch,
  openaiCompletion,
  openaiPreference,
  preference,
  kto,
  distilabel,
  reasoning,
  chat,
  sharegpt,
  alpaca,
  promptCompletion,
  text,
];

/** The format of a row; `undefined` for a shape that none knows, which is shown as a table. */
export function formatOf(value: JsonValue): RowFormat | undefined {
  if (!isObject(value)) return undefined;
  for (const format of formats) if (format.matches(value)) return format;
  return undefined;
}

export function formatById(id: string): RowFormat | undefined {
  return formats.find(format => format.id === id);
}
