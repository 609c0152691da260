import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { isMessageList, readMessages, readSystemColumn } from './messages.ts';

export const sharegpt: RowFormat = {
  id: 'sharegpt',
  title: 'ShareGPT conversations',
  evidence: '`conversations[]` of `{from, value}` or `{role, content}`',
  documentation: 'https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md#sharegpt-format',
  matches: row => isMessageList(row.conversations) || isMessageList(row.conversation),
  normalise(row) {
    const messages = readSystemColumn(row);
    if (isMessageList(row.conversations)) readMessages(row.conversations, ['conversations'], 'training', messages);
    else readMessages(row.conversation, ['conversation'], 'training', messages);
    return toExample(messages);
  },
  blindToTexts: true,
  examples: [
    {
      conversations: [
        { from: 'human', value: 'Is it warm?' },
        { from: 'function_call', value: '{"name": "thermometer", "arguments": {}}' },
        { from: 'observation', value: '21' },
        { from: 'gpt', value: 'Yes, 21 degrees.' },
      ],
      system: 'You read instruments.',
      tools: '[]',
    },
    {
      conversation: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Good day.' },
      ],
    },
  ],
};
