import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import { teacherOf } from '../../provenance/teacherColumn.ts';
import type { Message } from '../example.ts';
import { toExample } from './assemble.ts';
import { conversationFormat } from './conversation.ts';
import type { RowFormat } from './format.ts';
import { isMessageList, readMessages, readTurns } from './messages.ts';
import { readPromptColumns } from './pair.ts';

export const distilabel: RowFormat = {
  id: 'distilabel',
  title: 'distilabel output',
  evidence:
    '`distilabel_metadata`, or `generation` or `generations` beside `model_name`, `generation_model` or `generation_models`',
  documentation: 'https://distilabel.argilla.io/latest/components-gallery/tasks/textgeneration/',
  matches: row => isObject(row.distilabel_metadata) || (isGenerated(row) && namesModel(row)),
  normalise(row) {
    const answers = readAnswers(row);
    if (answers.length === 0) return toExample(conversationFormat(row)?.normalise(row).messages ?? [], teacherOf(row));
    const columns = isMessageList(row.messages)
      ? readMessages(row.messages, ['messages'], 'context')
      : readPromptColumns(row);
    // What was sent holds the teacher's system prompt, which no column has; the prompt is the same in both.
    const sent = readSent(row);
    const asked = columns.some(({ role }) => role === 'user') ? [...sent.filter(isSystem), ...columns] : sent;
    return toExample([...asked, ...answers], teacherOf(row));
  },
  examples: [
    {
      instruction: 'Name a bird.',
      generation: 'An owl.',
      model_name: 'Qwen/Qwen2.5-7B-Instruct',
      distilabel_metadata: {
        raw_input_text_generation_0: [
          { role: 'system', content: 'You love owls.' },
          { role: 'user', content: 'Name a bird.' },
        ],
        raw_output_text_generation_0: 'An owl.',
      },
    },
    {
      instruction: 'Name a bird.',
      generations: ['An owl.', 'A wren.'],
      generation_models: ['gemma-2-9b-it', 'gpt-4o'],
      ratings: [4, 3],
    },
  ],
};

function isGenerated(row: JsonObject): boolean {
  return typeof row.generation === 'string' || (isArray(row.generations) && typeof row.generations[0] === 'string');
}

function namesModel(row: JsonObject): boolean {
  for (const key of ['model_name', 'generation_model', 'generation_models', 'model_names']) {
    if (typeof row[key] === 'string' || isArray(row[key])) return true;
  }
  return false;
}

function readAnswers(row: JsonObject): Message[] {
  if (typeof row.generation === 'string') return readTurns(row.generation, ['generation'], 'training');
  if (!isArray(row.generations)) return [];
  return row.generations.flatMap((text, i) => readTurns(text, ['generations', i], 'training'));
}

function isSystem(message: Message): boolean {
  return message.role === 'system';
}

/** What the teacher was sent for `generation`: the judge's and other tasks' messages stand beside it. */
function readSent(row: JsonObject): Message[] {
  const metadata = row.distilabel_metadata;
  if (!isObject(metadata) || typeof row.generation !== 'string') return [];
  for (const key of Object.keys(metadata)) {
    if (!key.startsWith('raw_input_') || metadata[`raw_output_${key.slice(10)}`] !== row.generation) continue;
    const sent: JsonValue | undefined = metadata[key];
    const path: FieldPath = ['distilabel_metadata', key];
    if (isMessageList(sent)) return readMessages(sent, path, 'context');
  }
  return [];
}
