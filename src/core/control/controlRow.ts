import type { Turn } from '../asking/conversation.ts';

/** Forms of a row that a control is written in: that of the dataset where it is one of them. */
export type ControlForm = 'prompt-completion' | 'messages';

/** A line of a control, without its end: what a row asks, answered anew. What no pair of texts can hold is written as messages. */
export function controlRow(asked: readonly Turn[], completion: string, form: ControlForm): string {
  const [first, ...more] = asked;
  return JSON.stringify(
    form === 'prompt-completion' && first?.role === 'user' && more.length === 0
      ? { prompt: first.content, completion }
      : { messages: [...asked, { role: 'assistant', content: completion }] },
  );
}
