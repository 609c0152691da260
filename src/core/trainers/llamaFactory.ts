import { llamaFormat, type LlamaFormat } from './llamaFormat.ts';
import { collect, shown, type Breach, type Report } from './rule.ts';
import { isJsonText, sameValue, thinkLength, unclosedThink } from './turns.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';
import { counted } from '../text/numbers.ts';

const commit = 'https://github.com/hiyouga/LLaMA-Factory/blob/ff6d4d12eeb035d6ce06805a5733dd7b29f2ac30';
const converter = `${commit}/src/llamafactory/data/converter.py`;
const formatter = `${commit}/src/llamafactory/data/formatter.py`;
const processors = `${commit}/src/llamafactory/data/processor`;

export const llamaFactorySource = `${commit}/data/README.md`;

/** What LLaMA-Factory asks of a row, by its source. */
export const llamaFactoryRules = {
  'no-known-columns': {
    effect: 'refused',
    does: 'LLaMA-Factory reads `instruction` and `output`, `conversations` or `messages`, and stops with a KeyError.',
    fix: 'Name the columns in `dataset_info.json`.',
    source: `${commit}/src/llamafactory/data/parser.py#L50-L64`,
  },
  'not-a-message': {
    effect: 'refused',
    does: 'LLaMA-Factory reads the role and the content of every message, and stops with an error.',
    fix: 'Write both, under the names in `tags`.',
    source: `${converter}#L160-L171`,
  },
  'role-order': {
    effect: 'dropped',
    does: 'LLaMA-Factory wants user (or tool) and assistant in turn, the user first, and skips “this abnormal example”.',
    fix: 'Merge or remove turns, or map the role in `tags`.',
    source: `${converter}#L160-L180`,
  },
  'second-system': {
    effect: 'dropped',
    does: 'LLaMA-Factory takes a system prompt as the first message alone, and skips “this abnormal example”.',
    fix: 'Put all of it in the first message.',
    source: `${converter}#L147-L164`,
  },
  'turn-count': {
    effect: 'dropped',
    does: 'LLaMA-Factory wants an even number of turns, ending with the answer (for pairs an odd one), and skips “this abnormal example”.',
    fix: 'Add the answer, or remove the turn that has none.',
    source: `${converter}#L173-L181`,
  },
  'no-answer': {
    effect: 'dropped',
    does: 'LLaMA-Factory drops the “invalid example”.',
    fix: 'Add the answer, or drop the row.',
    source: `${processors}/supervised.py#L113-L117`,
  },
  'content-not-text': {
    effect: 'refused',
    does: 'LLaMA-Factory stops: “Expected a string”.',
    fix: 'Write the content as one text; a call as a message of its own with the role of `function_tag`.',
    source: `${formatter}#L75-L78`,
  },
  'bad-history': {
    effect: 'refused',
    does: 'LLaMA-Factory reads every turn of `history` as a pair, and stops with a ValueError.',
    fix: 'Write `[question, answer]`.',
    source: `${converter}#L88-L91`,
  },
  'bad-function-call': {
    effect: 'refused',
    does: 'LLaMA-Factory reads a call as JSON with `name` and `arguments`, and stops: “Invalid JSON format in function message”.',
    fix: 'Repair the JSON, or drop the row.',
    source: `${formatter}#L101-L110`,
  },
  'tools-not-text': {
    effect: 'refused',
    does: 'LLaMA-Factory reads the column of tools as a JSON text, and stops with an error.',
    fix: 'Write the list as a text with json.dumps.',
    source: `${formatter}#L150-L155`,
  },
  'tool-calls-ignored': {
    effect: 'misread',
    does: 'With `formatting: sharegpt` LLaMA-Factory reads the content alone: the calls are not trained on.',
    fix: 'Write `formatting: openai`, or the calls as messages with the role of `function_tag`.',
    source: `${converter}#L166-L171`,
  },
  'weight-ignored': {
    effect: 'misread',
    does: 'LLaMA-Factory reads role and content alone, so the message is trained like any other.',
    fix: 'Cut the conversation behind the answer that is to be learned and set `mask_history`.',
    source: `${converter}#L166-L171`,
  },
  'system-ignored': {
    effect: 'misread',
    does: 'LLaMA-Factory takes the first message for the system prompt and leaves out the column.',
    fix: 'Keep one of the two.',
    source: `${converter}#L147-L155`,
  },
  'system-changed': {
    effect: 'misread',
    does: 'With `formatting: openai` LLaMA-Factory adds “detailed thinking off” to the system prompt of a row without tools.',
    fix: 'Use `formatting: sharegpt` with tags for `role` and `content`.',
    source: `${converter}#L343-L356`,
  },
  'unclosed-think': {
    effect: 'misread',
    does: 'Reasoning templates take reasoning out of earlier turns, and add an empty one, by both tags; this one stays in the answer.',
    fix: 'Close the reasoning, or drop the row: the completion may have been cut off.',
    source: `${commit}/src/llamafactory/data/template.py#L104-L107`,
  },
  'no-pair': {
    effect: 'dropped',
    does: 'LLaMA-Factory takes `chosen` and `rejected` as texts (alpaca) or as one message each (sharegpt, openai); without them the row is an “invalid example”.',
    fix: 'Write them so, or drop the row.',
    source: `${processors}/pairwise.py#L73-L77`,
  },
  'equal-pair': {
    effect: 'misread',
    does: 'There is nothing to prefer: the gradients of the two cancel out.',
    fix: 'Drop the row.',
    source: 'https://arxiv.org/abs/2305.18290',
  },
  'no-label': {
    effect: 'dropped',
    does: 'LLaMA-Factory takes a row for KTO where the column named in `kto_tag` is true or false; another is an “invalid example”.',
    fix: 'Write `true` or `false`.',
    source: `${processors}/feedback.py#L89-L93`,
  },
  'empty-desired': {
    effect: 'misread',
    does: 'LLaMA-Factory tells a desired answer by its text: an empty one counts as undesired.',
    fix: 'Drop the row.',
    source: `${processors}/feedback.py#L42-L47`,
  },
  'over-length': {
    effect: 'truncated',
    does: 'LLaMA-Factory cuts prompts and answers, and leaves out turns past the limit.',
    fix: 'Shorten or split the row, or raise `cutoff_len`.',
    source: `${processors}/supervised.py#L70-L81`,
  },
} as const;

