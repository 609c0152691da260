import type { Tokenizer } from './resources.ts';
import { turnsOf } from './turns.ts';
import type { TrainerView } from './view.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../json/value.ts';
import { counted, number } from '../text/numbers.ts';

/** Tokens of a row, and how they were counted. */
export interface RowLength {
  readonly tokens: number;
  /** Of a row with a prompt apart: the tokens of it. */
  readonly promptTokens?: number;
  /** Tokens before the first that is trained on. */
  readonly tokensBeforeTrained?: number;
  readonly how: string;
}

/** The length of a rendered row; of a pair, of the longer side. */
export function renderedLength(view: TrainerView, template: string, tokenizer: Tokenizer): RowLength {
  const { text, rejectedText, promptEnd, trained } = view;
  const [first] = trained;
  const sides = rejectedText === undefined ? [text] : [text, rejectedText];
  return {
    tokens: Math.max(...sides.map(side => tokenizer.count(side))),
    ...(promptEnd !== undefined && { promptTokens: tokenizer.count(text.slice(0, promptEnd)) }),
    ...(first && { tokensBeforeTrained: first.start === 0 ? 0 : tokenizer.count(text.slice(0, first.start)) }),
    how: tokenizer.knowsSpecialTokens
      ? `exact for ${template} and ${tokenizer.name}`
      : `estimated for ${template} with ${tokenizer.name}, which has other special tokens`,
  };
}

/** The length of what a row says, without what a template adds: a lower bound. */
export function plainLength(row: JsonObject, tokenizer: Tokenizer): RowLength {
  const columns = [
    'messages',
    'conversations',
    'prompt',
    'completion',
    'chosen',
    'text',
    'instruction',
    'input',
    'output',
    'system',
  ];
  const tokens = columns.reduce(
    (sum, key) => sum + textsOf(row[key]).reduce((all, text) => all + tokenizer.count(text), 0),
    0,
  );
  return { tokens, how: `estimated with ${tokenizer.name} without a template, which adds to it` };
}

/**
 * The length of a conversation by the formula of OpenAI’s notebook, which calls itself "not exact":
 * https://github.com/openai/openai-cookbook/blob/2e652704bf3df73cf35e46e26ebae692f5bd7b0c/examples/Chat_finetuning_data_prep.ipynb
 */
export function openaiLength(lists: readonly (JsonValue | undefined)[], tokenizer: Tokenizer): RowLength {
  const perMessage = 3;
  const perName = 1;
  const priming = 3;
  let tokens = priming;
  for (const { message } of lists.flatMap(list => turnsOf(list, []))) {
    tokens += perMessage;
    for (const [key, value] of Object.entries(message)) {
      if (value === undefined || value === null || key === 'weight') continue;
      tokens += tokenizer.count(typeof value === 'string' ? value : JSON.stringify(value));
      if (key === 'name') tokens += perName;
    }
  }
  return { tokens, how: `estimated with ${tokenizer.name} by the formula of OpenAI’s notebook` };
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!isArray(value)) return [];
  return value.filter(isObject).flatMap(message => {
    const said = message.content ?? message.value;
    if (isArray(said))
      return said.flatMap(part => (isObject(part) && typeof part.text === 'string' ? [part.text] : []));
    return typeof said === 'string' ? [said] : [];
  });
}

/** "The row has 1284 tokens (exact for qwen3 and tokenizer.json); the limit is 1024." */
export function lengthText({ tokens, how }: RowLength, limit: number): string {
  return `The row has ${counted(tokens, 'token')} (${how}); the limit is ${number(limit)}.`;
}
