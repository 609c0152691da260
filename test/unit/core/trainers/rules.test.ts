import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkById } from '../../../../src/core/checks/registry.ts';
import { resolveOptions } from '../../../../src/core/checks/resolveOptions.ts';
import type { JsonObject, JsonValue } from '../../../../src/core/json/value.ts';
import { axolotlRules } from '../../../../src/core/trainers/axolotl.ts';
import { llamaFactoryRules } from '../../../../src/core/trainers/llamaFactory.ts';
import { openaiRules } from '../../../../src/core/trainers/openai.ts';
import type { Resources } from '../../../../src/core/trainers/resources.ts';
import type { TrainerRules } from '../../../../src/core/trainers/rule.ts';
import { trlRules } from '../../../../src/core/trainers/trl.ts';
import { template, words } from '../../support/templates.ts';

/** A row, what is set, and the reasons it is given, with the field that each points at. */
interface Case {
  readonly row: JsonValue;
  readonly options?: JsonObject;
  readonly resources?: Resources;
  readonly finds: Readonly<Record<string, string | undefined>>;
}

const user = { role: 'user', content: 'Name a bird.' };
const owl = { role: 'assistant', content: 'An owl.' };
const chat = (...messages: JsonValue[]): JsonObject => ({ messages });
const call = (given: JsonObject, more: JsonObject = {}): JsonObject => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', ...given }, ...more }],
});
const answers = (id: JsonValue): JsonObject => ({ role: 'tool', tool_call_id: id, content: 'snow' });
const thinks = { role: 'assistant', content: 'Well. <think>Hm' };
const refusing = template(`{{ raise_exception('Conversation roles must alternate.') }}`);
const broken = template(`{{ messages[0].content | no_such_filter }}`);

const openai: readonly Case[] = [
  { row: chat(user, owl), finds: {} },
  { row: chat({ role: 'developer', content: 'Be brief.' }, user, owl), finds: {} },
  { row: chat(user, call({ arguments: '{"city":"Oslo"}' }), answers('call_1'), owl), finds: {} },
  { row: [1], finds: { 'not-an-object': undefined } },
  { row: { text: 'An owl.' }, finds: { 'no-messages': undefined } },
  { row: chat(), finds: { 'no-messages': undefined } },
  { row: chat('hello', owl), finds: { 'not-a-message': 'messages[0]' } },
  { row: chat({ content: 'Hi' }, owl), finds: { 'not-a-message': 'messages[0]' } },
  { row: chat({ ...user, mood: 'gay' }, owl), finds: { 'unknown-message-key': 'messages[0].mood' } },
  { row: chat({ role: 'human', content: 'Hi' }, owl), finds: { 'unknown-role': 'messages[0].role' } },
  { row: chat(user, { role: 'assistant', content: '' }), finds: { 'no-content': 'messages[1].content' } },
  { row: chat(user, { role: 'assistant', content: null }), finds: { 'no-content': 'messages[1].content' } },
  { row: chat({ role: 'user' }, owl), finds: { 'no-content': 'messages[0]' } },
  { row: chat(user), finds: { 'no-assistant': 'messages' } },
  { row: chat(user, { ...owl, weight: 0.5 }), finds: { 'bad-weight': 'messages[1].weight' } },
  { row: chat(user, { ...owl, weight: 0 }), finds: { 'nothing-trained': 'messages' } },
  { row: chat(user, { ...owl, weight: 0 }, user, { ...owl, weight: 1 }), finds: {} },
  {
    row: chat(user, call({ arguments: '{}' }, { id: null }), owl),
    finds: { 'bad-tool-call': 'messages[1].tool_calls[0]' },
  },
  {
    row: chat(user, call({ arguments: { city: 'Oslo' } })),
    finds: { 'arguments-not-text': 'messages[1].tool_calls[0].function.arguments' },
  },
  {
    row: chat(user, call({ arguments: '{"city":' })),
    finds: { 'arguments-not-json': 'messages[1].tool_calls[0].function.arguments' },
  },
  {
    row: { ...chat(user, owl), tools: [{ type: 'function', function: { name: 'get weather' } }] },
    finds: { 'bad-function-name': 'tools[0].function.name' },
  },
  {
    row: chat(user, call({ name: 'a'.repeat(65), arguments: '{}' })),
    finds: { 'bad-function-name': 'messages[1].tool_calls[0].function.name' },
  },
  {
    row: chat(user, call({ arguments: '{}' }), { role: 'tool', content: 'snow' }, owl),
    finds: { 'tool-result-without-id': 'messages[2]' },
  },
  {
    row: chat(user, call({ arguments: '{}' }), answers('call_2'), owl),
    finds: { 'tool-result-unmatched': 'messages[2].tool_call_id' },
  },
  {
    row: chat(answers('call_1'), call({ arguments: '{}' })),
    finds: { 'tool-result-unmatched': 'messages[0].tool_call_id' },
  },
  { row: chat(user, owl), options: { method: 'dpo' }, finds: { 'no-pair': undefined } },
  {
    row: {
      input: chat(user),
      preferred_output: [owl],
      non_preferred_output: [{ role: 'assistant', content: 'A bat.' }],
    },
    options: { method: 'dpo' },
    finds: {},
  },
  {
    row: {
      input: chat(user),
      preferred_output: [owl],
      non_preferred_output: [{ content: 'An owl.', role: 'assistant' }],
    },
    options: { method: 'dpo' },
    finds: { 'equal-pair': 'non_preferred_output' },
  },
  {
    row: { input: chat(user), preferred_output: [user], non_preferred_output: [owl] },
    options: { method: 'dpo' },
    finds: { 'no-assistant': 'preferred_output' },
  },
  // 3 for the conversation, 3 a message, a token a word: 3 + 3 + 1 + 3 + 3 + 1 + 2.
  { row: chat(user, owl), options: { maxTokens: 16 }, resources: { tokenizer: words }, finds: {} },
  {
    row: chat(user, owl),
    options: { maxTokens: 15 },
    resources: { tokenizer: words },
    finds: { 'over-length': undefined },
  },
];

