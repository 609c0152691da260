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

const commit = 'https://github.com/huggingface/trl/blob/f2cd57710ae345ea6428ae95363267fcf38a3dc8';
const sft = `${commit}/trl/trainer/sft_trainer.py`;
const dpo = `${commit}/trl/trainer/dpo_trainer.py`;
const kto = `${commit}/trl/trainer/kto_trainer.py`;
const formats = `${commit}/docs/source/dataset_formats.md`;
const utilities = `${commit}/trl/data_utils.py`;

export const trlSource = formats;

/** What TRL's trainers ask of a row, by their source. */
export const trlRules = {
  'no-known-columns': {
    effect: 'refused',
    does: 'TRL looks for `prompt` with `completion`, `messages` (or `conversations` of `from` and `value`) or `text`, and stops with a KeyError.',
    fix: 'Rename the columns.',
    source: `${sft}#L1457-L1520`,
  },
  'no-messages': {
    effect: 'refused',
    does: 'TRL reads the first message to learn the format, and stops with an IndexError.',
    fix: 'Drop the row.',
    source: `${utilities}#L160-L198`,
  },
  'not-a-message': {
    effect: 'refused',
    does: 'TRL hands messages to the chat template, which reads their role.',
    fix: 'Write `{"role", "content"}`.',
    source: `${utilities}#L160-L198`,
  },
  'mixed-kinds': {
    effect: 'refused',
    does: 'TRL joins the prompt and the answer with `+`, and stops with a TypeError.',
    fix: 'Write both as texts, or both as lists of messages.',
    source: `${sft}#L1474-L1479`,
  },
  'role-not-assistant': {
    effect: 'misread',
    does: 'TRL renames `from` and `value` but keeps the names of roles, so templates do not take the turn for the assistant’s.',
    fix: 'Rename the role to `assistant` (and `human` to `user`).',
    source: `${utilities}#L975-L1022`,
  },
  'nothing-generated': {
    effect: 'refused',
    does: 'With `assistant_only_loss` TRL stops: “at least one example has no assistant tokens”.',
    fix: 'Add the answer, or drop the row.',
    source: `${sft}#L1522-L1528`,
  },
  'not-conversational': {
    effect: 'refused',
    does: 'TRL supports `assistant_only_loss` for conversations only.',
    fix: 'Write the row as messages, or train on the completion alone.',
    source: `${sft}#L1220-L1224`,
  },
  'weight-ignored': {
    effect: 'misread',
    does: 'TRL builds the loss from its masks alone and does not read weights, so the message is trained like any other.',
    fix: 'Write the part that is to be learned as `completion` and the rest as `prompt`.',
    source: `${sft}#L1543-L1569`,
  },
  'system-ignored': {
    effect: 'misread',
    does: 'TRL reads the conversation alone, so this system prompt is not in what is trained.',
    fix: 'Put it in front as a message with the role `system`.',
    source: `${sft}#L1505-L1514`,
  },
  'tools-not-json': {
    effect: 'refused',
    does: 'TRL reads `tools` as JSON where it is a text, and stops with a JSONDecodeError.',
    fix: 'Repair the JSON.',
    source: `${sft}#L1458-L1459`,
  },
  'arguments-not-object': {
    effect: 'misread',
    does: 'TRL’s format has the arguments of a call as an object; templates that write them with `tojson` (Qwen2.5, Llama 3.1) write a text once more as JSON, in quotes.',
    fix: 'Write the arguments as an object.',
    source: `${formats}#L137-L152`,
  },
  'unclosed-think': {
    effect: 'misread',
    does: 'Qwen3’s template looks for `</think>`; without it the reasoning stays in the answer behind an empty `<think>` block.',
    fix: 'Close the reasoning, or drop the row: the completion may have been cut off.',
    source: `${commit}/trl/chat_templates/qwen3.jinja#L36-L40`,
  },
  'no-pair': {
    effect: 'refused',
    does: 'TRL’s preference trainers read `chosen` and `rejected`, and stop with a KeyError.',
    fix: 'Rename the columns, or drop the row.',
    source: `${dpo}#L994-L1048`,
  },
  'equal-pair': {
    effect: 'misread',
    does: 'There is nothing to prefer: the gradients of the two cancel out.',
    fix: 'Drop the row.',
    source: 'https://arxiv.org/abs/2305.18290',
  },
  'no-label': {
    effect: 'refused',
    does: 'TRL’s KTO trainer sums the column `label`, whose values are booleans.',
    fix: 'Write `true` or `false`.',
    source: `${kto}#L1113-L1116`,
  },
  'template-refuses': {
    effect: 'refused',
    does: 'TRL stops with the error of the template.',
    fix: 'Change the conversation to what the template takes, or choose another template.',
    source: `${sft}#L1505-L1514`,
  },
  'prompt-fills-length': {
    effect: 'dropped',
    does: 'TRL drops rows of which the limit leaves nothing to train on.',
    fix: 'Shorten the prompt, or raise `max_length`.',
    source: `${dpo}#L1073-L1079`,
  },
  'not-rendered': {
    effect: 'unknown',
    does: 'It is rendered here by another Jinja than TRL’s, so whether that can is not known.',
    fix: 'Try the row with the trainer.',
    source: `${sft}#L1505-L1514`,
  },
  'over-length': {
    effect: 'truncated',
    does: 'TRL cuts the end off.',
    fix: 'Shorten or split the row, or raise `max_length`.',
    source: `${sft}#L1571-L1589`,
  },
} as const;

