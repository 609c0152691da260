import type { Example, Message } from '../dataset/example.ts';

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
  const kept = messages.filter(({ rejected }) => rejected !== true);
  const at = kept.findLastIndex(({ role, trained }) => role === 'assistant' && trained);
  const answer = kept[at];
  if (!answer) return { why: 'no completion' };
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
