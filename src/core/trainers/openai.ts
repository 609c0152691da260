import { collect, shown, type Breach, type Report } from './rule.ts';
import { callsOf, functionOf, isJsonText, nameOf, sameValue, saysSomething, turnsOf, type Turn } from './turns.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';

const cookbook =
  'https://github.com/openai/openai-cookbook/blob/2e652704bf3df73cf35e46e26ebae692f5bd7b0c/examples/Chat_finetuning_data_prep.ipynb';
const specification =
  'https://github.com/openai/openai-openapi/blob/f85dbe223d40e1a31cba812ab2d755c7e98a92a3/openapi.yaml';
const preferences = 'https://developers.openai.com/api/docs/guides/direct-preference-optimization';

export const openaiSource = cookbook;

/** What OpenAI's own checker, its API's schema and its guides ask of a row. */
export const openaiRules = {
  'not-an-object': {
    effect: 'refused',
    does: 'OpenAI wants one JSON object a row.',
    fix: 'Write `{"messages": [...]}`.',
    source: cookbook,
  },
  'no-messages': {
    effect: 'refused',
    does: 'OpenAI wants a list `messages` with at least one message.',
    fix: 'Convert the row to `{"messages": [{"role", "content"}, ...]}`.',
    source: cookbook,
  },
  'not-a-message': {
    effect: 'refused',
    does: 'OpenAI wants every message to have a role.',
    fix: 'Write `{"role", "content"}`.',
    source: cookbook,
  },
  'unknown-message-key': {
    effect: 'refused',
    does: 'OpenAI’s checker counts the key as an error.',
    fix: 'Take it out of the message.',
    source: cookbook,
  },
  'unknown-role': {
    effect: 'refused',
    does: 'OpenAI knows system, developer, user, assistant, tool and function.',
    fix: 'Rename the role.',
    source: `${specification}#L31216`,
  },
  'no-content': {
    effect: 'refused',
    does: 'OpenAI wants content unless the message calls a tool or a function.',
    fix: 'Fill it in, or drop the row.',
    source: `${specification}#L31236`,
  },
  'no-assistant': {
    effect: 'refused',
    does: 'OpenAI wants at least one assistant message: without it there is nothing to train on.',
    fix: 'Add the answer, or drop the row.',
    source: cookbook,
  },
  'bad-weight': {
    effect: 'refused',
    does: 'OpenAI takes the weights 0 and 1 alone.',
    fix: 'Write 0 or 1, or leave it out.',
    source: `${specification}#L39901`,
  },
  'nothing-trained': {
    effect: 'misread',
    does: 'A weight of 0 takes an assistant message out of the loss, and none is left in it.',
    fix: 'Give the answer that is to be learned the weight 1, or drop the row.',
    source: `${specification}#L39906`,
  },
  'bad-tool-call': {
    effect: 'refused',
    does: 'OpenAI wants `id`, `type: "function"` and `function` with `name` and `arguments` in every tool call.',
    fix: 'Fill in what is missing.',
    source: `${specification}#L31004`,
  },
  'arguments-not-text': {
    effect: 'refused',
    does: 'OpenAI wants the arguments of a call as a JSON text.',
    fix: 'Write the arguments with JSON.stringify or json.dumps.',
    source: `${specification}#L31026`,
  },
  'arguments-not-json': {
    effect: 'misread',
    does: 'OpenAI does not check that arguments are JSON, so the model is trained to write what no caller can read.',
    fix: 'Repair the JSON, or drop the row.',
    source: `${specification}#L31028`,
  },
  'bad-function-name': {
    effect: 'refused',
    does: 'OpenAI takes names of a-z, A-Z, 0-9, underscores and dashes, of at most 64 characters.',
    fix: 'Rename the function, in its declaration and in every call.',
    source: `${specification}#L40630`,
  },
  'tool-result-without-id': {
    effect: 'refused',
    does: 'OpenAI wants `tool_call_id` in every tool message.',
    fix: 'Name the call that it answers.',
    source: `${specification}#L31578`,
  },
  'tool-result-unmatched': {
    effect: 'refused',
    does: 'OpenAI wants a tool message to answer a call made before it.',
    fix: 'Correct the id, or add the call.',
    source: `${specification}#L31578`,
  },
  'no-pair': {
    effect: 'refused',
    does: 'OpenAI’s preference tuning wants `input.messages`, `preferred_output` and `non_preferred_output`.',
    fix: 'Convert the row.',
    source: preferences,
  },
  'equal-pair': {
    effect: 'misread',
    does: 'There is nothing to prefer: the gradients of the two cancel out.',
    fix: 'Drop the row.',
    source: 'https://arxiv.org/abs/2305.18290',
  },
  'over-length': {
    effect: 'truncated',
    does: 'OpenAI cuts what is beyond the limit of the model.',
    fix: 'Shorten or split the conversation.',
    source: cookbook,
  },
} as const;

