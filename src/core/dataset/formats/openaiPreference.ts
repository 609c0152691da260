import { isObject } from '../../json/value.ts';
import { asRejected, toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { isMessageList, readMessages } from './messages.ts';

export const openaiPreference: RowFormat = {
  id: 'openai-preference',
  title: 'OpenAI preference pairs',
  evidence: '`input{messages}`, `preferred_output[]`, `non_preferred_output[]`',
  documentation: 'https://platform.openai.com/docs/guides/direct-preference-optimization',
  matches: row => isObject(row.input) && isMessageList(row.preferred_output) && isMessageList(row.non_preferred_output),
  normalise(row) {
    const asked = isObject(row.input) ? row.input.messages : undefined;
    const messages = readMessages(asked, ['input', 'messages'], 'context');
    readMessages(row.preferred_output, ['preferred_output'], 'training', messages);
    const rejected = readMessages(row.non_preferred_output, ['non_preferred_output'], 'context');
    return toExample([...messages, ...rejected.map(asRejected)]);
  },
  blindToTexts: true,
  examples: [
    {
      input: { messages: [{ role: 'user', content: 'Is it cold?' }], tools: [], parallel_tool_calls: true },
      preferred_output: [{ role: 'assistant', content: 'Two degrees.' }],
      non_preferred_output: [{ role: 'assistant', content: 'No idea.' }],
    },
  ],
};
