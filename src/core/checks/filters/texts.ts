import type { Example, TextPart } from '../../dataset/example.ts';

/** The texts of a row that a filter with an option `fields` reads: what the student is trained to write, or everything. */
export function textsOf(example: Example, fields: string): readonly TextPart[] {
  if (fields === 'everything')
    return example.messages.flatMap(({ parts }) => parts.filter(part => part.kind !== 'media'));
  return example.reasoning.length === 0 ? example.completions : [...example.reasoning, ...example.completions];
}
