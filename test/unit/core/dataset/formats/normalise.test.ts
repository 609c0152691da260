import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatOf } from '../../../../../src/core/dataset/formats/registry.ts';
import type { Example, MessagePart } from '../../../../../src/core/dataset/example.ts';
import { formatPath, type JsonObject } from '../../../../../src/core/json/value.ts';

function read(row: JsonObject): Example {
  const example = formatOf(row)?.normalise(row);
  assert.ok(example, 'a known format');
  return example;
}

const texts = (parts: readonly { readonly text: string }[]): string[] => parts.map(({ text }) => text);
const parts = (example: Example): MessagePart[] => example.messages.flatMap(message => message.parts);
const answer = (content: JsonObject['content'], rest: JsonObject = {}): JsonObject => ({
  messages: [
    { role: 'user', content: 'q' },
    { role: 'assistant', content, ...rest },
  ],
});

test('several text parts are one completion with the path of the list', () => {
  const { completions } = read(answer([{ type: 'text', text: 'one ' }, 'two ', { type: 'text', value: 'three' }]));
  assert.deepEqual(completions, [{ text: 'one two three', path: ['messages', 1, 'content'] }]);
});

test('every kind of content part', () => {
  const rows: readonly (readonly [JsonObject, string])[] = [
    [{ type: 'text', text: 't' }, 'text t messages[1].content[0].text'],
    [{ text: 't' }, 'text t messages[1].content[0].text'],
    [{ type: 'output_text', text: 't' }, 'text t messages[1].content[0].text'],
    [{ type: 'refusal', refusal: 'no' }, 'text no messages[1].content[0].refusal'],
    [{ type: 'thinking', thinking: 'hm' }, 'reasoning hm messages[1].content[0].thinking'],
    [{ type: 'reasoning', value: 'hm' }, 'reasoning hm messages[1].content[0].value'],
    [{ type: 'image_url', image_url: { url: 'u' } }, 'media image messages[1].content[0]'],
    [{ type: 'input_audio', input_audio: {} }, 'media audio messages[1].content[0]'],
    [{ type: 'file', file: {} }, 'media file messages[1].content[0]'],
    [{ type: 'hologram' }, 'media hologram messages[1].content[0]'],
    [
      { type: 'tool_use', name: 'f', input: { a: [1, null, 'x"'] } },
      'f {"a":[1,null,"x\\""]} messages[1].content[0].input',
    ],
    [
      { type: 'tool_call', value: '{"name": "f", "arguments": {}}' },
      'f {"name": "f", "arguments": {}} messages[1].content[0].value',
    ],
    [{ type: 'tool_result', content: 'r' }, 'text r messages[1].content[0].content'],
    [{ type: 'tool_result', content: [{ type: 'text', text: 'r' }] }, 'text r messages[1].content[0].content[0].text'],
  ];
  for (const [part, shown] of rows) {
    const found = read(answer([part])).messages[1]?.parts.map(item => {
      const what =
        item.kind === 'media'
          ? `media ${item.media}`
          : `${item.kind === 'tool-call' ? item.name : item.kind} ${item.text}`;
      return `${what} ${formatPath(item.path)}`;
    });
    assert.deepEqual(found, [shown]);
  }
});

test('parts of a wrong type are left out', () => {
  const { messages, completions } = read(
    answer([null, 3, { type: 'text', text: 4 }, { type: 'text', text: 'a' }, [[]]]),
  );
  assert.deepEqual(texts(completions), ['a']);
  assert.equal(messages[1]?.parts.length, 1);
  assert.deepEqual(read(answer(7)).completions, []);
});

test('tool calls, in every shape that writers give them', () => {
  const calls = (tool_calls: JsonObject['x'], name: string, text: string, path: string): void => {
    const [part] = read(answer(null, { tool_calls })).messages[1]?.parts ?? [];
    assert.deepEqual(part && { ...part, path: formatPath(part.path) }, { kind: 'tool-call', name, text, path });
  };
  calls([{ function: { name: 'f', arguments: '{}' } }], 'f', '{}', 'messages[1].tool_calls[0].function.arguments');
  calls(
    [{ function: { name: 'f', arguments: { a: 1 } } }],
    'f',
    '{"a":1}',
    'messages[1].tool_calls[0].function.arguments',
  );
  calls([{ name: 'f', arguments: '{}' }], 'f', '{}', 'messages[1].tool_calls[0].arguments');
  calls([{ name: 'f' }], 'f', '{"name":"f"}', 'messages[1].tool_calls[0]');
  calls('[{"name":"f"},{"name":"g"}]', 'f, g', '[{"name":"f"},{"name":"g"}]', 'messages[1].tool_calls');
  calls('f(1)', '', 'f(1)', 'messages[1].tool_calls');
  const [part] = read(answer(null, { function_call: { name: 'f', arguments: '{}' } })).messages[1]?.parts ?? [];
  assert.deepEqual(part, {
    kind: 'tool-call',
    name: 'f',
    text: '{}',
    path: ['messages', 1, 'function_call', 'arguments'],
  });
});