const trl: readonly Case[] = [
  { row: { prompt: [user, { ...owl, weight: 0 }, user], completion: [owl] }, finds: {} },
  { row: chat(user, owl), finds: {} },
  { row: { prompt: 'A', completion: 'B' }, finds: {} },
  { row: { text: 'An owl.' }, finds: {} },
  { row: { question: 'A', answer: 'B' }, finds: { 'no-known-columns': undefined } },
  { row: { prompt: 'A' }, finds: { 'no-known-columns': undefined } },
  { row: { conversations: [user, owl] }, finds: { 'no-known-columns': undefined } },
  { row: chat(), finds: { 'no-messages': 'messages' } },
  { row: chat({ content: 'Hi' }, owl), finds: { 'not-a-message': 'messages[0]' } },
  { row: { prompt: 'A', completion: [owl] }, finds: { 'mixed-kinds': 'completion' } },
  {
    row: {
      conversations: [
        { from: 'human', value: 'A' },
        { from: 'gpt', value: 'B' },
      ],
    },
    finds: { 'role-not-assistant': 'conversations[1].from' },
  },
  {
    row: {
      conversations: [
        { from: 'user', value: 'A' },
        { from: 'assistant', value: 'B' },
      ],
    },
    finds: {},
  },
  { row: chat(user), options: { loss: 'assistant-only' }, finds: { 'nothing-generated': 'messages' } },
  { row: chat(user), finds: {} },
  { row: { text: 'An owl.' }, options: { loss: 'assistant-only' }, finds: { 'not-conversational': 'text' } },
  { row: chat(user, { ...owl, weight: 0 }), finds: { 'weight-ignored': 'messages[1].weight' } },
  { row: { system: 'Be brief.', ...chat(user, owl) }, finds: { 'system-ignored': 'system' } },
  { row: { tools: '[', ...chat(user, owl) }, finds: { 'tools-not-json': 'tools' } },
  { row: { tools: '[]', ...chat(user, owl) }, finds: {} },
  {
    row: chat(user, call({ arguments: '{"city":"Oslo"}' })),
    finds: { 'arguments-not-object': 'messages[1].tool_calls[0].function.arguments' },
  },
  { row: chat(user, call({ arguments: { city: 'Oslo' } })), finds: {} },
  { row: chat(user, thinks), finds: { 'unclosed-think': 'messages[1].content' } },
  { row: { prompt: 'A', completion: '<think>B' }, finds: { 'unclosed-think': 'completion' } },
  { row: { prompt: 'A', completion: '<think>B</think>C' }, finds: {} },
  { row: { prompt: 'A', chosen: 'B' }, options: { method: 'dpo' }, finds: { 'no-pair': undefined } },
  { row: { prompt: 'A', chosen: 'B', rejected: 'C' }, options: { method: 'dpo' }, finds: {} },
  { row: { prompt: 'A', chosen: 'B', rejected: 'B' }, options: { method: 'dpo' }, finds: { 'equal-pair': 'rejected' } },
  {
    row: { chosen: [user, owl], rejected: [user, owl] },
    options: { method: 'dpo' },
    finds: { 'equal-pair': 'rejected' },
  },
  { row: { prompt: 'A', completion: 'B', label: 'yes' }, options: { method: 'kto' }, finds: { 'no-label': 'label' } },
  { row: { prompt: 'A', completion: 'B', label: false }, options: { method: 'kto' }, finds: {} },
  { row: { prompt: 'A', chosen: 'B', rejected: 'C' }, options: { method: 'kto' }, finds: {} },
  { row: chat(user, owl), resources: { template: refusing }, finds: { 'template-refuses': undefined } },
  { row: chat(user, owl), resources: { template: broken }, finds: { 'not-rendered': undefined } },
  { row: { text: 'a b c' }, options: { maxTokens: 3 }, resources: { tokenizer: words }, finds: {} },
  {
    row: { text: 'a b c' },
    options: { maxTokens: 2 },
    resources: { tokenizer: words },
    finds: { 'over-length': undefined },
  },
  {
    row: { prompt: 'a b c ', completion: 'd' },
    options: { maxTokens: 3 },
    resources: { tokenizer: words, template: template('') },
    finds: { 'prompt-fills-length': undefined },
  },
];

