import { isArray, isObject, type JsonObject, type JsonValue } from '../../json/value.ts';
import type { Message, MessagePart } from '../example.ts';
import { opensWithReasoning } from '../reasoning.ts';
import { toExample } from './assemble.ts';
import { conversationFormat } from './conversation.ts';
import type { RowFormat } from './format.ts';
import { isMessage, reasoningField, readTurns, roleOf } from './messages.ts';
import { completionKey, readPromptColumns } from './pair.ts';

/** Columns that name the model: the answer beside such a trace is the model's own, whatever other answer the row has. */
const ownTraces = [
  { trace: 'deepseek_reasoning', answer: 'deepseek_solution' },
  { trace: 'deepseek_thinking_trajectory', answer: 'deepseek_attempt' },
  { trace: 'gemini_thinking_trajectory', answer: 'gemini_attempt' },
] as const;
const commonTraces = 'reasoning_content reasoning thinking reasoning_trace thinking_trajectory chain_of_thought cot';
const traceKeys: ReadonlySet<string> = new Set([...commonTraces.split(' '), ...ownTraces.map(({ trace }) => trace)]);

/** Values of a `reasoning` or `thinking` column that switch it on or say how hard to think. */
const switches: ReadonlySet<string> = new Set([
  '',
  'on',
  'off',
  'true',
  'false',
  'yes',
  'no',
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'enabled',
  'disabled',
]);

export const reasoning: RowFormat = {
  id: 'reasoning',
  title: 'Reasoning traces',
  evidence:
    'the answer comes with its reasoning: in a column (`reasoning_content`, `thinking`, `reasoning`, `deepseek_reasoning`, …), in a field or part of the last assistant message, or in tags that open it (`<think>`, `<|begin_of_thought|>`, `<reasoning>`)',
  documentation: 'https://huggingface.co/docs/trl/dataset_formats',
  matches: row => traceOf(row) !== undefined || finalTurnReasons(row),
  normalise(row) {
    const trace = traceOf(row);
    if (trace === undefined) return conversationFormat(row)?.normalise(row) ?? toExample([]);
    const part: MessagePart = { kind: 'reasoning', text: trace.text, path: [trace.key] };
    const messages =
      trace.answer === undefined
        ? (conversationFormat(row)?.normalise(row).messages ?? [])
        : [...readPromptColumns(row), ...readTurns(row[trace.answer], [trace.answer], 'training')];
    return toExample(withReasoning(messages, part));
  },
  blindToTexts: true,
  examples: [
    { prompt: 'What is 2 + 2?', completion: '<think>Two and two.</think>4' },
    { question: 'What is 2 + 2?', reasoning: 'Two and two.', answer: '4' },
    {
      problem: 'What is 2 + 2?',
      solution: 'By counting: 4.',
      deepseek_reasoning: 'Two and two.',
      deepseek_solution: '4',
    },
    {
      messages: [
        { role: 'user', content: 'What is 2 + 2?' },
        { role: 'assistant', content: '4', reasoning_content: 'Two and two.' },
      ],
    },
    {
      system: 'Think first.',
      conversations: [
        { from: 'user', value: 'What is 2 + 2?' },
        { from: 'assistant', value: '<|begin_of_thought|>Two and two.<|end_of_thought|>4' },
      ],
    },
  ],
};

interface Trace {
  readonly key: string;
  readonly text: string;
  /** The column of the answer; absent where the conversation beside it holds the answer. */
  readonly answer?: string;
}

function traceOf(row: JsonObject): Trace | undefined {
  for (const key in row) {
    if (!traceKeys.has(key)) continue;
    const text = row[key];
    if (typeof text !== 'string' || switches.has(text.length > 8 ? text : text.toLowerCase())) continue;
    const own = ownTraces.find(({ trace }) => trace === key)?.answer;
    if (own !== undefined && typeof row[own] === 'string') return { key, text, answer: own };
    if (conversationFormat(row) !== undefined) return { key, text };
    const answer = completionKey(row) ?? ['final_answer', 'content'].find(name => typeof row[name] === 'string');
    if (answer !== undefined) return { key, text, answer };
  }
  return undefined;
}

/** The reasoning goes before the answer that it leads to: the last that the student is trained to write. */
function withReasoning(messages: readonly Message[], part: MessagePart): Message[] {
  const trained = messages.findLastIndex(message => message.trained);
  if (trained < 0) return [...messages, { role: 'assistant', parts: [part], trained: true }];
  return messages.map((message, i) => (i === trained ? { ...message, parts: [part, ...message.parts] } : message));
}

// The traces are looked for before the format: most rows have none, and every row of every dataset comes through here.
function finalTurnReasons(row: JsonObject): boolean {
  const turns = row.messages ?? row.conversations ?? row.conversation;
  const key = turns === undefined ? completionKey(row) : undefined;
  const reasons = lastAnswerReasons(turns ?? (key === undefined ? undefined : row[key]));
  return reasons && conversationFormat(row) !== undefined;
}

function lastAnswerReasons(turns: JsonValue | undefined): boolean {
  if (typeof turns === 'string') return opensWithReasoning(turns);
  if (!isArray(turns)) return false;
  for (let i = turns.length - 1; i >= 0; i--) {
    const turn = turns[i];
    if (isMessage(turn) && roleOf(turn) === 'assistant') return messageReasons(turn);
  }
  return false;
}

function messageReasons(message: JsonObject): boolean {
  if (reasoningField(message) !== undefined) return true;
  const content = message.content ?? message.value;
  if (typeof content === 'string') return opensWithReasoning(content);
  return isArray(content) && partReasons(content[0]);
}

function partReasons(part: JsonValue | undefined): boolean {
  if (!isObject(part)) return false;
  const { type, text, value } = part;
  if (type === 'reasoning' || type === 'thinking') return true;
  const content = text ?? value;
  return typeof content === 'string' && opensWithReasoning(content);
}
