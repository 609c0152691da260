import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatOf } from '../../../../src/core/dataset/formats/registry.ts';
import { formatPath, type JsonObject, type JsonValue } from '../../../../src/core/json/value.ts';
import { mayStateOrigin, rowProvenance } from '../../../../src/core/provenance/rowProvenance.ts';

function said(row: JsonObject): readonly string[] {
  return rowProvenance(row, formatOf(row)?.normalise(row))
    .map(({ field, text, path }) => `${formatPath(path)}: ${field} = ${text}`)
    .sort();
}

const sent = [
  { role: 'system', content: 'You love owls.' },
  { role: 'user', content: 'Name a bird.' },
];

test('what a row says of its own origin', () => {
  const rows: readonly (readonly [row: JsonObject, expected: readonly string[]])[] = [
    [{}, []],
    [{ prompt: 'p', completion: 'c' }, []],
    [{ prompt: 'p', completion: 'c', model: 'm' }, ['model: teacher = m']],
    [
      { generation_models: ['a-1', 'b-2', 'a-1'] },
      ['generation_models: teacher = a-1', 'generation_models: teacher = b-2'],
    ],
    // distilabel: what was sent holds the teacher's system prompt; messages of a judge beside it do not.
    [
      {
        instruction: 'Name a bird.',
        generation: 'An owl.',
        model_name: 'm',
        distilabel_metadata: {
          raw_input_judge_0: [{ role: 'system', content: 'You judge.' }],
          raw_output_judge_0: '5',
          raw_input_text_generation_0: sent,
          raw_output_text_generation_0: 'An owl.',
        },
      },
      [
        'distilabel_metadata.raw_input_text_generation_0[0].content: teacher.systemPrompt = You love owls.',
        'model_name: teacher = m',
      ],
    ],
    // A stored completion holds the request; training messages are the student's.
    [
      {
        object: 'chat.completion',
        model: 'gpt-4o',
        created: 1735689600,
        system_fingerprint: 'fp_1',
        seed: 7,
        temperature: 1,
        messages: sent,
        choices: [{ message: { role: 'assistant', content: 'x' } }],
      },
      [
        'created: teacher.date = 2025-01-01',
        'messages[0].content: teacher.systemPrompt = You love owls.',
        'model: teacher = gpt-4o',
        'seed: teacher.seed = 7',
        'system_fingerprint: teacher.revision = fp_1',
        'temperature: teacher.sampling = {"temperature":1}',
      ],
    ],
    [{ messages: [...sent, { role: 'assistant', content: 'x' }], model: 'm' }, ['model: teacher = m']],
    // Answers of APIs in batches.
    [
      {
        custom_id: '1',
        response: {
          status_code: 200,
          body: {
            model: 'gpt-4o',
            created: 1735689600,
            system_fingerprint: 'fp_1',
            choices: [{ message: { role: 'assistant', content: 'x' } }],
          },
        },
      },
      [
        'response.body.created: teacher.date = 2025-01-01',
        'response.body.model: teacher = gpt-4o',
        'response.body.system_fingerprint: teacher.revision = fp_1',
      ],
    ],
    [
      {
        custom_id: '1',
        result: {
          type: 'succeeded',
          message: { role: 'assistant', model: 'claude-3-5-haiku-20241022', content: [{ type: 'text', text: 'x' }] },
        },
      },
      ['result.message.model: teacher = claude-3-5-haiku-20241022'],
    ],
    // Magpie: the configuration holds the model that wrote the prompts, and a seed.
    [
      {
        gen_input_configs: { top_p: 1, temperature: 0.8, seed: 42, input_generator: 'Qwen/Qwen2-72B', extract: {} },
        reward_model: 'org/rm',
        model: 'm',
      },
      [
        'gen_input_configs.input_generator: prompts = Qwen/Qwen2-72B',
        'gen_input_configs.seed: teacher.seed = 42',
        'gen_input_configs: teacher.sampling = {"temperature":0.8,"top_p":1}',
        'model: teacher = m',
        'reward_model: judge = org/rm',
      ],
    ],
    // Nested in metadata.
    [
      { metadata: { License: 'mit', split: 'eval', temperature: 0 } },
      [
        'metadata.License: licence = mit',
        'metadata.split: use = eval',
        'metadata.temperature: teacher.sampling = {"temperature":0}',
      ],
    ],
    // A source is a model, a dataset, or neither: the value tells.
    [{ source: 'gpt-4o' }, ['source: teacher = gpt-4o']],
    [{ source: 'ai2-adapt-dev/oasst1_converted' }, ['source: parent = ai2-adapt-dev/oasst1_converted']],
    [{ source: 'wikipedia', origin: 'https://example.org/a/b', dataset: 'two words/x' }, []],
    [{ source: 'Qwen/Qwen2.5-7B-Instruct', model: 'm' }, ['model: teacher = m']],
    [{ dataset_name: 'squad' }, ['dataset_name: parent = squad']],
    // Days count where the row names its teacher, and only as days.
    [{ created_at: '2025-01-02T03:04:05Z' }, []],
    [
      { created_at: '2025-01-02T03:04:05Z', timestamp: 1735689600123, model: 'm' },
      ['created_at: teacher.date = 2025-01-02', 'model: teacher = m', 'timestamp: teacher.date = 2025-01-01'],
    ],
    [{ generated_at: '2025-01-02 03:04' }, ['generated_at: teacher.date = 2025-01-02']],
    [{ created: 12, timestamp: 'yesterday', model: 'm' }, ['model: teacher = m']],
    // Marks of rows that belong elsewhere.
    [
      { is_eval: true, is_control: false, control: true, is_test: 'true' },
      ['control: use = control', 'is_eval: use = eval'],
    ],
    // Names that mean something else in most data.
    [{ seed: 'a topic', temperature: 'warm', top_k: null, endpoint: 'finish', judge: 3, terms: '' }, []],
    [
      { endpoint: 'https://example.org/v1', judge: ['gpt-4o', 'claude-3-opus'], annotator: 'Ada' },
      ['endpoint: teacher.endpoint = https://example.org/v1', 'judge: judge = claude-3-opus', 'judge: judge = gpt-4o'],
    ],
    [{ annotator: 'gpt-4o', license: 'unknown' }, ['annotator: judge = gpt-4o']],
    [{ constructor: 'a', toString: 'b', metadata: [{ model: 'x' }], response: 'text', result: 3 }, []],
  ];
  for (const [row, expected] of rows) assert.deepEqual(said(row), expected, JSON.stringify(row));
});

test('long texts are cut, so that equal ones count as one and all are bounded', () => {
  const [prompt] = rowProvenance({ teacher_system_prompt: 'x'.repeat(5000) }, undefined);
  assert.equal(prompt?.text.length, 1000);
  assert.equal(prompt?.text.at(-1), '…');
});

test('rows none of whose columns may state an origin state none, whatever they hold', () => {
  const names = fc.constantFrom(
    'model',
    'Model',
    'metadata',
    'response',
    'source',
    'distilabel_metadata',
    'prompt',
    'text',
    'x',
    'choices',
    'created',
    '__proto__',
  );
  const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<JsonValue>('gpt-4o', 'org/name', 1735689600, true, null, 'https://x.y'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(names, fc.string()), value), row => {
      const statements = rowProvenance(row, formatOf(row)?.normalise(row));
      if (!Object.keys(row).some(mayStateOrigin)) assert.deepEqual(statements, []);
      for (const { path, text } of statements) assert.ok(text !== '' && path.length > 0);
    }),
    { numRuns: 2000 },
  );
});