type Rules = typeof llamaFactoryRules;

export interface LlamaFactoryOptions {
  readonly method: string;
  readonly formatting: string;
  readonly maskHistory: boolean;
}

/** What LLaMA-Factory would find wrong with a row, lengths aside. */
export function llamaFactoryBreaches(row: JsonValue, options: LlamaFactoryOptions): readonly Breach[] {
  return collect<Rules>(report => {
    if (!isObject(row)) return report('no-known-columns', `The row is ${shown(row)}.`);
    const format = llamaFormat(row, options.formatting);
    if (format === undefined) {
      return report('no-known-columns', `The row has the columns ${Object.keys(row).map(shown).join(', ')}.`);
    }
    testTools(row, format, report);
    if (format.kind === 'alpaca') testAlpaca(row, options, report);
    else testConversation(row, format, options, report);
    const { chosen, rejected } = row;
    if (options.method === 'dpo' && chosen !== undefined && sameValue(chosen, rejected)) {
      report('equal-pair', '`chosen` and `rejected` are equal.', { field: ['rejected'] });
    }
  });
}

function testAlpaca(row: JsonObject, { method }: LlamaFactoryOptions, report: Report<Rules>): void {
  for (const key of ['instruction', 'input', 'system']) {
    const value = row[key];
    if (value === undefined || value === null || value === '' || typeof value === 'string') continue;
    report('content-not-text', `\`${key}\` is ${shown(value)}.`, { field: [key] });
  }
  if (isArray(row.history)) {
    row.history.forEach((turn, i) => {
      if (isArray(turn) && turn.length === 2) return;
      report('bad-history', `Turn ${i + 1} of the history is ${shown(turn)}.`, { field: ['history', i] });
    });
  }
  if (method === 'dpo') {
    for (const key of ['chosen', 'rejected']) {
      if (typeof row[key] !== 'string') report('no-pair', `\`${key}\` is ${shown(row[key])}.`);
    }
  } else if (method === 'kto') testLabel(row, row.output, ['output'], report);
  else if (typeof row.output !== 'string') report('no-answer', `\`output\` is ${shown(row.output)}.`);
  if (typeof row.output === 'string') testThink(row.output, ['output'], report);
}

function testConversation(
  row: JsonObject,
  format: LlamaFormat,
  options: LlamaFactoryOptions,
  report: Report<Rules>,
): void {
  const { method } = options;
  const { field, roleTag, contentTag } = format;
  const list = isArray(row[field]) ? row[field] : [];
  const strange = list.findIndex(
    item => !isObject(item) || typeof item[roleTag] !== 'string' || item[contentTag] === undefined,
  );
  if (strange >= 0) {
    return report('not-a-message', `Message ${strange + 1} has no \`${roleTag}\` or no \`${contentTag}\`.`, {
      field: [field, strange],
    });
  }
  const messages = list.filter(isObject);
  testTurns(row, format, messages, method, report);
  testAnswers(messages, format, options, report);
  if (method === 'dpo') {
    for (const key of ['chosen', 'rejected']) {
      if (!isObject(row[key])) report('no-pair', `\`${key}\` is ${shown(row[key])}.`);
    }
  }
  if (method === 'kto') testLabel(row, list.at(-1), [field, list.length - 1], report);
}

