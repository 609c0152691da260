import type { Example, Message, TextPart } from '../dataset/example.ts';

/** One message as an endpoint takes it. */
export interface Turn {
  readonly role: string;
  readonly content: string;
}

/** What a teacher was asked and what it answered. */
export interface Answered {
  readonly asked: readonly Turn[];
  readonly completion: string;
}

/** Reasons for which a row cannot be scored, as they are counted. */
export type Unscorable = 'no prompt' | 'no completion' | 'reasoning apart from the text' | 'tool calls or media';

/**
 * The conversation up to the row's last completion, and that completion. `system`, where given, replaces the system prompts of the row;
 * an empty one removes them.
 */
export function answeredOf({ messages }: Example, system: string | undefined): Answered | { readonly why: Unscorable } {
  const { kept, at } = lastAnswer(messages);
  if (at === -1) return { why: 'no completion' };
  const turns: Turn[] = [];
  for (const message of kept.slice(0, at + 1)) {
    const why = notText(message);
    if (why !== undefined) return { why };
    if (system === undefined || !isSystem(message)) turns.push({ role: message.role, content: textOf(message) });
  }
  const completion = turns.pop()?.content ?? '';
  if (completion === '') return { why: 'no completion' };
  if (!turns.some(({ role }) => role === 'user')) return { why: 'no prompt' };
  return { asked: system ? [{ role: 'system', content: system }, ...turns] : turns, completion };
}

/** A place in the completion of `answeredOf` as places in the texts that it is made of. */
export function placesInAnswer(
  messages: readonly Message[],
  { start, end }: { readonly start: number; readonly end: number },
): readonly (Pick<TextPart, 'path'> & { readonly start: number; readonly end: number })[] {
  const { kept, at } = lastAnswer(messages);
  let before = 0;
  return (kept[at]?.parts ?? []).flatMap(part => {
    if (part.kind !== 'text') return [];
    const from = Math.max(0, start - before);
    const to = Math.min(part.text.length, end - before);
    before += part.text.length;
    return from < to ? [{ path: part.path, start: from, end: to }] : [];
  });
}

function lastAnswer(messages: readonly Message[]): { readonly kept: readonly Message[]; readonly at: number } {
  const kept = messages.filter(({ rejected }) => rejected !== true);
  return { kept, at: kept.findLastIndex(({ role, trained }) => role === 'assistant' && trained) };
}

/** Tells rows with the same prompt. */
export function promptKey(asked: readonly Turn[]): string {
  return JSON.stringify(asked.map(({ role, content }) => [role, content]));
}

function isSystem({ role }: Message): boolean {
  return role === 'system' || role === 'developer';
}

function notText({ role, parts }: Message): Unscorable | undefined {
  if (role === 'tool' || role === 'function') return 'tool calls or media';
  for (const { kind } of parts) {
    if (kind === 'reasoning') return 'reasoning apart from the text';
    if (kind !== 'text') return 'tool calls or media';
  }
  return undefined;
}

function textOf({ parts }: Message): string {
  return parts.map(part => (part.kind === 'text' ? part.text : '')).join('');
}
