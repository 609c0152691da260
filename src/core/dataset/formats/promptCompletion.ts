import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { readTurns } from './messages.ts';
import { completionKey, promptKey, readPromptColumns } from './pair.ts';

export const promptCompletion: RowFormat = {
  id: 'prompt-completion',
  title: 'Prompt and completion',
  evidence:
    '`prompt` (or `instruction`, `question`, `problem`, `query`, `input`) beside `completion` (or `response`, `output`, `solution`, `answer`), each a text or messages',
  documentation: 'https://huggingface.co/docs/trl/dataset_formats#prompt-completion',
  matches: row => promptKey(row) !== undefined && completionKey(row) !== undefined,
  normalise(row) {
    const messages = readPromptColumns(row);
    const key = completionKey(row);
    return toExample(key === undefined ? messages : readTurns(row[key], [key], 'training', messages));
  },
  blindToTexts: true,
  examples: [
    { prompt: 'Continue: 1, 2, 3', completion: '4, 5, 6' },
    {
      prompt: [{ role: 'user', content: 'Name a colour.' }],
      completion: [{ role: 'assistant', content: 'Green.' }],
    },
    { question: 'What is 2 + 2?', solution: 'Adding two and two gives 4.', answer: '4' },
    { instruction: 'Who wrote it?', context: 'The letter is signed by Ada.', response: 'Ada.' },
  ],
};
