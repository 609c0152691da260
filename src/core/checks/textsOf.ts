import type { Example, TextPart } from '../dataset/example.ts';
import { trainedTexts } from '../dataset/trainedTexts.ts';

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