test('an empty answer is a completion, an empty text beside a tool call is none', () => {
  assert.deepEqual(texts(read(answer('')).completions), ['']);
  assert.deepEqual(read(answer('', { tool_calls: [{ name: 'f', arguments: '{}' }] })).completions, []);
});

test('turns of weight 0 are not trained', () => {
  for (const weight of ['weight', 'loss_weight']) {
    assert.deepEqual(texts(read(answer('a', { [weight]: 0 })).completions), []);
    assert.deepEqual(texts(read(answer('a', { [weight]: 0.5 })).completions), ['a']);
  }
});

test('the prompt is the last user turn before the last completion', () => {
  const say = (role: string, content: string): JsonObject => ({ role, content });
  const turns = [say('user', '1'), say('assistant', '2'), say('user', '3'), say('assistant', '4'), say('user', '5')];
  assert.equal(read({ messages: turns }).prompt?.text, '3');
  assert.equal(read({ messages: [say('user', '1'), say('user', '2')] }).prompt?.text, '2');
  assert.equal(read({ messages: [say('assistant', '1'), say('user', '2')] }).prompt, undefined);
});

test('a preference pair of whole conversations: what both sides share is the prompt', () => {
  const row = (chosen: readonly string[], rejected: readonly string[]): JsonObject => {
    const turns = (list: readonly string[]): JsonObject[] =>
      list.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content }));
    return { prompt: 'ignored', chosen: turns(chosen), rejected: turns(rejected) };
  };
  const shared = read(row(['q1', 'a1', 'q2', 'good'], ['q1', 'a1', 'q2', 'bad']));
  assert.deepEqual(
    shared.messages.map(({ parts: [part] }) => part && 'text' in part && part.text),
    ['q1', 'a1', 'q2', 'good', 'bad'],
  );
  assert.deepEqual([texts(shared.completions), texts(shared.rejected), shared.prompt?.text], [['good'], ['bad'], 'q2']);
  const early = read(row(['q1', 'a1', 'q2', 'a2'], ['q1', 'b1', 'q2', 'b2']));
  assert.deepEqual(
    [texts(early.completions), texts(early.rejected)],
    [
      ['a1', 'a2'],
      ['b1', 'b2'],
    ],
  );
  const same = read(row(['q', 'a'], ['q', 'a']));
  assert.deepEqual([texts(same.completions), texts(same.rejected)], [['a'], ['a']]);
  const swift = read({
    messages: [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a' },
    ],
    rejected_response: 'b',
  });
  assert.deepEqual([texts(swift.completions), texts(swift.rejected)], [['a'], ['b']]);
});

test('a failed request has no completion and no teacher', () => {
  const body = { error: { message: 'overloaded' }, model: 'gpt-4o' };
  const { completions, teacher } = read({ custom_id: '1', response: { status_code: 503, body }, error: null });
  assert.deepEqual([completions, teacher], [[], undefined]);
});

test('the teacher prompt of distilabel is that of the generation, never the judge', () => {
  const row: JsonObject = {
    instruction: 'q',
    generation: 'a',
    distilabel_metadata: {
      raw_input_ultra_feedback_0: [
        { role: 'system', content: 'You judge.' },
        { role: 'user', content: 'Rate a.' },
      ],
      raw_output_ultra_feedback_0: '5',
      raw_input_text_generation_0: [
        { role: 'system', content: 'You love owls.' },
        { role: 'user', content: 'q' },
      ],
      raw_output_text_generation_0: 'a',
    },
  };
  assert.equal(read(row).systemPrompt?.text, 'You love owls.');
});

test('the trace goes before the answer of the model that it names', () => {
  const row = { question: 'q', solution: 's', answer: '4', gemini_thinking_trajectory: 't', gemini_attempt: 'a' };
  const example = read(row);
  assert.deepEqual([texts(example.completions), texts(example.reasoning)], [['a'], ['t']]);
  const chat = read({ ...answer('a'), reasoning: 'first this' });
  assert.deepEqual(
    parts(chat).map(({ kind }) => kind),
    ['text', 'reasoning', 'text'],
  );
  assert.deepEqual(texts(read({ reasoning_content: 'first this', content: 'a' }).completions), ['a']);
});

test('roles of ShareGPT become those that trainers know, others stay', () => {
  const names = ['human', 'gpt', 'system', 'observation', 'function_call', 'bing', 'narrator'];
  const row = { conversations: names.map(from => ({ from, value: 'x' })) };
  assert.deepEqual(
    read(row).messages.map(({ role, trained }) => `${role}${trained ? '*' : ''}`),
    ['user', 'assistant*', 'system', 'tool', 'assistant*', 'assistant*', 'narrator'],
  );
});

test('arguments nested 100,000 deep are read', () => {
  const depth = 100_000;
  const text = '['.repeat(depth) + ']'.repeat(depth);
  const row = answer(null, { tool_calls: [{ name: 'f', arguments: JSON.parse(text) }] });
  const [part] = read(row).messages[1]?.parts ?? [];
  assert.ok(part && part.kind === 'tool-call' && part.text === text);
});
