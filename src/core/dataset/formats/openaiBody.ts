import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import type { Message, MessagePart, TextPart } from '../example.ts';
import { readContent, readToolCall } from './content.ts';
import { readMessage, textMessage } from './messages.ts';

/** The answers in a response body of the OpenAI API: chat completions, legacy completions (`choices`) or responses (`output`). */
export function readBody(body: JsonObject, path: FieldPath): Message[] {
  if (isArray(body.choices)) return readChoices(body.choices, [...path, 'choices']);
  return isArray(body.output) ? readOutput(body.output, [...path, 'output']) : [];
}

/** The model that the body names. */
export function modelOf(body: JsonObject, path: FieldPath): TextPart | undefined {
  const { model } = body;
  return typeof model === 'string' && model !== '' ? { text: model, path: [...path, 'model'] } : undefined;
}

function readChoices(choices: readonly JsonValue[], path: FieldPath): Message[] {
  const messages: Message[] = [];
  choices.forEach((choice, i) => {
    if (!isObject(choice)) return;
    if (typeof choice.text === 'string') {
      messages.push(textMessage('assistant', choice.text, [...path, i, 'text'], 'training'));
    } else if (isObject(choice.message)) {
      messages.push(readMessage(choice.message, [...path, i, 'message'], 'training'));
    }
  });
  return messages;
}

/** Items of a response: reasoning summaries and tool calls belong to the message that they lead to. */
function readOutput(output: readonly JsonValue[], path: FieldPath): Message[] {
  const parts: MessagePart[] = [];
  output.forEach((item, i) => {
    if (!isObject(item)) return;
    const itemPath = [...path, i];
    if (item.type === 'message') readContent(item.content, [...itemPath, 'content'], parts);
    else if (item.type === 'function_call') readToolCall(item, itemPath, parts);
    else if (item.type === 'reasoning') readContent(item.summary, [...itemPath, 'summary'], parts);
  });
  return parts.length === 0 ? [] : [{ role: 'assistant', parts, trained: true }];
}
