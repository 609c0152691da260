import { isArray } from '../../json/value.ts';
import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { readMessages } from './messages.ts';
import { modelOf, readBody } from './openaiBody.ts';

export const openaiCompletion: RowFormat = {
  id: 'openai-completion',
  title: 'OpenAI completion',
  evidence:
    '`object: "chat.completion"` with `choices[]`, as the API answers and stores it; also `text_completion` and `response`',
  documentation: 'https://platform.openai.com/docs/api-reference/chat/object',
  matches(row) {
    if (row.object === 'chat.completion' || row.object === 'text_completion') return isArray(row.choices);
    return row.object === 'response' && isArray(row.output);
  },
  normalise(row) {
    const asked = readMessages(row.messages, ['messages'], 'context');
    return toExample([...asked, ...readBody(row, [])], modelOf(row, []));
  },
  blindToTexts: true,
  examples: [
    {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: 'gpt-4o-2024-08-06',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Owls.', refusal: null }, finish_reason: 'stop' },
        { index: 1, message: { role: 'assistant', content: null, refusal: 'I cannot say.' }, finish_reason: 'stop' },
      ],
      metadata: { run: '1' },
    },
    { object: 'text_completion', model: 'davinci-002', choices: [{ index: 0, text: ' 4, 5' }] },
  ],
};
