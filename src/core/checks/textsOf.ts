import type { Example, TextPart } from '../dataset/example.ts';

/** Completions and their reasoning, without what calls of tools hold. */
export function answerTexts({ reasoning, completions }: Example): readonly TextPart[] {
  return reasoning.length === 0 ? completions : [...reasoning, ...completions];
}

/** Everything that the student is trained to write: completions, their reasoning, and what trained turns call tools with. */
function trainedTexts(example: Example): readonly TextPart[] {
  const calls = example.messages.flatMap(({ trained, parts }) =>
    trained ? parts.filter(part => part.kind === 'tool-call') : [],
  );
  return calls.length === 0 ? answerTexts(example) : [...answerTexts(example), ...calls];
}

/** Every text of the conversation, prompts and system prompts included. */
export function everyText({ messages }: Example): readonly TextPart[] {
  return messages.flatMap(({ parts }) => parts.filter(part => part.kind !== 'media'));
}

/** Which texts a filter reads. */
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
