import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { textMessage } from './messages.ts';

export const text: RowFormat = {
  id: 'text',
  title: 'Plain text',
  evidence: 'a `text` column and no prompt beside an answer',
  documentation: 'https://huggingface.co/docs/trl/dataset_formats#language-modeling',
  matches: row => typeof row.text === 'string',
  normalise: row =>
    toExample(typeof row.text === 'string' ? [textMessage('text', row.text, ['text'], 'training')] : []),
  blindToTexts: true,
  examples: [{ text: 'Owls hunt at night.', meta: { source: 'field notes' } }],
};
