import type { JsonObject } from '../../json/value.ts';
import { alpaca } from './alpaca.ts';
import { chat } from './chat.ts';
import type { RowFormat } from './format.ts';
import { promptCompletion } from './promptCompletion.ts';
import { sharegpt } from './sharegpt.ts';

/** The formats that say who asked and who answered, and nothing more; other formats add to one of them. */
const conversationFormats: readonly RowFormat[] = [chat, sharegpt, alpaca, promptCompletion];

export function conversationFormat(row: JsonObject): RowFormat | undefined {
  for (const format of conversationFormats) if (format.matches(row)) return format;
  return undefined;
}