const minimumRows = 10;

/** The fewest rows that OpenAI trains on, and where it says so. */
export const openaiMinimum = {
  rows: minimumRows,
  source: 'https://developers.openai.com/docs/guides/distillation',
} as const;

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/** The cookbook's five, and those of the API's schema. */
const messageKeys = [
  'role',
  'content',
  'name',
  'function_call',
  'weight',
  'tool_calls',
  'tool_call_id',
  'refusal',
  'audio',
];

type Rules = typeof openaiRules;

/** What OpenAI would find wrong with a row. */
export function openaiBreaches(row: JsonValue, method: 'sft' | 'dpo'): readonly Breach[] {
  return collect<Rules>(report => {
    if (!isObject(row)) return report('not-an-object', `The row is ${shown(row)}.`);
    testTools(row.tools, ['tools'], report);
    if (method === 'dpo') return testPair(row, report);
    const { messages } = row;
    if (!isArray(messages) || messages.length === 0) {
      return report('no-messages', `\`messages\` is ${isArray(messages) ? 'empty' : shown(messages)}.`);
    }
    const turns = testMessages(messages, ['messages'], report);
    const answers = turns.filter(({ message }) => message.role === 'assistant');
    if (answers.length === 0) report('no-assistant', 'No message is the assistant’s.', { field: ['messages'] });
    else if (answers.every(({ message }) => message.weight === 0)) {
      report('nothing-trained', 'Every assistant message has the weight 0.', { field: ['messages'] });
    }
  });
}

function testPair(row: JsonObject, report: Report<Rules>): void {
  const { input, preferred_output: preferred, non_preferred_output: other } = row;
  const asked = isObject(input) ? input.messages : undefined;
  for (const [field, list] of [
    [['input', 'messages'], asked],
    [['preferred_output'], preferred],
    [['non_preferred_output'], other],
  ] as const) {
    if (!isArray(list) || list.length === 0) {
      report('no-pair', `\`${field.join('.')}\` is ${isArray(list) ? 'empty' : shown(list)}.`);
      continue;
    }
    const turns = testMessages(list, field, report);
    const answers = turns.some(({ message }) => message.role === 'assistant');
    if (field[0] !== 'input' && !answers) {
      report('no-assistant', `No message of \`${field[0]}\` is the assistant’s.`, { field });
    }
  }
  if (isObject(input)) testTools(input.tools, ['input', 'tools'], report);
  if (isArray(preferred) && sameValue(preferred, other)) {
    report('equal-pair', 'The preferred and the other answer are equal.', { field: ['non_preferred_output'] });
  }
}

function testMessages(list: readonly JsonValue[], path: FieldPath, report: Report<Rules>): readonly Turn[] {
  list.forEach((item, i) => {
    if (!isObject(item)) report('not-a-message', `Message ${i + 1} is ${shown(item)}.`, { field: [...path, i] });
  });
  const turns = turnsOf(list, path);
  const called = new Set<JsonValue>();
  for (const turn of turns) {
    testMessage(turn, report);
    for (const each of callsOf(turn)) {
      testCall(each, report);
      if (each.call.id !== undefined) called.add(each.call.id);
    }
    testResult(turn, called, report);
  }
  return turns;
}

