import type { Example, MessagePart, TextPart } from './example.ts';

/** A call of a tool: its arguments, and where they stand. */
export type Call = Extract<MessagePart, { readonly kind: 'tool-call' }>;

const none: readonly Call[] = [];

/** What trained turns call tools with. */
export function trainedCalls({ messages }: Pick<Example, 'messages'>): readonly Call[] {
  // Runs for every row that is parsed, and most call nothing.
  let calls: Call[] | undefined;
  for (const { trained, parts } of messages) {
    if (!trained) continue;
    for (const part of parts) if (part.kind === 'tool-call') (calls ??= []).push(part);
  }
  return calls ?? none;
}

/** Everything that the student is trained to write: completions, their reasoning, and what trained turns call tools with. */
export function trainedTexts(example: Example): readonly TextPart[] {
  const { reasoning, completions } = example;
  const calls = trainedCalls(example);
  return reasoning.length + calls.length === 0 ? completions : [...reasoning, ...completions, ...calls];
}

/** Whether there is anything that the student is trained to write. */
export function isTrainedOn(example: Example): boolean {
  return example.completions.length + example.reasoning.length > 0 || trainedCalls(example).length > 0;
}

/** A call with the name of what it calls, which the student is trained to write too. */
export function callText({ name, text }: Call): string {
  return name === '' ? text : `${name} ${text}`;
}

/** The texts by which rows are told to be alike: all that the student is trained to write, calls with their names. */
export function comparedTexts(
  example: Pick<Example, 'messages' | 'reasoning' | 'completions'>,
): readonly Pick<TextPart, 'text'>[] {
  const { reasoning, completions } = example;
  const calls = trainedCalls(example);
  if (reasoning.length + calls.length === 0) return completions;
  return [...reasoning, ...completions, ...calls.map(call => ({ text: callText(call) }))];
}