type Rules = typeof trlRules;

export interface TrlOptions {
  readonly method: string;
  readonly loss: string;
}

/** What TRL would find wrong with a row, lengths and templates aside. */
export function trlBreaches(row: JsonValue, options: TrlOptions): readonly Breach[] {
  return collect<Rules>(report => {
    if (!isObject(row)) return report('no-known-columns', `The row is ${shown(row)}.`);
    if (typeof row.tools === 'string' && !isJsonText(row.tools)) {
      report('tools-not-json', '`tools` is a text that is no JSON.', { field: ['tools'] });
    }
    if (options.method === 'sft') return testSupervised(row, options, report);
    const isPair = row.chosen !== undefined && row.rejected !== undefined;
    if (options.method === 'dpo' || isPair) testPair(row, report);
    else testLabelled(row, report);
  });
}

function testSupervised(row: JsonObject, { loss }: TrlOptions, report: Report<Rules>): void {
  const conversation = conversationField(row);
  if (row.prompt !== undefined) {
    if (row.completion === undefined) {
      return report('no-known-columns', 'The row has a `prompt` and no `completion`.');
    }
    return testJoined(row, ['completion'], report);
  }
  if (conversation === undefined) {
    if (typeof row.text !== 'string') {
      return report('no-known-columns', `The row has the columns ${Object.keys(row).map(shown).join(', ')}.`);
    }
    if (loss === 'assistant-only') report('not-conversational', 'The row is one text.', { field: ['text'] });
    return;
  }
  const turns = testMessages(row[conversation], [conversation], report);
  testSystemColumn(row, conversation, report);
  const answers = turns.filter(({ message }) => trlRole(message) === 'assistant');
  if (loss === 'assistant-only' && turns.length > 0 && answers.length === 0) {
    report('nothing-generated', 'No message has the role `assistant`.', { field: [conversation] });
  }
}

/** `messages`, or `conversations` where its messages are `{from, value}`: TRL takes no other shape of it. */
export function conversationField(row: JsonObject): 'messages' | 'conversations' | undefined {
  if (isArray(row.messages)) return 'messages';
  const [first] = isArray(row.conversations) ? row.conversations : [];
  return isObject(first) && first.from !== undefined && first.value !== undefined ? 'conversations' : undefined;
}

/** The role as TRL has it: `from` is read like `role`, its names stay. */
export function trlRole(message: JsonObject): JsonValue | undefined {
  return message.from ?? message.role;
}

function testSystemColumn(row: JsonObject, conversation: string, report: Report<Rules>): void {
  for (const key of ['system', 'system_prompt']) {
    if (typeof row[key] !== 'string' || row[key] === '') continue;
    report('system-ignored', `A system prompt stands in \`${key}\` beside \`${conversation}\`.`, { field: [key] });
  }
}

