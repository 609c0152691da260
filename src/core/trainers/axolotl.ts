import { collect, shown, type Breach, type Report } from './rule.ts';
import {
  callsOf,
  functionOf,
  isJsonText,
  nameOf,
  sameValue,
  thinkLength,
  turnsOf,
  unclosedThink,
  type Turn,
} from './turns.ts';
import { roleOf } from '../dataset/formats/messages.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';
import { number } from '../text/numbers.ts';

const commit = 'https://github.com/axolotl-ai-cloud/axolotl/blob/067b021c8b87a9e5e380b9173c704cf7340e30f5';
const strategy = `${commit}/src/axolotl/prompt_strategies/chat_template.py`;
const dpo = `${commit}/src/axolotl/prompt_strategies/dpo/chat_template.py`;
const lengths = `${commit}/src/axolotl/utils/data/rl.py`;

export const axolotlSource = strategy;

/** What Axolotl's `chat_template` strategies ask of a row, by their source. */
export const axolotlRules = {
  'no-messages': {
    effect: 'refused',
    does: 'Axolotl stops: “Messages is null. Please check `field_messages`.”, or fails on the first message of an empty list.',
    fix: 'Name the column in `field_messages`, or drop the row.',
    source: `${strategy}#L1058-L1061`,
  },
  'not-a-message': {
    effect: 'refused',
    does: 'Axolotl reads the role of every message.',
    fix: 'Write `{"role", "content"}`, or map the names in `message_property_mappings`.',
    source: `${strategy}#L877-L885`,
  },
  'role-not-trained': {
    effect: 'misread',
    does: 'Axolotl knows `assistant` and `gpt` as the assistant and keeps other names, so the turn is not in `roles_to_train`.',
    fix: 'Rename the role, or map it in `roles`.',
    source: `${strategy}#L72-L79`,
  },
  'empty-turn': {
    effect: 'misread',
    does: 'Axolotl finds no place of the turn in the rendered conversation and leaves it out of the loss.',
    fix: 'Fill in the answer, or drop the row.',
    source: `${strategy}#L771-L775`,
  },
  'last-turn-untrained': {
    effect: 'misread',
    does: 'Axolotl calls this “likely a dataset design issue”: what follows the last answer is read and never trained on.',
    fix: 'End with the answer, or train on the role.',
    source: `${strategy}#L517-L522`,
  },
  'nothing-trained': {
    effect: 'dropped',
    does: 'Axolotl drops rows with no token to train on.',
    fix: 'Add the answer, or name its role in `roles_to_train`.',
    source: `${commit}/src/axolotl/utils/trainer.py#L260-L305`,
  },
  'weight-ignored': {
    effect: 'misread',
    does: 'Axolotl does not read `weight` of a message unless `message_field_training` names it, so the message is trained.',
    fix: 'Set `message_field_training: weight`.',
    source: `${strategy}#L891-L896`,
  },
  'system-ignored': {
    effect: 'misread',
    does: 'Axolotl takes the column for the system prompt only where the conversation does not begin with one.',
    fix: 'Keep one of the two.',
    source: `${strategy}#L877-L885`,
  },
  'tools-not-a-list': {
    effect: 'refused',
    does: 'Axolotl wants `tools` as a list, or as a text that is a JSON list.',
    fix: 'Write a list of tools.',
    source: `${strategy}#L1020-L1052`,
  },
  'arguments-not-json': {
    effect: 'refused',
    does: 'Axolotl reads the arguments of a call as JSON where they are a text, and stops with the error.',
    fix: 'Repair the JSON, or drop the row.',
    source: `${strategy}#L999-L1015`,
  },
  'unclosed-think': {
    effect: 'misread',
    does: 'With `split_thinking` Axolotl takes reasoning out of the answer only where both tags stand in it; this one stays in the answer.',
    fix: 'Close the reasoning, or drop the row: the completion may have been cut off.',
    source: `${strategy}#L943-L955`,
  },
  'no-pair': {
    effect: 'refused',
    does: 'Axolotl’s `chat_template.default` for preference data reads `messages`, `chosen` and `rejected`.',
    fix: 'Rename the columns, or name them in `field_messages`, `field_chosen` and `field_rejected`.',
    source: `${dpo}#L47-L92`,
  },
  'unknown-role': {
    effect: 'refused',
    does: 'For preference data Axolotl looks the role up among user, assistant, system and tool, and stops with a KeyError.',
    fix: 'Rename the role, or map it in `roles`.',
    source: `${dpo}#L26-L38`,
  },
  'turns-ignored': {
    effect: 'misread',
    does: 'Axolotl’s `chat_template.default` takes the last message alone and leaves out those before it.',
    fix: 'Move them to the prompt, or use `chat_template.argilla_chat`.',
    source: `${dpo}#L66-L73`,
  },
  'empty-answer': {
    effect: 'misread',
    does: 'Axolotl looks for the answer in a rendered dummy conversation; an empty one is found at its start, so all of the dummy is the answer.',
    fix: 'Drop the row.',
    source: `${dpo}#L103-L110`,
  },
  'empty-column': {
    effect: 'refused',
    does: 'Axolotl stops: “Prompt and completion keys are required for KTO datasets”.',
    fix: 'Fill it in, or drop the row.',
    source: `${lengths}#L163-L166`,
  },
  'equal-pair': {
    effect: 'misread',
    does: 'There is nothing to prefer: the gradients of the two cancel out.',
    fix: 'Drop the row.',
    source: 'https://arxiv.org/abs/2305.18290',
  },
  'template-refuses': {
    effect: 'refused',
    does: 'Axolotl stops with the error of the template.',
    fix: 'Change the conversation to what the template takes, or choose another template.',
    source: `${strategy}#L162-L167`,
  },
  'mask-shifted': {
    effect: 'misread',
    does: 'A part of the prompt may be learned, and a part of the answer not.',
    fix: 'Use a template that does not rewrite earlier turns, or train on the last turn alone.',
    source: `${strategy}#L717-L744`,
  },
  'over-length-dropped': {
    effect: 'dropped',
    does: 'Axolotl drops it (`excess_length_strategy: drop`, the default).',
    fix: 'Shorten or split the row, raise `sequence_len`, or cut with `excess_length_strategy: truncate`.',
    source: `${commit}/src/axolotl/utils/data/utils.py#L314-L357`,
  },
  'over-length-refused': {
    effect: 'refused',
    does: 'Axolotl stops (`excess_length_strategy: raise`).',
    fix: 'Shorten or split the row, or raise `sequence_len`.',
    source: `${commit}/src/axolotl/utils/trainer.py#L226-L231`,
  },
  'not-rendered': {
    effect: 'unknown',
    does: 'It is rendered here by another Jinja than Axolotl’s, so whether that can is not known.',
    fix: 'Try the row with the trainer.',
    source: `${strategy}#L162-L167`,
  },
  'over-length': {
    effect: 'truncated',
    does: 'Axolotl cuts the end off (`excess_length_strategy: truncate`).',
    fix: 'Shorten or split the row, or raise `sequence_len`.',
    source: `${commit}/src/axolotl/utils/data/utils.py#L167-L187`,
  },
} as const;

