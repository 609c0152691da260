import { isObject, type JsonObject, type JsonValue } from '../../json/value.ts';
import type { Message, TextPart } from '../example.ts';
import { asContext, asRejected, toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { isMessage, isMessageList, readMessages, readSystemColumn, readTurns } from './messages.ts';
import { readPromptColumns } from './pair.ts';

interface Pair {
  readonly chosen: string;
  readonly rejected: string;
}

export const preference: RowFormat = {
  id: 'preference',
  title: 'Preference pairs',
  evidence:
    '`chosen` beside `rejected`, each a text, a message or messages, with or without a prompt; or `messages` beside `rejected_response`',
  documentation: 'https://huggingface.co/docs/trl/dataset_formats#preference',
  matches: row => findPair(row) !== undefined,
  normalise(row) {
    const pair = findPair(row);
    if (pair === undefined) return toExample([]);
    const chosen = readTurns(row[pair.chosen], [pair.chosen], 'training');
    const rejected = readTurns(row[pair.rejected], [pair.rejected], 'training');
    const asked = chosen.some(isUser) ? readSystemColumn(row) : readAsked(row);
    const shared = sharedTurns(chosen, rejected);
    return toExample(
      [
        ...asked,
        ...chosen.slice(0, shared).map(asContext),
        ...chosen.slice(shared),
        ...rejected.slice(rejected.some(isUser) ? Math.min(shared, rejected.length - 1) : 0).map(asRejected),
      ],
      chosenModel(row),
    );
  },
  examples: [
    { prompt: 'Name a bird.', chosen: 'An owl.', rejected: 'A bat.' },
    {
      chosen: [
        { role: 'user', content: 'Name a bird.' },
        { role: 'assistant', content: 'An owl.' },
      ],
      rejected: [
        { role: 'user', content: 'Name a bird.' },
        { role: 'assistant', content: 'A bat.' },
      ],
      chosen_model: 'gpt-4o',
    },
    {
      conversations: [{ from: 'human', value: 'Name a bird.' }],
      chosen: { from: 'gpt', value: 'An owl.' },
      rejected: { from: 'gpt', value: 'A bat.' },
    },
    {
      messages: [
        { role: 'user', content: 'Name a bird.' },
        { role: 'assistant', content: 'An owl.' },
      ],
      rejected_response: 'A bat.',
    },
    { instruction: 'Name a bird.', input: 'At night.', chosen: 'An owl.', rejected: 'A bat.' },
  ],
};

/** The columns of the better and the worse answer, by who writes them so: TRL, LLaMA-Factory, ms-swift. */
function findPair(row: JsonObject): Pair | undefined {
  if (isAnswer(row.chosen) && isAnswer(row.rejected)) return { chosen: 'chosen', rejected: 'rejected' };
  const rejected = isAnswer(row.rejected_messages)
    ? 'rejected_messages'
    : isAnswer(row.rejected_response)
      ? 'rejected_response'
      : undefined;
  if (rejected === undefined) return undefined;
  for (const chosen of [rejected.replace('rejected', 'chosen'), 'messages']) {
    if (isAnswer(row[chosen])) return { chosen, rejected };
  }
  return undefined;
}

function isAnswer(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || isMessageList(value) || isMessage(value);
}

function isUser(message: Message): boolean {
  return message.role === 'user';
}

/** What both answers answer, where it stands in columns of its own. */
function readAsked(row: JsonObject): Message[] {
  for (const key of ['conversations', 'conversation', 'messages']) {
    if (isMessageList(row[key])) return readMessages(row[key], [key], 'context', readSystemColumn(row));
  }
  return readPromptColumns(row);
}

/**
 * How many turns of `chosen` are the prompt: what both sides share, as TRL takes it; where the worse answer comes without its
 * prompt, all but the last. The last turn is never prompt.
 */
function sharedTurns(chosen: readonly Message[], rejected: readonly Message[]): number {
  if (!chosen.some(isUser)) return 0;
  const last = chosen.length - 1;
  if (!rejected.some(isUser)) return last;
  let shared = 0;
  while (shared < last && sameTurn(chosen[shared], rejected[shared])) shared++;
  return shared;
}

function sameTurn(left: Message | undefined, right: Message | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (left.role !== right.role || left.parts.length !== right.parts.length) return false;
  return left.parts.every((part, i) => {
    const other = right.parts[i];
    if (part.kind === 'media') return other?.kind === 'media';
    return other !== undefined && other.kind === part.kind && other.text === part.text;
  });
}

/** distilabel names the author of each answer, other writers in `metadata` or not at all. */
function chosenModel(row: JsonObject): TextPart | undefined {
  for (const key of ['chosen_model', 'chosen-model']) {
    const model = row[key];
    if (typeof model === 'string' && model !== '') return { text: model, path: [key] };
  }
  const { metadata } = row;
  if (isObject(metadata) && typeof metadata.chosen_model === 'string' && metadata.chosen_model !== '') {
    return { text: metadata.chosen_model, path: ['metadata', 'chosen_model'] };
  }
  return undefined;
}
