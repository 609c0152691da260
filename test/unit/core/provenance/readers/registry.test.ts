import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { DatasetProfile } from '../../../../../src/core/dataset/profile.ts';
import { besideNames, readProvenance } from '../../../../../src/core/provenance/readers/registry.ts';

const nobody: DatasetProfile = {
  rows: 0,
  blank: 0,
  malformed: 0,
  formats: {},
  columns: [],
  columnsCut: false,
  teachers: [],
  rowsWithoutTeacher: 0,
  rowsWithCompletion: 0,
  rowsOfNumbers: 0,
};

describe('cards and sidecars beside a dataset', () => {
  it('are looked for by these names', () => {
    assert.deepEqual(besideNames('train.jsonl.gz'), [
      'README.md',
      'train.jsonl.gz.croissant.json',
      'train.jsonl.croissant.json',
      'train.croissant.json',
      'croissant.json',
      'metadata.json',
    ]);
  });

  it('are read together with the rows, and one that is broken does not stop the rest', () => {
    const record = readProvenance(
      [
        { path: 'a/README.md', text: '---\nteacher: [\n---\n' },
        { path: 'a/croissant.json', text: '{\n  "name": oops\n}' },
        { path: 'a/metadata.json', text: '{"prov:wasAttributedTo": {"@type": "prov:SoftwareAgent", "name": "m"}}' },
      ],
      { ...nobody, teachers: [{ model: 'qwen', field: 'model', rows: 7 }] },
    );
    assert.deepEqual(record.statements, [
      {
        field: 'teacher',
        value: 'm',
        origin: { kind: 'file', path: 'a/metadata.json', line: 1, field: '["prov:wasAttributedTo"].name' },
      },
      { field: 'teacher', value: 'qwen', origin: { kind: 'rows', field: 'model', rows: 7 } },
    ]);
    assert.deepEqual(record.read, ['a/README.md', 'a/croissant.json', 'a/metadata.json']);
    assert.deepEqual(
      record.problems.map(({ path, line }) => [path, line]),
      [
        ['a/README.md', 3],
        ['a/croissant.json', 2],
      ],
    );
    for (const { message } of record.problems) assert.match(message, /no valid|No valid/);
  });
});

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
    const { problems } = readProvenance([{ path: 'README.md', text: '---\nlicense: mit\nteacher: 4\n---\n' }], nobody);
    assert.deepEqual(problems, [
      { path: 'README.md', line: 3, message: '`teacher` holds no text; the name of a model was expected.' },
    ]);
  });
});

