import type { FieldPath } from '../../json/value.ts';
import type { Example, Message, MessagePart, TextPart } from '../example.ts';
import type { Draft } from './messages.ts';

/** The example that a conversation makes: its trained turns are the completions, the last user turn before them the prompt. */
export function toExample(messages: readonly Message[], teacher?: TextPart): Example {
  let completions: TextPart[] = [];
  const reasoning: TextPart[] = [];
  const rejected: TextPart[] = [];
  let system: TextPart | undefined;
  let user: Message | undefined;
  let asked: Message | undefined;
  for (const message of messages) {
    if (message.trained) {
      const text = textOf(message);
      if (text) {
        // A literal: a list that is pushed to begins with room for 17, and most rows have one completion.
        if (completions.length === 0) completions = [text];
        else completions.push(text);
        asked = user;
      }
      for (const part of message.parts)
        if (part.kind === 'reasoning') reasoning.push({ text: part.text, path: part.path });
    } else if (message.rejected) {
      const text = message.role === 'assistant' ? textOf(message) : undefined;
      if (text) rejected.push(text);
    } else if (message.role === 'user') user = message;
    else if (message.role === 'system' || message.role === 'developer') system ??= textOf(message);
  }
  const example: Draft<Example> = { messages, completions, reasoning, rejected };
  if (system) example.systemPrompt = system;
  const prompt = textOf(completions.length === 0 ? user : asked);
  if (prompt) example.prompt = prompt;
  if (teacher) example.teacher = teacher;
  return example;
}

/** Says of a turn that the student is not trained to write it. */
export function asContext(message: Message): Message {
  return message.trained ? { ...message, trained: false } : message;
}

export function asRejected(message: Message): Message {
  return { ...message, trained: false, rejected: true };
}

/** What a message says: its text, or all its texts in one with the path of what holds them. */
function textOf(message: Message | undefined): TextPart | undefined {
  if (message === undefined) return undefined;
  const only = message.parts.length === 1 ? message.parts[0] : undefined;
  if (only?.kind === 'text') return { text: only.text, path: only.path };
  return joined(message.parts);
}

function joined(parts: readonly MessagePart[]): TextPart | undefined {
  let first: TextPart | undefined;
  let text = '';
  let path: FieldPath = [];
  let count = 0;
  let calls = false;
  for (const part of parts) {
    if (part.kind === 'tool-call') calls = true;
    if (part.kind !== 'text') continue;
    path = first === undefined ? part.path : commonPath(path, part.path);
    text = first === undefined ? part.text : text + part.text;
    first ??= part;
    count++;
  }
  // An empty text beside a tool call is how some writers say that there is none.
  if (first === undefined || (calls && text === '')) return undefined;
  return count > 1 && path.length > 0 ? { text, path } : { text: first.text, path: first.path };
}

function commonPath(left: FieldPath, right: FieldPath): FieldPath {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length);
}
