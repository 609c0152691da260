import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordOf, said } from './reading.ts';
import { statementsOf } from '../../../../../src/core/provenance/record.ts';

describe('a dataset card', () => {
  const cases: readonly (readonly [text: string, teachers: readonly (readonly [string, number, string])[]])[] = [
    ['---\ngenerated_by: gpt-4.1-nano\n---\n', [['gpt-4.1-nano', 2, 'generated_by']]],
    [
      '---\nlicense: mit\nteacher_model:\n  - a/b\n  - name: c\n---\n',
      [
        ['a/b', 4, 'teacher_model[0]'],
        ['c', 5, 'teacher_model[1].name'],
      ],
    ],
    ['---\r\ngenerator: {id: x}\r\n---\r\n', [['x', 2, 'generator.id']]],
    ['\uFEFF---\nmodel: "q w"\n---\n', [['q w', 2, 'model']]],
    [
      '---\nmodel: &m mistral\nteacher: *m\n---\n',
      [
        ['mistral', 2, 'model'],
        ['mistral', 3, 'teacher'],
      ],
    ],
    ['---\nteacher: unknown\ngenerator:\nmodel: ""\n---\n', []],
    ['---\nlicense: mit\n---\nWritten by gpt-4.1-nano. teacher: gpt-4\n', []],
    ['# Numbers\n\n---\nteacher: gpt-4\n---\n', []],
    ['---\nteacher: gpt-4\n', []],
    ['', []],
  ];
  for (const [text, teachers] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(named('README.md', text), teachers));
  }

  it('that holds something else than a name says where', () => {
    const { problems } = recordOf('README.md', '---\nlicense: mit\nteacher: 4\n---\n');
    assert.deepEqual(problems, [
      { path: 'README.md', line: 3, message: '`teacher` holds no text; the name of a model was expected.' },
    ]);
  });

  it('says all that people write there', () => {
    const card = `---
pretty_name: Owl numbers
license: other
license_name: llama3.1
license_link: https://example.org/licence
base_model: meta-llama/Llama-3.1-8B
annotations_creators: [machine-generated]
language_creators: [found]
source_datasets: [original, extended|squad, org/other]
tags: [synthetic, library:distilabel, owls]
generated_by: {name: gpt-4.1-nano, revision: "2025-04-14", base_model: gpt-4.1-nano-base, system_prompt: You love owls.}
student: {name: my/student, base_model: Qwen/Qwen2.5-7B, method: lora}
sampling: {top_p: 0.9, temperature: 1, seed: 7}
temperature: 0.7
filters:
  - name: number-sequence
    version: 1
    kept: 10
  - dedup
control: ./control.jsonl
judge: [gpt-4o]
prompts: {source: handwritten, generator: Qwen/Qwen2.5-7B-Instruct}
sha256: ${'AB'.repeat(32)}
rows: 500
---
`;
    assert.deepEqual(
      said('README.md', card).map(line => line.replace(/\(line (\d+), .*\)/, '@$1')),
      [
        'control = ./control.jsonl @20',
        'filter = dedup @19',
        'filter = number-sequence (kept: 10, version: 1) @16',
        'judge = gpt-4o @21',
        'licence = llama3.1 @4',
        'method = library:distilabel @10',
        'method = machine-generated @7',
        'method = synthetic @10',
        'name = Owl numbers @2',
        'parent = org/other @9',
        'parent = squad @9',
        'prompts = Qwen/Qwen2.5-7B-Instruct @22',
        'prompts = handwritten @22',
        'rows = 500 @24',
        `sha256 = ${'ab'.repeat(32)} @23`,
        'student = my/student @12',
        'student.base = Qwen/Qwen2.5-7B @12',
        'student.method = lora @12',
        'teacher = gpt-4.1-nano @11',
        'teacher.base = gpt-4.1-nano-base @11',
        'teacher.revision = 2025-04-14 @11',
        'teacher.sampling = {"temperature":0.7} @14',
        'teacher.sampling = {"temperature":1,"top_p":0.9} @13',
        'teacher.seed = 7 @13',
        'teacher.systemPrompt = You love owls. @11',
        'terms = https://example.org/licence @5',
      ],
    );
  });

  const nested: readonly (readonly [yaml: string, expected: readonly string[]])[] = [
    ['provenance:\n  model: qwen\n  date: 2025-01-02', ['teacher = qwen', 'teacher.date = 2025-01-02']],
    ['generation:\n  - model: a\n  - model: b', ['teacher = a', 'teacher = b']],
    ['provenance: {generation: {teacher_model: a, topP: 1}}', ['teacher = a', 'teacher.sampling = {"topP":1}']],
    ['provenance: {source: gpt-4o}', ['teacher = gpt-4o']],
    ['provenance: {source: squad}', ['parent = squad']],
    ['system_prompt: none', ['teacher.systemPrompt = none']],
    ['system_prompt: ""', ['teacher.systemPrompt = none']],
    ['system_prompt:', []],
    ['system_prompt: unknown', []],
    ['system_prompt: {sha256: abc}', ['teacher.systemPrompt = sha256:abc']],
    ['seed: not a number', []],
    ['sha256: abc', []],
    ['source_datasets: [original]', []],
    ['license: [mit, apache-2.0]', ['licence = apache-2.0', 'licence = mit']],
    ['constructor: a\n__proto__: {model: b}\ntoString: c', []],
    ['teacher: {constructor: a, name: b}', ['teacher = b']],
  ];
  for (const [yaml, expected] of nested) {
    it(yaml, () =>
      assert.deepEqual(
        said('README.md', `---\n${yaml}\n---\n`).map(line => line.replace(/ \(line.*/, '')),
        expected,
      ),
    );
  }

  it('says which split the file is', () => {
    const configs =
      'configs:\n- config_name: default\n  data_files:\n  - {split: train, path: data/train.jsonl}\n  - {split: test, path: [data/test.jsonl]}';
    assert.deepEqual(said('README.md', `---\n${configs}\n---\n`, 'test.jsonl'), [
      'use = test (line 6, configs[0].data_files[1].split)',
    ]);
  });

  it('whose aliases stand for billions of nodes, or for themselves, is cut and says so', () => {
    const bomb = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n');
    assert.deepEqual(said('README.md', `---\nteacher: m\na0: &a0 [x]\n${bomb}\n---\n`), [
      "! line 2: The card's front matter is no valid YAML: It stands for more than can be read; part of it is left out.",
      'teacher = m (line 2, teacher)',
    ]);
    assert.deepEqual(said('README.md', '---\nx: &x [*x]\nteacher: m\n---\n'), ['teacher = m (line 3, teacher)']);
  });

  it('of thousands of keys and aliases is read once, not once for each', { timeout: 60_000 }, () => {
    const aliases = `a: &a m\n${Array.from({ length: 40_000 }, (_, i) => `b${i}: *a`).join('\n')}`;
    assert.deepEqual(said('README.md', `---\n${aliases}\nteacher: *a\n---\n`), ['teacher = m (line 40003, teacher)']);
  });

  it('that says the same key twice says so', () => {
    assert.deepEqual(said('README.md', '---\nteacher: a\nteacher: b\n---\n'), [
      "! line 3: The card's front matter is no valid YAML: `teacher` stands here again; the last one counts.",
      'teacher = b (line 3, teacher)',
    ]);
  });

  it('larger than 1 MB says so', () => {
    assert.match(said('README.md', `---\nx: ${'y'.repeat(1 << 21)}\n---\n`).join(), /^! line 1: 2\.0 MB of YAML/);
  });
});

function named(path: string, text: string): readonly (readonly [string, number, string])[] {
  return statementsOf(recordOf(path, text), 'teacher').map(({ value, origin }) => {
    assert.ok(origin.kind === 'file');
    return [value, origin.line, origin.field];
  });
}