const axolotl: readonly Case[] = [
  { row: chat(user, owl), finds: {} },
  {
    row: {
      conversations: [
        { from: 'human', value: 'A' },
        { from: 'gpt', value: 'B' },
      ],
    },
    finds: {},
  },
  { row: { prompt: 'A' }, finds: { 'no-messages': undefined } },
  { row: chat(), finds: { 'no-messages': undefined } },
  { row: chat({ content: 'A' }, owl), finds: { 'not-a-message': 'messages[0]' } },
  {
    row: chat(user, owl, user, { role: 'model', content: 'B' }),
    finds: { 'role-not-trained': 'messages[3].role', 'last-turn-untrained': 'messages[3]' },
  },
  { row: chat(user, { role: 'assistant', content: '' }), finds: { 'empty-turn': 'messages[1]' } },
  { row: chat(user, owl, user), finds: { 'last-turn-untrained': 'messages[2]' } },
  { row: chat(user, owl, user), options: { rolesToTrain: ['assistant', 'user'] }, finds: {} },
  { row: chat(user), finds: { 'nothing-trained': 'messages' } },
  { row: chat(user), options: { trainOnInputs: true }, finds: {} },
  { row: chat(user, { ...owl, weight: 0 }, user, owl), finds: { 'weight-ignored': 'messages[1].weight' } },
  { row: chat(user, { ...owl, weight: 0 }, user, owl), options: { trainingField: 'weight' }, finds: {} },
  { row: { system: 'A', ...chat({ role: 'system', content: 'B' }, user, owl) }, finds: { 'system-ignored': 'system' } },
  { row: { system: 'A', ...chat(user, owl) }, finds: {} },
  { row: { tools: 'weather', ...chat(user, owl) }, finds: { 'tools-not-a-list': 'tools' } },
  { row: { tools: '[]', ...chat(user, owl) }, finds: {} },
  {
    row: chat(user, call({ arguments: '{' })),
    finds: { 'arguments-not-json': 'messages[1].tool_calls[0].function.arguments' },
  },
  { row: chat(user, call({ arguments: '{}' })), finds: {} },
  { row: chat(user, thinks), finds: { 'unclosed-think': 'messages[1].content' } },
  { row: chat(user, owl), options: { method: 'dpo' }, finds: { 'no-pair': undefined } },
  { row: { ...chat(user), chosen: owl, rejected: 'A bat.' }, options: { method: 'dpo' }, finds: {} },
  {
    row: { ...chat({ role: 'human', content: 'A' }), chosen: 'B', rejected: 'C' },
    options: { method: 'dpo' },
    finds: { 'unknown-role': 'messages[0]' },
  },
  {
    row: { ...chat(user), chosen: [user, owl], rejected: 'C' },
    options: { method: 'dpo' },
    finds: { 'turns-ignored': 'chosen' },
  },
  {
    row: { ...chat(user), chosen: '', rejected: 'C' },
    options: { method: 'dpo' },
    finds: { 'empty-answer': 'chosen' },
  },
  {
    row: { ...chat(user), chosen: 'B', rejected: 'B' },
    options: { method: 'dpo' },
    finds: { 'equal-pair': 'rejected' },
  },
  { row: { prompt: 'A', completion: '' }, options: { method: 'kto' }, finds: { 'empty-column': undefined } },
  { row: chat(user, owl), resources: { template: refusing }, finds: { 'template-refuses': undefined } },
  { row: chat(user, owl), resources: { template: broken }, finds: { 'not-rendered': undefined } },
  {
    row: chat(user, owl, user, owl),
    resources: {
      template: template('{% for m in messages %}{{ "" if not loop.last else "*" }}{{ m.content }}{% endfor %}'),
    },
    finds: { 'mask-shifted': undefined },
  },
  {
    row: chat(user, owl),
    options: { maxTokens: 4 },
    resources: { tokenizer: words },
    finds: { 'over-length-dropped': undefined },
  },
  { row: chat(user, owl), options: { maxTokens: 5 }, resources: { tokenizer: words }, finds: {} },
  {
    row: chat(user, owl),
    options: { maxTokens: 4, excessLength: 'raise' },
    resources: { tokenizer: words },
    finds: { 'over-length-refused': undefined },
  },
  {
    row: chat(user, owl),
    options: { maxTokens: 4, excessLength: 'truncate' },
    resources: { tokenizer: words },
    finds: { 'over-length': undefined },
  },
];

