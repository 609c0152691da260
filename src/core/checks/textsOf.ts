import type { Example, TextPart } from '../dataset/example.ts';

/** Everything that the student is trained to write: completions, their reasoning, and what trained turns call tools with. */
export function trainedTexts({ messages, reasoning, completions }: Example): readonly TextPart[] {
  const calls = messages.flatMap(({ trained, parts }) =>
    trained ? parts.filter(part => part.kind === 'tool-call') : [],
  );
  return reasoning.length + calls.length === 0 ? completions : [...reasoning, ...completions, ...calls];
}

/** Whether there is anything that the student is trained to write. */
export function isTrainedOn(example: Example): boolean {
  return example.completions.length > 0 || trainedTexts(example).length > 0;
}

/** Every text of the conversation, prompts and system prompts included. */
function everyText({ messages }: Example): readonly TextPart[] {
  return messages.flatMap(({ parts }) => parts.filter(part => part.kind !== 'media'));
}

/** Which texts a filter or probe reads. */
export const fieldsOption = {
  type: 'choice',
  title: 'Fields',
  description: 'Which texts of a row are read.',
  default: 'completion',
  choices: {
    completion: 'What the student is trained to write: completions, their reasoning, and arguments of calls.',
    everything: 'Every message of the conversation, prompts and system prompts included.',
  },
} as const;

/** The texts that the option names. */
export function textsOf(example: Example, fields: string): readonly TextPart[] {
  return fields === 'everything' ? everyText(example) : trainedTexts(example);
}
