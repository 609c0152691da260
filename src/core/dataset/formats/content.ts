import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import type { MessagePart } from '../example.ts';
import { textOfValue } from './jsonText.ts';

/** Fields that hold the text of a part, by what wrote it: the type's own name, OpenAI and Anthropic, LLaMA-Factory, others. */
const textFields = ['text', 'value', 'content'] as const;
const reasoningFields = ['thinking', 'reasoning', ...textFields] as const;

/** Adds the parts of a message's content, in order: a string, a list of parts, one part. Anything else adds nothing. */
export function readContent(content: JsonValue | undefined, path: FieldPath, parts: MessagePart[]): void {
  if (typeof content === 'string') parts.push({ kind: 'text', text: content, path });
  else if (isArray(content)) {
    for (let i = 0; i < content.length; i++) readPart(content[i], [...path, i], parts);
  } else if (isObject(content)) readPart(content, path, parts);
}

/** Adds the calls of `tool_calls`: OpenAI's `{function: {name, arguments}}` or the flat `{name, arguments}`. */
export function readToolCalls(calls: JsonValue | undefined, path: FieldPath, parts: MessagePart[]): void {
  if (typeof calls === 'string') readEncodedCall(calls, path, parts);
  else if (isArray(calls)) for (let i = 0; i < calls.length; i++) readToolCall(calls[i], [...path, i], parts);
}

/** Adds one `{name, arguments}`; arguments that are no string are written as JSON, and their path leads to the value. */
export function readToolCall(call: JsonValue | undefined, path: FieldPath, parts: MessagePart[]): void {
  if (!isObject(call)) return;
  const inner = isObject(call.function) ? call.function : call;
  const innerPath = inner === call ? path : [...path, 'function'];
  const name = typeof inner.name === 'string' ? inner.name : '';
  const field = inner.arguments === undefined ? 'input' : 'arguments';
  const input = inner[field];
  if (input === undefined) parts.push({ kind: 'tool-call', name, text: textOfValue(call), path });
  else parts.push({ kind: 'tool-call', name, text: textOfValue(input), path: [...innerPath, field] });
}

/** Adds a call, or a list of them, that stands as JSON in a string: ShareGPT's `function_call` turns. */
export function readEncodedCall(text: string, path: FieldPath, parts: MessagePart[]): void {
  parts.push({ kind: 'tool-call', name: encodedCallName(text), text, path });
}

function readPart(part: JsonValue | undefined, path: FieldPath, parts: MessagePart[]): void {
  if (typeof part === 'string') parts.push({ kind: 'text', text: part, path });
  if (!isObject(part)) return;
  const type = typeof part.type === 'string' ? part.type : 'text';
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return readText('text', part, textFields, path, parts);
    case 'refusal':
      return readText('text', part, ['refusal', ...textFields], path, parts);
    case 'reasoning':
    case 'thinking':
    case 'summary_text':
      return readText('reasoning', part, reasoningFields, path, parts);
    case 'tool_call':
      if (typeof part.value === 'string') return readEncodedCall(part.value, [...path, 'value'], parts);
      return readToolCall(part, path, parts);
    case 'tool_use':
    case 'server_tool_use':
    case 'function_call':
      return readToolCall(part, path, parts);
    case 'tool_result':
      return readToolResult(part, path, parts);
    default:
      parts.push({ kind: 'media', media: mediaOf(type), path });
  }
}

function readText(
  kind: 'text' | 'reasoning',
  part: JsonObject,
  fields: readonly string[],
  path: FieldPath,
  parts: MessagePart[],
): void {
  for (const field of fields) {
    const text = part[field];
    if (typeof text === 'string') return void parts.push({ kind, text, path: [...path, field] });
  }
}

/** One level only: what a tool gave back is a text or a list of texts and media, never another result. */
function readToolResult(part: JsonObject, path: FieldPath, parts: MessagePart[]): void {
  const { content } = part;
  if (typeof content === 'string') parts.push({ kind: 'text', text: content, path: [...path, 'content'] });
  if (!isArray(content)) return;
  content.forEach((item, i) => {
    if (isObject(item) && item.type !== 'tool_result') readPart(item, [...path, 'content', i], parts);
  });
}

function encodedCallName(text: string): string {
  try {
    const call = JSON.parse(text) as JsonValue;
    const calls = isArray(call) ? call : [call];
    return calls.flatMap(item => (isObject(item) && typeof item.name === 'string' ? [item.name] : [])).join(', ');
  } catch {
    return '';
  }
}

function mediaOf(type: string): string {
  switch (type) {
    case 'image_url':
    case 'input_image':
      return 'image';
    case 'input_audio':
    case 'audio_url':
      return 'audio';
    case 'video_url':
      return 'video';
    case 'input_file':
    case 'document':
      return 'file';
    default:
      return type;
  }
}