const said = (from: string, value: JsonValue = 'A'): JsonObject => ({ from, value });
const shared = (...conversations: JsonValue[]): JsonObject => ({ conversations });

const llamaFactory: readonly Case[] = [
  { row: { ...chat(user, owl), label: false }, options: { method: 'kto' }, finds: {} },
  { row: chat({ ...user, loss_weight: 0 }, owl), finds: {} },
  { row: chat(user, { ...owl, weight: 0 }, user, owl), options: { maskHistory: true }, finds: {} },
  { row: { instruction: 'A', input: '', output: 'B' }, finds: {} },
  { row: shared(said('human'), said('gpt')), finds: {} },
  { row: shared(said('system'), said('human'), said('gpt')), finds: {} },
  {
    row: shared(said('human'), said('function_call', '{"name":"f","arguments":{}}'), said('observation'), said('gpt')),
    finds: {},
  },
  { row: chat(user, owl), finds: {} },
  { row: { prompt: 'A', completion: 'B' }, finds: { 'no-known-columns': undefined } },
  { row: shared({ from: 'human' }, said('gpt')), finds: { 'not-a-message': 'conversations[0]' } },
  { row: shared(said('human'), said('human'), said('gpt')), finds: { 'role-order': 'conversations[1].from' } },
  { row: shared(said('gpt'), said('human')), finds: { 'role-order': 'conversations[0].from' } },
  { row: chat(user, { role: 'model', content: 'B' }), finds: { 'role-order': 'messages[1].role' } },
  {
    row: shared(said('system'), said('system'), said('human'), said('gpt')),
    finds: { 'second-system': 'conversations[1].from' },
  },
  { row: shared(said('human'), said('gpt'), said('human')), finds: { 'turn-count': 'conversations' } },
  {
    row: { ...shared(said('human')), chosen: said('gpt'), rejected: said('gpt', 'B') },
    options: { method: 'dpo' },
    finds: {},
  },
  { row: shared(), finds: { 'no-answer': 'conversations' } },
  { row: { instruction: 'A', output: null }, finds: { 'no-answer': undefined } },
  { row: shared(said('human', ['A']), said('gpt')), finds: { 'content-not-text': 'conversations[0].value' } },
  { row: { instruction: ['A'], output: 'B' }, finds: { 'content-not-text': 'instruction' } },
  { row: { instruction: 'A', output: 'B', history: [['C']] }, finds: { 'bad-history': 'history[0]' } },
  { row: { instruction: 'A', output: 'B', history: [['C', 'D']] }, finds: {} },
  {
    row: shared(said('human'), said('function_call', 'f()')),
    finds: { 'bad-function-call': 'conversations[1].value' },
  },
  { row: { ...shared(said('human'), said('gpt')), tools: [{ name: 'f' }] }, finds: { 'tools-not-text': 'tools' } },
  { row: { ...shared(said('human'), said('gpt')), tools: '[{"name":"f"}]' }, finds: {} },
  {
    row: chat(user, { ...call({ arguments: '{}' }), content: '' }),
    finds: { 'tool-calls-ignored': 'messages[1].tool_calls' },
  },
  { row: { ...chat(user, call({ arguments: '{}' })), tools: '[]' }, options: { formatting: 'openai' }, finds: {} },
  { row: chat(user, { ...owl, weight: 0 }), finds: { 'weight-ignored': 'messages[1].weight' } },
  {
    row: { system: 'S', ...shared(said('system'), said('human'), said('gpt')) },
    finds: { 'system-ignored': 'system' },
  },
  { row: chat(user, owl), options: { formatting: 'openai' }, finds: { 'system-changed': 'messages' } },
  {
    row: { ...chat(user, call({}), answers('a'), answers('b'), owl), tools: '[]' },
    options: { formatting: 'openai' },
    finds: {},
  },
  { row: chat(user, thinks), finds: { 'unclosed-think': 'messages[1].content' } },
  { row: { instruction: 'A', output: 'B' }, options: { method: 'dpo' }, finds: { 'no-pair': undefined } },
  { row: { instruction: 'A', chosen: 'B', rejected: 'C' }, options: { method: 'dpo' }, finds: {} },
  {
    row: { instruction: 'A', chosen: 'B', rejected: 'B' },
    options: { method: 'dpo' },
    finds: { 'equal-pair': 'rejected' },
  },
  { row: { instruction: 'A', output: 'B' }, options: { method: 'kto' }, finds: { 'no-label': undefined } },
  {
    row: { instruction: 'A', output: '', kto_tag: true },
    options: { method: 'kto' },
    finds: { 'empty-desired': 'output' },
  },
  { row: { instruction: 'A', output: '', kto_tag: false }, options: { method: 'kto' }, finds: {} },
  {
    row: { instruction: 'a b', output: 'c' },
    options: { maxTokens: 2 },
    resources: { tokenizer: words },
    finds: { 'over-length': undefined },
  },
  { row: { instruction: 'a b', output: 'c' }, options: { maxTokens: 3 }, resources: { tokenizer: words }, finds: {} },
];

