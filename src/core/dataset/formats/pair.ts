import type { FieldPath, JsonObject, JsonValue } from '../../json/value.ts';
import type { Message, MessagePart } from '../example.ts';
import { isMessageList, readSystemColumn, readTurns } from './messages.ts';

// Written out key by key: a property named in the source costs a nanosecond where rows are alike, one looked up by a variable
// key thirty, and most formats ask for most of these in every row.

/** The first column with a prompt: a text or a list of messages. */
export function promptKey(row: JsonObject): string | undefined {
  if (isTurns(row.prompt)) return 'prompt';
  if (isTurns(row.instruction)) return 'instruction';
  if (isTurns(row.question)) return 'question';
  if (isTurns(row.problem)) return 'problem';
  if (isTurns(row.query)) return 'query';
  return isTurns(row.input) ? 'input' : undefined;
}

/** The first column with a completion: a text or a list of messages. */
export function completionKey(row: JsonObject): string | undefined {
  if (isTurns(row.completion)) return 'completion';
  if (isTurns(row.response)) return 'response';
  if (isTurns(row.output)) return 'output';
  if (isTurns(row.solution)) return 'solution';
  return isTurns(row.answer) ? 'answer' : undefined;
}

/** System prompt and prompt of a row that has them in columns; material for the prompt (`input`, `context`) goes with it. */
export function readPromptColumns(row: JsonObject): Message[] {
  const messages = readSystemColumn(row);
  const key = promptKey(row);
  if (key === undefined) return messages;
  const turns = row[key];
  if (typeof turns !== 'string') return readTurns(turns, [key], 'context', messages);
  const parts: MessagePart[] = turns === '' ? [] : [text(turns, [key])];
  if (key === 'instruction') addText(row.input, 'input', parts);
  addText(row.context, 'context', parts);
  if (parts.length === 0) parts.push(text(turns, [key]));
  messages.push({ role: 'user', parts, trained: false });
  return messages;
}

function isTurns(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || isMessageList(value);
}

function addText(value: JsonValue | undefined, key: string, parts: MessagePart[]): void {
  if (typeof value === 'string' && value !== '') parts.push(text(value, [key]));
}

function text(value: string, path: FieldPath): MessagePart {
  return { kind: 'text', text: value, path };
}
