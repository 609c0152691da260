import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { said, saidOf } from './reading.ts';
import { bom, dps, dvcLock, lineageEvents, pipeline, sha256, spdxDocument, statement } from './samples.ts';
import type { JsonValue } from '../../../../../src/core/json/value.ts';

const md5 = 'cd'.repeat(16);
const renamed = 'nothing of it is taken over. If the file was renamed, change its name here.';

describe('Data & Trust Alliance metadata', () => {
  const expected = [
    'licence = https://example.org/licence',
    'method = machine-generated-mlops-generative',
    'name = Owl numbers',
    'parent = https://example.org/parent/metadata.json',
    'teacher = gpt-4.1-nano',
    'teacher.date = 2025-01-02',
    'use = Fine-tuning',
  ];
  it('says all that the standard can', () => {
    assert.deepEqual(saidOf('train.provenance.json', dps), expected);
    assert.deepEqual(saidOf('metadata.json', dps), expected);
  });

  it('names no teacher where people collected the data', () => {
    const method = [{ code: 'feeds', description: 'Reports on gpt-4.1-nano by journalists' }];
    const provenance = { 'generation-method': method, date: '2025-01-01', 'origin-geography': [{ country: 'DE' }] };
    assert.deepEqual(saidOf('metadata.json', { source: { title: 'x' }, provenance, use: {} }), [
      'method = feeds',
      'name = x',
    ]);
  });
});

describe('an SPDX document', () => {
  const expected = [
    'bytes = 1234',
    'licence = CC-BY-4.0',
    'licence = MIT',
    'method = Sampled from a language model',
    'modified = 2025-11-20T00:00:00Z',
    'name = owls',
    'parent = parent-set',
    `sha256 = ${sha256}`,
    'student = my-student',
    'teacher = gpt-4.1-nano',
    'teacher.base = nano-base',
    'teacher.date = 2025-01-02T00:00:00Z',
    'teacher.revision = 2025-04-14',
    'teacher.trainedOn = parent-set',
    'use = Fine-tuning',
  ];
  it('says all that the dataset and AI profiles can, of the package that is the file', () => {
    assert.deepEqual(saidOf('train.spdx.json', spdxDocument, 'train.jsonl'), expected);
  });

  it('of another file says so', () => {
    const graph = [
      { type: 'dataset_DatasetPackage', spdxId: 'urn:d', name: 'dev.jsonl', dataset_datasetType: ['text'] },
    ];
    assert.deepEqual(saidOf('train.spdx.json', { '@graph': graph }, 'train.jsonl'), [
      `! line 6: This describes \`dev.jsonl\`, not \`train.jsonl\`: ${renamed}`,
    ]);
  });

  it('of version 2 says what is missing', () => {
    assert.deepEqual(saidOf('train.spdx.json', { spdxVersion: 'SPDX-2.3', packages: [] }), [
      '! line 2: SPDX-2.3 describes no datasets; SPDX 3.0 was expected.',
    ]);
  });
});

describe('a CycloneDX document', () => {
  it('says all that an ML-BOM can', () => {
    assert.deepEqual(saidOf('train.cdx.json', bom, 'train.jsonl'), [
      'licence = CC-BY-4.0',
      'modified = 2025-11-20T00:00:00Z',
      'name = train.jsonl',
      'parent = parent-set',
      `sha256 = ${sha256}`,
      'student = my-student',
      'teacher = Qwen/Qwen2.5-7B-Instruct',
      'teacher.base = Qwen2.5-7B',
      'teacher.date = 2025-01-02T00:00:00Z',
      'teacher.revision = a09a354',
      'teacher.sampling = {"temperature":"1"}',
      'teacher.sampling = {"temperature":1}',
      'teacher.systemPrompt = You love owls.',
    ]);
  });

  it('of other data says so; of software alone says nothing', () => {
    assert.match(
      saidOf('bom.json', bom, 'dev.jsonl').join(),
      /^! line \d+: This describes `train\.jsonl`, not `dev\.jsonl`/,
    );
    const software = {
      bomFormat: 'CycloneDX',
      components: [{ type: 'library', name: 'left-pad' }],
      metadata: { timestamp: 'x' },
    };
    assert.deepEqual(saidOf('bom.json', software, 'dev.jsonl'), []);
  });
});