const tables: readonly { readonly id: string; readonly rules: TrainerRules; readonly cases: readonly Case[] }[] = [
  { id: 'trainer-openai', rules: openaiRules, cases: openai },
  { id: 'trainer-trl', rules: trlRules, cases: trl },
  { id: 'trainer-axolotl', rules: axolotlRules, cases: axolotl },
  { id: 'trainer-llama-factory', rules: llamaFactoryRules, cases: llamaFactory },
];

for (const { id, rules, cases } of tables) {
  describe(id, () => {
    for (const { row, options = {}, resources = {}, finds } of cases) {
      it(`${JSON.stringify(row).slice(0, 120)} ${JSON.stringify(options)}: ${Object.keys(finds).join(', ') || 'nothing'}`, () => {
        const found = decide(id, row, options, resources);
        assert.deepEqual(Object.fromEntries(found.map(({ reason, field }) => [reason, field])), finds);
        for (const { reason, stays, message, start, end } of found) {
          const { effect, does, fix } = rules[reason] ?? {};
          assert.equal(stays === true, effect === 'truncated' || effect === 'unknown', reason);
          assert.ok(message.endsWith(`${does} ${fix}`), message);
          if (reason === 'unclosed-think') assert.equal(textAt(row).slice(start, end), '<think>');
        }
      });
    }

    it('has a row for each of its rules, and each rule its source', () => {
      const covered = new Set(cases.flatMap(({ finds }) => Object.keys(finds)));
      assert.deepEqual(
        Object.keys(rules).filter(reason => !covered.has(reason)),
        [],
      );
      for (const { source, does, fix } of Object.values(rules)) {
        assert.match(source, /^https:\/\//);
        // A file of a repository is named at a commit: lines move.
        if (source.startsWith('https://github.com/')) assert.match(source, /\/blob\/[0-9a-f]{40}\//);
        for (const text of [does, fix]) assert.match(text, /^\p{Lu}.*[.”]$/u);
      }
    });
  });
}

interface Found {
  readonly reason: string;
  readonly field: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly stays: boolean | undefined;
  readonly message: string;
}

function decide(id: string, row: JsonValue, given: JsonObject, resources: Resources): readonly Found[] {
  const check = checkById(id);
  assert.ok(check?.kind === 'filter' && check.needs === 'row');
  const { values, problems } = resolveOptions(check.options, given);
  assert.deepEqual(problems, []);
  return check
    .decide(row, values, { example: undefined, resources })
    .map(({ data, field, start, end, stays, message }) => ({
      reason: (data['reasons'] as readonly string[])[0] ?? '',
      field: field && path(field),
      start,
      end,
      stays,
      message,
    }));
}

function path(steps: readonly (string | number)[]): string {
  return steps.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text && '.'}${step}`),
    '',
  );
}

/** The text in which reasoning is left open, in the rows above. */
function textAt(row: JsonValue): string {
  return JSON.stringify(row).includes('<think>B') ? '<think>B' : thinks.content;
}
