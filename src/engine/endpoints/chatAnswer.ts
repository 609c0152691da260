import { isArray, isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import type { Turn } from '../../core/asking/conversation.ts';
import { rowProblem, type Answer } from './endpoint.ts';

/** Turns as the `messages` of a request. */
export function messagesOf(turns: readonly Turn[]): JsonValue {
  return turns.map(({ role, content }) => ({ role, content }));
}

/** The first choice of what an OpenAI-compatible route answers; undefined where there is none. */
export function firstChoice({ choices }: JsonObject): JsonObject | undefined {
  const choice = isArray(choices) ? choices[0] : undefined;
  return isObject(choice) ? choice : undefined;
}

/** All that the model wrote; a problem where some of it is missing, as where a server parts reasoning from the answer. */
export function wholeText(message: JsonValue | undefined, text?: JsonValue): Answer<string> {
  const parts = isObject(message) ? message : { content: text ?? null };
  const reasoning = parts['reasoning_content'] ?? parts['reasoning'];
  if (typeof reasoning === 'string' && reasoning !== '')
    return rowProblem('the endpoint parts reasoning from the answer; start it without a reasoning parser');
  const { content } = parts;
  return typeof content === 'string' && content !== '' ? { value: content } : rowProblem('the model wrote nothing');
}