function testMessage(turn: Turn, report: Report<Rules>): void {
  const { message, path } = turn;
  const { role, content, weight } = message;
  const name = nameOf(turn);
  if (typeof role !== 'string') {
    return report('not-a-message', `${name} has no \`role\`.`, { field: path });
  }
  const strange = Object.keys(message).find(key => !messageKeys.includes(key));
  if (strange !== undefined) {
    report('unknown-message-key', `${name} has the key ${shown(strange)}.`, { field: [...path, strange] });
  }
  if (!roles.includes(role)) {
    report('unknown-role', `${name} has the role ${shown(role)}.`, { field: [...path, 'role'] });
  }
  const calls = message.tool_calls !== undefined || message.function_call !== undefined;
  const says = saysSomething(content) || (role === 'assistant' && saysSomething(message.refusal));
  if (!says && !calls) {
    const got = content === '' ? 'empty' : shown(content);
    report('no-content', `The content of message ${turn.index + 1} (${role}) is ${got}.`, {
      field: content === undefined ? path : [...path, 'content'],
    });
  }
  if (weight !== undefined && weight !== 0 && weight !== 1) {
    report('bad-weight', `The weight of message ${turn.index + 1} is ${shown(weight)}.`, {
      field: [...path, 'weight'],
    });
  }
}

function testCall(
  { call, path }: { readonly call: JsonObject; readonly path: FieldPath },
  report: Report<Rules>,
): void {
  const { value, inner } = functionOf(call);
  const missing = [
    ...(typeof call.id === 'string' ? [] : ['`id`']),
    ...(call.type === 'function' ? [] : ['`type: "function"`']),
    ...(isObject(call.function) ? [] : ['`function`']),
    ...(typeof value.name === 'string' ? [] : ['a name']),
    ...(value.arguments === undefined ? ['`arguments`'] : []),
  ];
  if (missing.length > 0) report('bad-tool-call', `The tool call lacks ${missing.join(', ')}.`, { field: path });
  const field = [...path, ...inner, 'arguments'];
  if (value.arguments !== undefined && typeof value.arguments !== 'string') {
    report('arguments-not-text', `The arguments are ${shown(value.arguments)}.`, { field });
  } else if (typeof value.arguments === 'string' && !isJsonText(value.arguments)) {
    report('arguments-not-json', 'The arguments are no JSON.', { field });
  }
  testName(value.name, [...path, ...inner, 'name'], report);
}

function testResult(turn: Turn, called: ReadonlySet<JsonValue>, report: Report<Rules>): void {
  const { message, path } = turn;
  if (message.role !== 'tool') return;
  const { tool_call_id: id } = message;
  if (typeof id !== 'string') {
    report('tool-result-without-id', `${nameOf(turn)} is a tool’s and its \`tool_call_id\` is ${shown(id)}.`, {
      field: path,
    });
  } else if (!called.has(id)) {
    report('tool-result-unmatched', `No call before message ${turn.index + 1} has the id ${shown(id)}.`, {
      field: [...path, 'tool_call_id'],
    });
  }
}

function testTools(tools: JsonValue | undefined, path: FieldPath, report: Report<Rules>): void {
  if (!isArray(tools)) return;
  tools.forEach((tool, i) => {
    if (isObject(tool) && isObject(tool.function)) {
      testName(tool.function.name, [...path, i, 'function', 'name'], report);
    }
  });
}

function testName(name: JsonValue | undefined, field: FieldPath, report: Report<Rules>): void {
  if (typeof name !== 'string' || /^[a-zA-Z0-9_-]{1,64}$/.test(name)) return;
  report('bad-function-name', `The function is named ${shown(name)}.`, { field });
}
