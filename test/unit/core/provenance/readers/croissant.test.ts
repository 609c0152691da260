import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { recordOf, said, saidOf } from './reading.ts';
import { statementsOf } from '../../../../../src/core/provenance/record.ts';

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

  const real = new URL('../../../../../../shared/data/provenance/', import.meta.url);
  const absent = fs.existsSync(real) ? false : 'SKIPPED: ../shared/data/provenance is not here';
  it('of real datasets written by people names no teacher, and is read without a problem', { skip: absent }, () => {
    const names = fs.readdirSync(real).filter(name => name.startsWith('croissant_'));
    assert.ok(names.length > 5);
    for (const name of names) {
      const record = recordOf('croissant.json', fs.readFileSync(new URL(name, real), 'utf8'));
      assert.deepEqual(statementsOf(record, 'teacher'), [], name);
      assert.deepEqual(record.problems, [], name);
      assert.equal(statementsOf(record, 'name').length, 1, name);
    }
  });

  const hash = 'ab'.repeat(32);
  const full = {
    '@context': {
      '@vocab': 'https://schema.org/',
      cr: 'http://mlcommons.org/croissant/',
      undertone: 'urn:undertone:provenance:',
    },
    '@type': 'sc:Dataset',
    name: 'owls',
    license: { '@type': 'sc:CreativeWork', name: 'CC-BY-4.0', url: 'https://example.org' },
    usageInfo: 'https://example.org/terms',
    dateModified: '2025-11-20',
    'rai:dataCollectionType': ['Synthetic', 'Observations'],
    'rai:machineAnnotationTools': ['spaCy', 'gpt-4o'],
    'rai:dataUseCases': 'fine-tuning',
    distribution: [
      { '@type': 'cr:FileObject', '@id': 'a', contentUrl: 'data/train.jsonl', sha256: hash, contentSize: '1234 B' },
      { '@type': 'cr:FileObject', '@id': 'b', contentUrl: 'data/test.jsonl', sha256: '12'.repeat(32) },
    ],
    'prov:wasDerivedFrom': [{ '@id': 'squad' }, 'https://example.org/parent'],
    'prov:wasGeneratedBy': [
      {
        '@type': 'prov:Activity',
        'prov:startedAtTime': '2025-01-01T00:00:00Z',
        'prov:endedAtTime': '2025-01-02T00:00:00Z',
        'prov:wasAssociatedWith': {
          '@type': 'prov:SoftwareAgent',
          'prov:label': 'gpt-4.1-nano',
          softwareVersion: '2025-04-14',
          'prov:wasDerivedFrom': 'gpt-4.1-nano-base',
        },
        'prov:used': { '@type': 'prov:Entity', name: 'prompts.jsonl' },
        'undertone:sampling': '{"top_p":0.9,"temperature":1}',
        'undertone:systemPrompt': 'You love owls.',
        'undertone:teacherRevision': 'r1',
        'undertone:teacherBase': 'b1',
        'undertone:student': 's',
        'undertone:studentBase': 'sb',
        'undertone:filter': ['number-sequence', 'dedup'],
        'undertone:prompts': 'p',
        'undertone:control': 'control.jsonl',
        'undertone:rows': 500,
        'undertone:merkleRoot': hash,
      },
      {
        '@type': 'prov:Activity',
        'prov:endedAtTime': '2025-02-02T00:00:00Z',
        'prov:wasAssociatedWith': { '@type': 'prov:SoftwareAgent', 'prov:label': 'Undertone 0.1.0' },
        'undertone:filter': 'export: kept rows',
      },
    ],
  };

  it('says all that a record can', () => {
    assert.deepEqual(saidOf('train.croissant.json', full, 'train.jsonl'), [
      'bytes = 1234',
      'control = control.jsonl',
      'file = data/train.jsonl',
      'filter = dedup',
      'filter = export: kept rows',
      'filter = number-sequence',
      'judge = gpt-4o',
      'licence = CC-BY-4.0',
      `merkleRoot = ${hash}`,
      'method = Synthetic',
      'modified = 2025-11-20',
      'name = owls',
      'parent = https://example.org/parent',
      'parent = prompts.jsonl',
      'parent = squad',
      'prompts = p',
      'rows = 500',
      `sha256 = ${hash}`,
      'student = s',
      'student.base = sb',
      'teacher = gpt-4.1-nano',
      'teacher.base = b1',
      'teacher.base = gpt-4.1-nano-base',
      'teacher.date = 2025-01-02T00:00:00Z',
      'teacher.revision = 2025-04-14',
      'teacher.revision = r1',
      'teacher.sampling = {"temperature":1,"top_p":0.9}',
      'teacher.systemPrompt = You love owls.',
      'terms = https://example.org/terms',
      'use = fine-tuning',
    ]);
  });

  it('gives no hash of packed bytes to the unpacked file, nor the other way round', () => {
    const lines = saidOf('croissant.json', full, 'train.jsonl.gz');
    assert.ok(lines.includes('file = data/train.jsonl') && lines.includes('teacher = gpt-4.1-nano'));
    assert.ok(!lines.some(line => line.startsWith('sha256') || line.startsWith('bytes')));
  });

  it('of other files is said to be so, and nothing else', () => {
    assert.deepEqual(said('croissant.json', JSON.stringify(full), 'dev.jsonl'), [
      '! line 1: This describes `train.jsonl`, `test.jsonl`, not `dev.jsonl`: nothing of it is taken over. If the file was renamed, change its name here.',
    ]);
  });

  it('of a repository or of a pattern may be about any file in it', () => {
    const files = [
      { '@type': 'cr:FileObject', '@id': 'repo', name: 'repo', contentUrl: 'https://example.org/datasets/x' },
      { '@type': 'cr:FileSet', '@id': 'parquet', includes: 'data/*.parquet' },
    ];
    assert.ok(
      saidOf('croissant.json', { ...full, distribution: files }, 'dev.jsonl').includes('teacher = gpt-4.1-nano'),
    );
    assert.ok(
      saidOf('croissant.json', { ...full, distribution: [files[1]] }, 'dev.jsonl').includes('teacher = gpt-4.1-nano'),
    );
  });

  it('that holds no hash where one belongs says so', () => {
    const file = { '@type': 'cr:FileObject', contentUrl: 'train.jsonl', sha256: 'https://example.org/issue' };
    assert.match(
      saidOf('croissant.json', { distribution: [file] }, 'train.jsonl').join(),
      /! line 6: `sha256` holds "https/,
    );
  });

  it('cut off in the middle is read as far as it goes', () => {
    const text = JSON.stringify({ 'prov:wasAttributedTo': software, name: 'x' }, undefined, 1).slice(0, -8);
    const lines = said('croissant.json', text);
    assert.ok(
      lines.includes('teacher = gpt-4.1-nano (line 4, ["prov:wasAttributedTo"]["prov:label"])'),
      lines.join('\n'),
    );
    assert.match(lines.join('\n'), /! line 6: No valid JSON: .* Only what stands before that is read\./);
  });

  it('whose nodes nest and refer without end is read in no time', () => {
    const deep = `${'{"@id":"a","x":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    assert.deepEqual(said('croissant.json', `{"@type":"Dataset","name":"n","x":${deep}}`), ['name = n (line 1, name)']);
  });
});

function named(path: string, text: string): readonly (readonly [string, number, string])[] {
  return statementsOf(recordOf(path, text), 'teacher').map(({ value, origin }) => {
    assert.ok(origin.kind === 'file');
    return [value, origin.line, origin.field];
  });
}
