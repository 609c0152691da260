import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import type { Message, MessagePart, Role } from '../example.ts';
import { readContent, readEncodedCall, readToolCall, readToolCalls } from './content.ts';

/** What the turns are for: `training` trains the student to write the assistant's, `context` none. */
export type Purpose = 'training' | 'context';

export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** `{role, content}`, as OpenAI writes it (content may be missing beside a tool call), or ShareGPT's `{from, value}`. */
export function isMessage(value: JsonValue | undefined): value is JsonObject {
  if (!isObject(value)) return false;
  if (typeof value.role === 'string') {
    return value.content !== undefined || value.tool_calls !== undefined || value.function_call !== undefined;
  }
  return typeof value.from === 'string' && typeof value.value === 'string';
}

/** A list with at least one message; what else is in it is left out when read. */
export function isMessageList(value: JsonValue | undefined): value is readonly JsonValue[] {
  if (!isArray(value)) return false;
  for (const item of value) if (isMessage(item)) return true;
  return false;
}

/** Reads the messages of a list, in order, into `messages`. */
export function readMessages(
  list: JsonValue | undefined,
  path: FieldPath,
  purpose: Purpose,
  messages: Message[] = [],
): Message[] {
  if (!isArray(list)) return messages;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (isMessage(item)) messages.push(readMessage(item, below(path, i), purpose));
  }
  return messages;
}

/** Reads a side of a training pair into `messages`: a text, one message or a list of them. */
export function readTurns(
  value: JsonValue | undefined,
  path: FieldPath,
  purpose: Purpose,
  messages: Message[] = [],
): Message[] {
  if (typeof value === 'string') {
    messages.push(textMessage(purpose === 'training' ? 'assistant' : 'user', value, path, purpose));
  } else if (isMessage(value)) messages.push(readMessage(value, path, purpose));
  else readMessages(value, path, purpose, messages);
  return messages;
}

export function textMessage(role: Role, text: string, path: FieldPath, purpose: Purpose): Message {
  return { role, parts: [{ kind: 'text', text, path }], trained: purpose === 'training' };
}

/** Starts a conversation with the system prompt that stands in a column of its own, where there is one. */
export function readSystemColumn(row: JsonObject): Message[] {
  const { system, system_prompt: systemPrompt } = row;
  if (typeof system === 'string' && system !== '') return [textMessage('system', system, ['system'], 'context')];
  if (typeof systemPrompt !== 'string' || systemPrompt === '') return [];
  return [textMessage('system', systemPrompt, ['system_prompt'], 'context')];
}

/** The field of a message that holds its reasoning: DeepSeek and vLLM, OpenRouter, Ollama and TRL. */
export function reasoningField(message: JsonObject): 'reasoning_content' | 'reasoning' | 'thinking' | undefined {
  if (isFilled(message.reasoning_content)) return 'reasoning_content';
  if (isFilled(message.reasoning)) return 'reasoning';
  return isFilled(message.thinking) ? 'thinking' : undefined;
}

/** The role that trainers give a turn: ShareGPT's names and their variants become OpenAI's, others stay as they stand. */
export function roleOf(message: JsonObject): Role {
  const name = typeof message.role === 'string' ? message.role : message.from;
  switch (name) {
    case 'user':
    case 'assistant':
    case 'system':
      return name;
    case 'human':
    case 'prompter':
      return 'user';
    case 'gpt':
    case 'chatgpt':
    case 'bing':
    case 'bard':
    case 'model':
    case 'function_call':
    case 'tool_call':
      return 'assistant';
    case 'observation':
    case 'tool_response':
    case 'ipython':
      return 'tool';
    default:
      return typeof name === 'string' ? name : '';
  }
}

/** One message; `path` leads to it. */
export function readMessage(source: JsonObject, path: FieldPath, purpose: Purpose): Message {
  const inContent = source.content !== undefined;
  const said = inContent ? source.content : source.value;
  const field = inContent ? 'content' : 'value';
  const reasoning = reasoningField(source);
  const isPlain = typeof said === 'string' && said !== '' && reasoning === undefined && !isCallTurn(source);
  // A literal: a list that is pushed to begins with room for 17.
  const parts: MessagePart[] = isPlain ? [{ kind: 'text', text: said, path: below(path, field) }] : [];
  if (reasoning !== undefined) readReasoning(source[reasoning], [...path, reasoning], parts);
  if (!isPlain) readSaid(source, said, below(path, field), parts);
  if (source.tool_calls !== undefined) readToolCalls(source.tool_calls, [...path, 'tool_calls'], parts);
  if (source.function_call !== undefined) readToolCall(source.function_call, [...path, 'function_call'], parts);
  const role = roleOf(source);
  const trained = purpose === 'training' && role === 'assistant' && source.weight !== 0 && source.loss_weight !== 0;
  const message: Draft<Message> = { role, parts, trained };
  if (typeof source.name === 'string') message.name = source.name;
  return message;
}

function readSaid(source: JsonObject, said: JsonValue | undefined, path: FieldPath, parts: MessagePart[]): void {
  const isEmpty = said === undefined || said === null || said === '';
  if (isEmpty && typeof source.refusal === 'string') {
    parts.push({ kind: 'text', text: source.refusal, path: [...path.slice(0, -1), 'refusal'] });
  } else if (typeof said !== 'string') readContent(said, path, parts);
  else if (isCallTurn(source)) readEncodedCall(said, path, parts);
  else parts.push({ kind: 'text', text: said, path });
}

function readReasoning(text: JsonValue | undefined, path: FieldPath, parts: MessagePart[]): void {
  if (typeof text === 'string') parts.push({ kind: 'reasoning', text, path });
}

function isFilled(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

/** `[...path, step]`; the short cases are literals because each row makes two of these per message, and a spread costs five times as much. */
function below(path: FieldPath, step: string | number): FieldPath {
  const first = path[0];
  const second = path[1];
  if (path.length === 1 && first !== undefined) return [first, step];
  if (path.length === 2 && first !== undefined && second !== undefined) return [first, second, step];
  return [...path, step];
}

function isCallTurn(message: JsonObject): boolean {
  const name = message.role ?? message.from;
  return name === 'function_call' || name === 'tool_call';
}