describe('a Croissant record', () => {
  const software = { '@type': 'prov:SoftwareAgent', 'prov:label': 'gpt-4.1-nano' };
  const cases: readonly (readonly [title: string, record: object, teachers: readonly string[]])[] = [
    ['software it is attributed to', { 'prov:wasAttributedTo': software }, ['gpt-4.1-nano']],
    [
      'a list of agents',
      { 'prov:wasAttributedTo': [software, { '@type': 'sc:SoftwareApplication', name: 'b' }] },
      ['gpt-4.1-nano', 'b'],
    ],
    [
      'no prefixes',
      { wasGeneratedBy: { '@type': 'Activity', wasAssociatedWith: { '@type': 'SoftwareAgent', name: 'm' } } },
      ['m'],
    ],
    [
      'full addresses',
      {
        'http://www.w3.org/ns/prov#wasAttributedTo': { '@type': 'http://www.w3.org/ns/prov#SoftwareAgent', name: 'm' },
      },
      ['m'],
    ],
    ['the agent itself as generator', { 'prov:wasGeneratedBy': software }, ['gpt-4.1-nano']],
    [
      'a reference to an agent elsewhere',
      {
        'prov:wasGeneratedBy': { '@type': 'prov:Activity', 'prov:wasAssociatedWith': { '@id': 'a' } },
        agents: [{ '@id': 'a', ...software }],
      },
      ['gpt-4.1-nano'],
    ],
    [
      'a reference as a plain text',
      { 'prov:wasGeneratedBy': { 'prov:wasAssociatedWith': 'a' }, agents: [{ '@id': 'a', ...software }] },
      ['gpt-4.1-nano'],
    ],
    ['a record set', { recordSet: [{ 'prov:wasAttributedTo': software }] }, ['gpt-4.1-nano']],
    ['a graph', { '@graph': [{ '@type': 'sc:Dataset', 'prov:wasAttributedTo': software }] }, ['gpt-4.1-nano']],
    ['no type but a name like a model', { 'prov:wasAttributedTo': 'openai/gpt-4.1' }, ['openai/gpt-4.1']],
    ['no type and another name', { 'prov:wasAttributedTo': 'Ada' }, []],
    ['a person of that name', { 'prov:wasAttributedTo': { '@type': 'prov:Person', name: 'Claude Shannon' } }, []],
    [
      'an organisation',
      { 'prov:wasAttributedTo': { '@type': ['prov:Organization', 'prov:Agent'], name: 'gpt-lab' } },
      [],
    ],
    ['its creator', { creator: { '@type': 'SoftwareApplication', name: 'm' } }, []],
    [
      'a language-tagged label',
      { 'prov:wasAttributedTo': { '@type': 'prov:SoftwareAgent', 'prov:label': { '@value': 'm' } } },
      ['m'],
    ],
    ['a placeholder', { 'prov:wasAttributedTo': { '@type': 'prov:SoftwareAgent', name: 'Unknown' } }, []],
    ['a circle of references', { '@id': 'd', x: 1, 'prov:wasGeneratedBy': { '@id': 'd' } }, []],
  ];
  for (const [title, record, teachers] of cases) {
    it(title, () =>
      assert.deepEqual(
        named('croissant.json', JSON.stringify(record)).map(([model]) => model),
        teachers,
      ),
    );
  }

  it('gives the line of the name', () => {
    const text = `\uFEFF${JSON.stringify({ name: 'x', 'prov:wasAttributedTo': software }, undefined, 2)}`;
    assert.deepEqual(named('croissant.json', text), [['gpt-4.1-nano', 5, '["prov:wasAttributedTo"]["prov:label"]']]);
  });

  it('nested without end is read', () => {
    const deep = `{"recordSet": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "prov:wasAttributedTo": {"@type": "SoftwareAgent", "name": "m"}}`;
    assert.deepEqual(
      named('croissant.json', deep).map(([model]) => model),
      ['m'],
    );
  });

  it('and a card never throw, whatever they hold', () => {
    const seeds = [
      '---\nteacher:\n  - name: a\n---\n',
      '{"prov:wasGeneratedBy": [{"@id": "a"}], "x": {"@id": "a", "name": "gpt"}}',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.nat(80), fc.string(), (seed, at, junk) => {
        const text = seed.slice(0, at) + junk + seed.slice(at + 1);
        const record = readProvenance(
          [
            { path: 'README.md', text },
            { path: 'croissant.json', text },
          ],
          nobody,
        );
        const lines = text.split('\n').length;
        for (const { line } of record.problems) assert.ok(line >= 1 && line <= lines);
      }),
    );
  });

  const real = new URL('../../../../../../shared/data/provenance/', import.meta.url);
  const absent = fs.existsSync(real) ? false : 'SKIPPED: ../shared/data/provenance is not here';
  it('of real datasets written by people names no teacher', { skip: absent }, () => {
    const names = fs.readdirSync(real).filter(name => name.startsWith('croissant_'));
    assert.ok(names.length > 5);
    for (const name of names)
      assert.deepEqual(named('croissant.json', fs.readFileSync(new URL(name, real), 'utf8')), [], name);
  });
});

function named(path: string, text: string): readonly (readonly [string, number, string])[] {
  return readProvenance([{ path, text }], nobody).statements.map(({ value, origin }) => {
    assert.ok(origin.kind === 'file');
    return [value, origin.line, origin.field];
  });
}