type Rules = typeof axolotlRules;

export interface AxolotlOptions {
  readonly method: string;
  readonly trainOnInputs: boolean;
  readonly rolesToTrain: readonly string[];
  readonly trainingField: string;
}

/** Axolotl's names of roles; others stay as they stand. */
const roles: Readonly<Record<string, string>> = {
  human: 'user',
  user: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  system: 'system',
  tool: 'tool',
};

export function axolotlRole(message: JsonObject): string {
  const name = message.role ?? message.from;
  return typeof name === 'string' ? (roles[name] ?? name) : '';
}

/** The column of the conversation, as a config written for the row would name it. */
export function axolotlField(row: JsonObject): 'messages' | 'conversations' | undefined {
  if (row.messages !== undefined && row.messages !== null) return 'messages';
  return isArray(row.conversations) ? 'conversations' : undefined;
}

/** Whether Axolotl trains on a turn. */
export function axolotlTrains(message: JsonObject, options: Omit<AxolotlOptions, 'method'>): boolean {
  const { trainOnInputs, rolesToTrain, trainingField } = options;
  const chosen = trainingField === '' ? undefined : message[trainingField];
  if (chosen !== undefined && chosen !== null) return Boolean(chosen);
  return trainOnInputs || rolesToTrain.map(role => roles[role] ?? role).includes(axolotlRole(message));
}

/** What Axolotl would find wrong with a row, lengths and templates aside. */
export function axolotlBreaches(row: JsonValue, options: AxolotlOptions): readonly Breach[] {
  return collect<Rules>(report => {
    if (!isObject(row)) return report('no-messages', `The row is ${shown(row)}.`);
    testTools(row.tools, report);
    if (options.method === 'sft') testSupervised(row, options, report);
    else if (options.method === 'dpo') testPair(row, report);
    else testLabelled(row, report);
  });
}

function testSupervised(row: JsonObject, options: AxolotlOptions, report: Report<Rules>): void {
  const field = axolotlField(row);
  const stored = field === undefined ? undefined : row[field];
  const list = field !== undefined && typeof stored === 'string' ? parsed(stored) : stored;
  if (field === undefined || !isArray(list) || list.length === 0) {
    return report('no-messages', `\`messages\` is ${isArray(list) ? 'empty' : shown(stored)}.`);
  }
  const turns = typeof stored === 'string' ? [] : testMessages(list, [field], report);
  if (turns.length === 0) return;
  for (const turn of turns) testTurn(turn, options, report);
  testSystem(row, turns, report);
  const trained = turns.filter(({ message }) => axolotlTrains(message, options));
  const last = turns.at(-1);
  if (trained.length === 0) report('nothing-trained', 'No turn is trained on.', { field: [field] });
  else if (last !== undefined && !axolotlTrains(last.message, options)) {
    report('last-turn-untrained', `The conversation ends with a turn of ${shown(axolotlRole(last.message))}.`, {
      field: last.path,
    });
  }
}