function testPair(row: JsonObject, report: Report<Rules>): void {
  const { chosen, rejected } = row;
  for (const key of ['chosen', 'rejected']) {
    if (typeof row[key] !== 'string' && !isArray(row[key])) report('no-pair', `\`${key}\` is ${shown(row[key])}.`);
  }
  if (chosen !== undefined && sameValue(chosen, rejected)) {
    report('equal-pair', '`chosen` and `rejected` are equal.', { field: ['rejected'] });
  }
  if (row.prompt !== undefined) testJoined(row, ['chosen', 'rejected'], report);
  else for (const key of ['chosen', 'rejected']) testMessages(row[key], [key], report);
}

function testLabelled(row: JsonObject, report: Report<Rules>): void {
  if (row.prompt === undefined || row.completion === undefined) {
    return report('no-known-columns', 'The row lacks `prompt` and `completion`.');
  }
  testJoined(row, ['completion'], report);
  if (typeof row.label !== 'boolean') {
    report('no-label', `\`label\` is ${shown(row.label)}.`, row.label === undefined ? undefined : { field: ['label'] });
  }
}

/** The prompt and what TRL puts behind it. */
function testJoined(row: JsonObject, answers: readonly string[], report: Report<Rules>): void {
  testMessages(row.prompt, ['prompt'], report);
  for (const key of answers) {
    if (row[key] === undefined) continue;
    const kinds = [row.prompt, row[key]].map(value => (isArray(value) ? 'a list' : typeof value));
    if (kinds[0] !== kinds[1] || kinds[0] === 'object') {
      report('mixed-kinds', `\`prompt\` is ${shown(row.prompt)} and \`${key}\` is ${shown(row[key])}.`, {
        field: [key],
      });
    }
    testMessages(row[key], [key], report);
    const text = row[key];
    if (typeof text === 'string') testThink(text, [key], report);
  }
}

function testMessages(list: JsonValue | undefined, path: FieldPath, report: Report<Rules>): readonly Turn[] {
  if (!isArray(list)) return [];
  if (list.length === 0) report('no-messages', `\`${path.join('.')}\` is empty.`, { field: path });
  list.forEach((item, i) => {
    if (isObject(item) && trlRole(item) !== undefined) return;
    report('not-a-message', `Message ${i + 1} is ${isObject(item) ? 'without a role' : shown(item)}.`, {
      field: [...path, i],
    });
  });
  const turns = turnsOf(list, path);
  for (const turn of turns) testTurn(turn, report);
  return turns;
}

function testTurn(turn: Turn, report: Report<Rules>): void {
  const { message, path } = turn;
  const role = trlRole(message);
  const key = message.from === undefined ? 'role' : 'from';
  if (roleOf(message) === 'assistant' && role !== 'assistant') {
    report('role-not-assistant', `${nameOf(turn)} has the role ${shown(role)}.`, { field: [...path, key] });
  }
  for (const weight of ['weight', 'loss_weight']) {
    // A prompt of its own is masked anyhow.
    if (role !== 'assistant' || message[weight] !== 0 || path[0] === 'prompt') continue;
    report('weight-ignored', `${nameOf(turn)} has the ${weight.replace('_', ' ')} 0.`, { field: [...path, weight] });
  }
  for (const { call, path: place } of callsOf(turn)) {
    const { value, inner } = functionOf(call);
    if (typeof value.arguments !== 'string') continue;
    report('arguments-not-object', 'The arguments are a text.', { field: [...place, ...inner, 'arguments'] });
  }
  const said = message.value ?? message.content;
  if (role === 'assistant' && typeof said === 'string') {
    testThink(said, [...path, message.value === undefined ? 'content' : 'value'], report);
  }
}

function testThink(text: string, field: FieldPath, report: Report<Rules>): void {
  const start = unclosedThink(text);
  if (start >= 0) report('unclosed-think', '`<think>` is never closed.', { field, start, end: start + thinkLength });
}