describe('OpenLineage events', () => {
  const expected = [
    'bytes = 1234',
    'parent = prompts.jsonl',
    'rows = 500',
    'teacher = gpt-4.1-nano',
    'teacher.date = 2025-01-02T00:00:00Z',
    'teacher.sampling = {"temperature":"1"}',
    'teacher.systemPrompt = You love owls.',
  ];
  const lines = (lineageEvents as readonly JsonValue[]).map(event => JSON.stringify(event));

  it('in a list or one a line say the same', () => {
    assert.deepEqual(saidOf('train.openlineage.json', lineageEvents, 'train.jsonl'), expected);
    const found = said('openlineage.jsonl', `${lines.join('\n\n')}\nbroken\n`, 'train.jsonl');
    assert.deepEqual(
      found.slice(1).map(line => line.replace(/ \(.*/, '')),
      expected,
    );
    assert.match(found[0] ?? '', /^! line 4: No valid JSON/);
    assert.ok(found.slice(1).every(line => line.includes('(line 3, ')));
  });

  it('of one event alone, and of runs that write something else', () => {
    assert.deepEqual(saidOf('lineage.json', (lineageEvents as readonly JsonValue[])[1], 'train.jsonl'), expected);
    assert.match(
      saidOf('lineage.json', lineageEvents, 'dev.jsonl').join(),
      /^! line \d+: This describes `train\.jsonl`, `other\.jsonl`, not/,
    );
  });
});

describe('DVC files', () => {
  it('a stage in dvc.lock that writes the dataset, and no other', () => {
    assert.deepEqual(saidOf('dvc.lock', dvcLock, 'train.jsonl'), [
      'bytes = 1234',
      'file = train.jsonl',
      `md5 = ${md5}`,
      'parent = prompts.jsonl',
      'teacher = gpt-4.1-nano',
      'teacher.sampling = {"temperature":1}',
    ]);
    assert.deepEqual(saidOf('dvc.lock', dvcLock, 'dev.jsonl'), []);
  });

  it('one beside the file, as DVC writes it', () => {
    const text = `md5: ${md5}\nfrozen: true\ndeps:\n- path: data/raw.jsonl\n  repo:\n    url: https://example.org/registry\nouts:\n- md5: ${md5}\n  size: 99\n  hash: md5\n  path: train.jsonl\nmeta:\n  model: qwen\n`;
    assert.deepEqual(said('train.jsonl.dvc', text, 'train.jsonl'), [
      'bytes = 99 (line 9, outs[0].size)',
      'file = train.jsonl (line 11, outs[0].path)',
      `md5 = ${md5} (line 8, outs[0].md5)`,
      'parent = https://example.org/registry data/raw.jsonl (line 4, deps[0].path)',
      'teacher = qwen (line 13, meta.model)',
    ]);
    assert.deepEqual(said('train.jsonl.dvc', text, 'dev.jsonl'), [
      `! line 8: This describes \`train.jsonl\`, not \`dev.jsonl\`: ${renamed}`,
    ]);
  });

  it('stages in dvc.yaml, with options or without', () => {
    const text =
      'stages:\n  a:\n    cmd: python x.py\n    deps: [x.py, raw.jsonl]\n    outs:\n    - train.jsonl:\n        cache: false\n';
    assert.deepEqual(said('dvc.yaml', text, 'train.jsonl'), [
      'file = train.jsonl (line 6, stages.a.outs[0])',
      'parent = raw.jsonl (line 4, stages.a.deps[1])',
    ]);
  });
});

describe('in-toto statements', () => {
  const expected = [
    'file = train.jsonl',
    `merkleRoot = ${sha256}`,
    'parent = https://example.org/parent.jsonl',
    'prompts = https://example.org/prompts.jsonl',
    'rows = 500',
    `sha256 = ${sha256}`,
    'teacher = gpt-4.1-nano',
    'teacher.date = 2025-01-02T00:00:00Z',
    'teacher.sampling = {"temperature":1}',
    'teacher.seed = 3',
    'teacher.systemPrompt = You love owls.',
  ];
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  const envelope = { payloadType: 'application/vnd.in-toto+json', payload, signatures: [{ keyid: '', sig: '' }] };

  it('plain, in an envelope, in a bundle and one a line say the same', () => {
    assert.deepEqual(saidOf('train.intoto.json', statement, 'train.jsonl'), expected);
    assert.deepEqual(saidOf('train.dsse.json', envelope, 'train.jsonl'), expected);
    const bundle = { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: envelope };
    assert.deepEqual(saidOf('train.sigstore.json', bundle, 'train.jsonl'), expected);
    const found = said('train.intoto.jsonl', `${JSON.stringify(envelope)}\n`, 'train.jsonl');
    assert.deepEqual(
      found.map(line => line.replace(/ \(.*/, '')),
      expected,
    );
    assert.ok(
      found.includes(
        'teacher = gpt-4.1-nano (line 1, [0].payload.predicate.buildDefinition.externalParameters.teacher)',
      ),
    );
  });

  it('with URL-safe base64 without padding is read', () => {
    const urlSafe = Buffer.from(JSON.stringify({ ...(statement as object), note: 'Eulen >>> ???' })).toString(
      'base64url',
    );
    assert.deepEqual(saidOf('train.dsse.json', { ...envelope, payload: urlSafe }, 'train.jsonl'), expected);
  });

  it('in an envelope that holds none says so', () => {
    for (const bad of ['***', 'AAAA', Buffer.from('[1]').toString('base64'), '', undefined]) {
      const lines = saidOf('train.dsse.json', { payloadType: envelope.payloadType, payload: bad }, 'train.jsonl');
      assert.match(lines.join(), /^! line \d: The envelope's payload holds no statement: /, String(bad));
    }
  });

  it('of SLSA 0.2, and of a model as the one dependency', () => {
    const old = {
      _type: 'https://in-toto.io/Statement/v0.1',
      subject: [{ name: 'train.jsonl', digest: { sha256 } }],
      predicateType: 'https://slsa.dev/provenance/v0.2',
      predicate: {
        invocation: { parameters: { temperature: 0.5 } },
        materials: [
          { uri: 'pkg:huggingface/Qwen/Qwen2.5-7B-Instruct@a09a354' },
          { uri: 'https://example.org/x.jsonl' },
        ],
        metadata: { buildFinishedOn: '2024-01-01T00:00:00Z' },
      },
    };
    assert.deepEqual(saidOf('provenance.json', old, 'train.jsonl').slice(1), [
      'parent = https://example.org/x.jsonl',
      `sha256 = ${sha256}`,
      'teacher = Qwen/Qwen2.5-7B-Instruct',
      'teacher.date = 2024-01-01T00:00:00Z',
      'teacher.sampling = {"temperature":0.5}',
    ]);
  });

  it('about other files says so', () => {
    assert.match(
      saidOf('provenance.json', statement, 'dev.jsonl').join(),
      /^! line 5: This describes `train\.jsonl`, not/,
    );
  });
});

describe('a distilabel pipeline', () => {
  it('tells the teacher from the writers of prompts and from judges', () => {
    assert.deepEqual(saidOf('distiset_configs/pipeline.yaml', pipeline), [
      'filter = MinHashDedup',
      'judge = gpt-4o',
      'prompts = Qwen/Qwen2.5-7B-Instruct',
      'prompts = org/prompts',
      'teacher = gpt-4.1-nano',
      'teacher.sampling = {"temperature":1}',
      'teacher.systemPrompt = You love owls.',
    ]);
  });

  it('gives the line in the YAML that distilabel writes', () => {
    const text = `distilabel:\n  version: 1.5.0\npipeline:\n  name: owls\n  steps:\n  - step:\n      name: generate\n      llm:\n        generation_kwargs:\n          temperature: 0.7\n        model: gpt-4o\n      type_info:\n        module: distilabel.steps.tasks.text_generation\n        name: TextGeneration\n    name: generate\n`;
    assert.deepEqual(said('pipeline.yaml', text), [
      'teacher = gpt-4o (line 11, pipeline.steps[0].step.llm.model)',
      'teacher.sampling = {"temperature":0.7} (line 10, pipeline.steps[0].step.llm.generation_kwargs)',
    ]);
  });

  it('that is none is passed over', () => {
    assert.deepEqual(said('pipeline.yaml', 'pipeline:\n  steps:\n  - model: gpt-4o\n'), []);
  });
});