function testMessages(list: readonly JsonValue[], path: FieldPath, report: Report<Rules>): readonly Turn[] {
  list.forEach((item, i) => {
    if (isObject(item) && typeof (item.role ?? item.from) === 'string') return;
    report('not-a-message', `Message ${i + 1} is ${isObject(item) ? 'without a role' : shown(item)}.`, {
      field: [...path, i],
    });
  });
  return turnsOf(list, path);
}

function testTurn(turn: Turn, options: AxolotlOptions, report: Report<Rules>): void {
  const { message, path } = turn;
  const key = message.role === undefined ? 'from' : 'role';
  const role = axolotlRole(message);
  const trains = axolotlTrains(message, options);
  if (roleOf(message) === 'assistant' && role !== 'assistant' && !trains) {
    report('role-not-trained', `${nameOf(turn)} has the role ${shown(message[key])}.`, { field: [...path, key] });
  }
  const saidIn = message.content === undefined && message.value !== undefined ? 'value' : 'content';
  const said = message[saidIn];
  const calls = callsOf(turn);
  if (trains && calls.length === 0 && (said === undefined || said === null || said === '')) {
    report('empty-turn', `${nameOf(turn)} (${role}) has no content.`, { field: path });
  }
  if (trains && message.weight === 0 && options.trainingField !== 'weight') {
    report('weight-ignored', `${nameOf(turn)} has the weight 0.`, { field: [...path, 'weight'] });
  }
  for (const { call, path: place } of calls) {
    const { value, inner } = functionOf(call);
    if (typeof value.arguments !== 'string' || isJsonText(value.arguments)) continue;
    report('arguments-not-json', 'The arguments are no JSON.', { field: [...place, ...inner, 'arguments'] });
  }
  if (role !== 'assistant' || typeof said !== 'string') return;
  const start = unclosedThink(said);
  if (start < 0) return;
  report('unclosed-think', '`<think>` is never closed.', {
    field: [...path, saidIn],
    start,
    end: start + thinkLength,
  });
}

function testSystem(row: JsonObject, turns: readonly Turn[], report: Report<Rules>): void {
  const first = turns[0]?.message;
  if (first === undefined || axolotlRole(first) !== 'system') return;
  if (typeof row.system !== 'string' || row.system === '') return;
  report('system-ignored', 'A system prompt stands in `system` and another in the first message.', {
    field: ['system'],
  });
}

function testTools(tools: JsonValue | undefined, report: Report<Rules>): void {
  if (tools === undefined || tools === null) return;
  const list = typeof tools === 'string' ? parsed(tools) : tools;
  if (!isArray(list)) report('tools-not-a-list', `\`tools\` is ${shown(tools)}.`, { field: ['tools'] });
}

function testPair(row: JsonObject, report: Report<Rules>): void {
  const { messages, chosen, rejected } = row;
  const lacking = ['messages', 'chosen', 'rejected'].filter(key => row[key] === undefined || row[key] === null);
  if (lacking.length > 0) return report('no-pair', `The row lacks ${lacking.map(key => `\`${key}\``).join(', ')}.`);
  for (const turn of turnsOf(messages, ['messages'])) testKnownRole(turn.message, turn.path, report);
  for (const [key, side] of [
    ['chosen', chosen],
    ['rejected', rejected],
  ] as const) {
    const last = isArray(side) ? side.at(-1) : side;
    if (isArray(side) && side.length > 1) {
      report('turns-ignored', `\`${key}\` has ${number(side.length)} messages.`, { field: [key] });
    }
    if (isObject(last)) testKnownRole(last, isArray(side) ? [key, side.length - 1] : [key], report);
    const said = isObject(last) ? last.content : last;
    if (said === '') report('empty-answer', `The answer in \`${key}\` is empty.`, { field: [key] });
  }
  if (sameValue(chosen, rejected)) {
    report('equal-pair', '`chosen` and `rejected` are equal.', { field: ['rejected'] });
  }
}

function testKnownRole(message: JsonObject, path: FieldPath, report: Report<Rules>): void {
  const { role } = message;
  if (typeof role === 'string' && ['user', 'assistant', 'system', 'tool'].includes(role)) return;
  report('unknown-role', `A message has the role ${shown(role)}.`, { field: path });
}

function testLabelled(row: JsonObject, report: Report<Rules>): void {
  for (const key of ['prompt', 'completion']) {
    // Strategies fill `prompt` from `instruction` or `question`; an empty text counts as missing.
    if (key === 'prompt' && row.prompt === undefined) continue;
    if (row[key] === undefined || row[key] === '') {
      report('empty-column', `\`${key}\` is ${row[key] === '' ? 'empty' : 'missing'}.`);
    }
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
