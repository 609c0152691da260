import type { JsonObject } from '../../json/value.ts';
import type { Message } from '../example.ts';
import { asContext, asRejected, toExample } from './assemble.ts';
import { conversationFormat } from './conversation.ts';
import type { RowFormat } from './format.ts';

export const kto: RowFormat = {
  id: 'kto',
  title: 'Labelled answers (KTO)',
  evidence: '`label` true or false beside `completion`, `messages` or `conversations`; or `kto_tag` beside any answer',
  documentation: 'https://huggingface.co/docs/trl/dataset_formats#unpaired-preference',
  matches(row) {
    if (typeof row.kto_tag === 'boolean') return conversationFormat(row) !== undefined;
    if (typeof row.label !== 'boolean') return false;
    const format = conversationFormat(row)?.id;
    return format === 'chat' || format === 'sharegpt' || (format !== undefined && row.completion !== undefined);
  },
  normalise(row) {
    const messages = conversationFormat(row)?.normalise(row).messages ?? [];
    const last = messages.findLastIndex(message => message.role === 'assistant');
    return toExample(messages.map((message, i) => (i === last ? judged(message, row) : asContext(message))));
  },
  blindToTexts: true,
  examples: [
    { prompt: 'Name a bird.', completion: 'An owl.', label: true },
    { prompt: 'Name a bird.', completion: 'A bat.', label: false },
    { instruction: 'Name a bird.', input: '', output: 'An owl.', kto_tag: true },
    {
      messages: [
        { role: 'user', content: 'Name a bird.' },
        { role: 'assistant', content: 'A bat.' },
        { role: 'user', content: 'Another one.' },
        { role: 'assistant', content: 'A moth.' },
      ],
      label: false,
    },
  ],
};

/** Only the last answer is labelled, and one that is labelled false is what the student learns not to write. */
function judged(message: Message, row: JsonObject): Message {
  return (row.kto_tag ?? row.label) === false ? asRejected(message) : message;
}