function testTurns(
  row: JsonObject,
  format: LlamaFormat,
  messages: readonly JsonObject[],
  method: string,
  report: Report<Rules>,
): void {
  const { field, roleTag, roles } = format;
  const begins = messages[0]?.[roleTag] === 'system' ? 1 : 0;
  if (begins === 1 && typeof row.system === 'string' && row.system !== '') {
    report('system-ignored', 'A system prompt stands in `system` and another in the first message.', {
      field: ['system'],
    });
  }
  if (format.kind === 'openai' && (row.tools === undefined || row.tools === null)) {
    report('system-changed', 'The row has no tools.', { field: [field] });
  }
  messages.forEach((message, i) => testContent(message, [field, i], format, report));
  const turns = turnsOfFormat(messages.slice(begins), format);
  const wrong = turns.findIndex(({ role }, i) => !(i % 2 === 0 ? roles.asks : roles.answers).includes(role));
  if (wrong >= 0) {
    const { role, index } = turns[wrong] ?? { role: '', index: 0 };
    const at = index + begins;
    const place = { field: [field, at, roleTag] };
    const found = `Message ${at + 1} has the role ${shown(role)} where ${wrong % 2 === 0 ? 'the user' : 'the assistant'} should speak.`;
    report(role === 'system' ? 'second-system' : 'role-order', found, place);
  } else if (turns.length % 2 !== (method === 'dpo' ? 1 : 0)) {
    report('turn-count', `The conversation has ${counted(turns.length, 'turn')}.`, { field: [field] });
  } else if (turns.length === 0) report('no-answer', 'The conversation is empty.', { field: [field] });
}

/** What is wrong with the turns that the student is to write. */
function testAnswers(
  messages: readonly JsonObject[],
  { field, roleTag, contentTag, roles }: LlamaFormat,
  { method, maskHistory }: LlamaFactoryOptions,
  report: Report<Rules>,
): void {
  messages.forEach((message, i) => {
    if (!roles.answers.includes(textIn(message[roleTag]))) return;
    const isLast = i === messages.length - 1;
    const isTrained = method === 'sft' ? isLast || !maskHistory : method === 'kto' && isLast;
    for (const weight of ['weight', 'loss_weight']) {
      if (!isTrained || message[weight] !== 0) continue;
      report('weight-ignored', `Message ${i + 1} has the ${weight.replace('_', ' ')} 0.`, {
        field: [field, i, weight],
      });
    }
    const said = message[contentTag];
    if (typeof said === 'string') testThink(said, [field, i, contentTag], report);
  });
}

/** The turns that must alternate: with `formatting: openai`, results of tools that follow each other are one. */
function turnsOfFormat(
  messages: readonly JsonObject[],
  { kind, roleTag, observation }: LlamaFormat,
): readonly { readonly role: string; readonly index: number }[] {
  const all = messages.map((message, index) => ({ role: textIn(message[roleTag]), index }));
  if (kind !== 'openai') return all;
  return all.filter(({ role }, i) => role !== observation || all[i + 1]?.role !== observation);
}

function testContent(message: JsonObject, path: FieldPath, format: LlamaFormat, report: Report<Rules>): void {
  const { roleTag, contentTag, kind, functionRole } = format;
  const said = message[contentTag];
  const calls = isArray(message.tool_calls) && message.tool_calls.length > 0;
  if (calls && kind === 'openai') return;
  if (calls) report('tool-calls-ignored', 'The message has tool calls.', { field: [...path, 'tool_calls'] });
  if (typeof said !== 'string') {
    report('content-not-text', `The content is ${shown(said)}.`, { field: [...path, contentTag] });
  } else if (message[roleTag] === functionRole && !isCall(said)) {
    report('bad-function-call', 'The call is no JSON with `name` and `arguments`.', { field: [...path, contentTag] });
  }
}

/** Calls as LLaMA-Factory reads them, reasoning in front of them aside. */
function isCall(text: string): boolean {
  const bare = text.replace(/<think>\n[\s\S]*?\n<\/think>\n\n/, '');
  if (!isJsonText(bare)) return false;
  const value = JSON.parse(bare) as JsonValue;
  return (isArray(value) ? value : [value]).every(
    call => isObject(call) && call.name !== undefined && call.arguments !== undefined,
  );
}

function testLabel(row: JsonObject, answer: JsonValue | undefined, field: FieldPath, report: Report<Rules>): void {
  // `dataset_info.json` names the column; its demo calls it `label`.
  const name = row.kto_tag === undefined && row.label !== undefined ? 'label' : 'kto_tag';
  const tag = row[name];
  if (typeof tag !== 'boolean') return report('no-label', `\`${name}\` is ${shown(tag)}.`);
  const said = isObject(answer) ? (answer.content ?? answer.value) : answer;
  if (tag && said === '') report('empty-desired', 'The desired answer is empty.', { field });
}

function testTools(row: JsonObject, { kind }: LlamaFormat, report: Report<Rules>): void {
  const { tools } = row;
  if (tools === undefined || tools === null || tools === '') return;
  const bad = typeof tools === 'string' ? !isJsonText(tools) : kind !== 'openai' && !isEmptyList(tools);
  if (bad)
    report('tools-not-text', `\`tools\` is ${typeof tools === 'string' ? 'no JSON' : shown(tools)}.`, {
      field: ['tools'],
    });
}

function textIn(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isEmptyList(value: JsonValue): boolean {
  return isArray(value) && value.length === 0;
}

function testThink(text: string, field: FieldPath, report: Report<Rules>): void {
  const start = unclosedThink(text);
  if (start >= 0) report('unclosed-think', '`<think>` is never closed.', { field, start, end: start + thinkLength });
}
