import { isArray, type JsonObject } from '../../json/value.ts';
import type { Message } from '../example.ts';
import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { readTurns, textMessage } from './messages.ts';
import { readPromptColumns } from './pair.ts';

export const alpaca: RowFormat = {
  id: 'alpaca',
  title: 'Alpaca',
  evidence: '`instruction` and `output`, mostly with `input`; `system` and `history` where there are any',
  documentation: 'https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md#alpaca-format',
  matches: row => typeof row.instruction === 'string' && typeof row.output === 'string',
  normalise(row) {
    // `instruction` first, whatever other name of a prompt the row has too.
    const { instruction, input, context, system, system_prompt } = row;
    const asked = readPromptColumns({ instruction, input, context, system, system_prompt });
    const question = asked.pop();
    const answer = readTurns(row.output, ['output'], 'training');
    return toExample([...asked, ...readHistory(row), ...(question ? [question] : []), ...answer]);
  },
  blindToTexts: true,
  examples: [
    { instruction: 'Sort the numbers.', input: '3 1 2', output: '1 2 3' },
    {
      instruction: 'And in English?',
      input: '',
      output: 'Owl.',
      system: 'You translate.',
      history: [['What is "Eule" in French?', 'Hibou.']],
    },
  ],
};

/** Earlier turns, `[question, answer]` each; trainers learn their answers too. */
function readHistory(row: JsonObject): Message[] {
  const messages: Message[] = [];
  if (!isArray(row.history)) return messages;
  row.history.forEach((turn, i) => {
    if (!isArray(turn)) return;
    const [question, answer] = turn;
    if (typeof question === 'string') messages.push(textMessage('user', question, ['history', i, 0], 'context'));
    if (typeof answer === 'string') messages.push(textMessage('assistant', answer, ['history', i, 1], 'training'));
  });
  return messages;
}
