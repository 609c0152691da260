import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { isMessageList, readMessages, readSystemColumn } from './messages.ts';

export const chat: RowFormat = {
  id: 'chat',
  title: 'Chat messages',
  evidence: '`messages[]` of `{role, content}`',
  documentation: 'https://platform.openai.com/docs/guides/supervised-fine-tuning',
  matches: row => isMessageList(row.messages),
  normalise: row => toExample(readMessages(row.messages, ['messages'], 'training', readSystemColumn(row))),
  blindToTexts: true,
  examples: [
    {
      messages: [
        { role: 'system', content: 'You answer in one word.' },
        { role: 'user', content: 'Which bird hunts at night?' },
        { role: 'assistant', content: 'Owls.' },
      ],
    },
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is the weather in ' },
            { type: 'text', text: 'Oslo?' },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', name: 'weather', content: 'snow' },
        { role: 'assistant', content: 'It snows.', weight: 0 },
        { role: 'user', name: 'ana', content: 'Look at this.' },
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'a.png' } },
            { type: 'text', text: 'And this?' },
          ],
        },
        { role: 'assistant', content: 'A fjord.', weight: 1 },
      ],
      tools: [],
    },
    {
      messages: [
        { role: 'user', content: [{ type: 'text', value: 'Say hi.' }], loss_weight: 0 },
        { role: 'assistant', content: [{ type: 'text', value: 'Hi.' }], loss_weight: 1 },
      ],
    },
  ],
};
