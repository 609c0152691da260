import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';

/** One message of a row as it stands. */
export interface Turn {
  readonly index: number;
  readonly message: JsonObject;
  readonly path: FieldPath;
}

/** The messages of a list that are objects. */
export function turnsOf(list: JsonValue | undefined, path: FieldPath): readonly Turn[] {
  if (!isArray(list)) return [];
  return list.flatMap((message, index) => (isObject(message) ? [{ index, message, path: [...path, index] }] : []));
}

/** "Message 3" for its place in the list. */
export function nameOf({ index }: Turn): string {
  return `Message ${index + 1}`;
}

/** Whether a content says anything: a text that is not empty, or a list with something in it. */
export function saysSomething(content: JsonValue | undefined): boolean {
  if (typeof content === 'string') return content !== '';
  return isArray(content) && content.length > 0;
}

/** The tool calls of a message, with their places. */
export function callsOf({ message, path }: Turn): readonly { readonly call: JsonObject; readonly path: FieldPath }[] {
  const { tool_calls: calls } = message;
  if (!isArray(calls)) return [];
  return calls.flatMap((call, i) => (isObject(call) ? [{ call, path: [...path, 'tool_calls', i] }] : []));
}

/** The function of a call: OpenAI's `{function: {name, arguments}}` or the flat `{name, arguments}`. */
export function functionOf(call: JsonObject): { readonly value: JsonObject; readonly inner: FieldPath } {
  return isObject(call.function) ? { value: call.function, inner: ['function'] } : { value: call, inner: [] };
}

export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const opening = '<think>';
const closing = '</think>';

/** Where reasoning begins that never ends, in a text; -1 where there is none. */
export function unclosedThink(text: string): number {
  const at = text.lastIndexOf(opening);
  return at >= 0 && !text.includes(closing, at) ? at : -1;
}

export const thinkLength = opening.length;

/** Whether two values are equal, whatever the order of their keys. */
export function sameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item, i) => sameValue(item, right[i]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every(key => sameValue(left[key], right[key]));
}

/** The tools of a row, whether they stand as a list or as its JSON; undefined where there are none. */
export function parsedTools(tools: JsonValue | undefined): JsonValue | undefined {
  if (tools === undefined || tools === null || tools === '') return undefined;
  if (typeof tools !== 'string') return tools;
  return isJsonText(tools) ? (JSON.parse(tools) as JsonValue) : undefined;
}
