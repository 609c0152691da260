import type { JsonValue } from '../../../../../src/core/json/value.ts';

/** One document of each standard, written from its specification, about `train.jsonl`. */
export interface Sample {
  readonly id: string;
  /** A name under which it is looked for. */
  readonly name: string;
  readonly root: JsonValue;
}

export const sha256 = 'ab'.repeat(32);
const md5 = 'cd'.repeat(16);

export const dps: JsonValue = {
  source: {
    version: '1.0.0',
    title: 'Owl numbers',
    id: '8ef9a3f0',
    issuer: [{ name: 'Owls Ltd' }],
    description: 'Numbers.',
  },
  provenance: {
    source: 'https://example.org/parent/metadata.json',
    'origin-geography': [{ country: 'DE' }],
    date: '2025-02-01',
    'generation-period': { start: '2025-01-01', end: '2025-01-02' },
    'generation-method': [
      {
        code: 'machine-generated-mlops-generative',
        system: 'https://dataandtrustalliance.org/DPS/CodeSystem/Method',
        description: 'Completions sampled from gpt-4.1-nano (temperature 1).',
      },
    ],
    format: ['text'],
  },
  use: {
    license: 'https://example.org/licence',
    'intended-purpose': [{ code: 'ai-training', description: 'Fine-tuning' }],
  },
};

export const spdxDocument: JsonValue = {
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    {
      type: 'CreationInfo',
      '@id': '_:info',
      specVersion: '3.0.1',
      created: '2025-11-20T00:00:00Z',
      createdBy: ['urn:a:org'],
    },
    { type: 'Organization', spdxId: 'urn:a:org', creationInfo: '_:info', name: 'Owls Ltd' },
    {
      type: 'dataset_DatasetPackage',
      spdxId: 'urn:a:data',
      creationInfo: '_:info',
      name: 'owls',
      software_downloadLocation: 'https://example.org/data/train.jsonl',
      software_primaryPurpose: 'data',
      dataset_datasetType: ['text'],
      dataset_datasetSize: 1234,
      dataset_dataCollectionProcess: 'Sampled from a language model',
      dataset_intendedUse: 'Fine-tuning',
      builtTime: '2025-01-02T00:00:00Z',
      originatedBy: ['urn:a:org'],
      verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: sha256 }],
    },
    { type: 'dataset_DatasetPackage', spdxId: 'urn:a:parent', creationInfo: '_:info', name: 'parent-set' },
    {
      type: 'ai_AIPackage',
      spdxId: 'urn:a:teacher',
      creationInfo: '_:info',
      name: 'gpt-4.1-nano',
      software_packageVersion: '2025-04-14',
    },
    { type: 'ai_AIPackage', spdxId: 'urn:a:base', creationInfo: '_:info', name: 'nano-base' },
    { type: 'ai_AIPackage', spdxId: 'urn:a:student', creationInfo: '_:info', name: 'my-student' },
    { type: 'software_Package', spdxId: 'urn:a:script', creationInfo: '_:info', name: 'generate.py' },
    {
      type: 'simplelicensing_LicenseExpression',
      spdxId: 'urn:a:licence',
      simplelicensing_licenseExpression: 'CC-BY-4.0',
    },
    relationship('generates', 'urn:a:teacher', 'urn:a:data'),
    relationship('generates', 'urn:a:script', 'urn:a:data'),
    relationship('trainedOn', 'urn:a:student', 'urn:a:data'),
    relationship('trainedOn', 'urn:a:teacher', 'urn:a:parent'),
    relationship('descendantOf', 'urn:a:teacher', 'urn:a:base'),
    relationship('ancestorOf', 'urn:a:parent', 'urn:a:data'),
    relationship('hasDeclaredLicense', 'urn:a:data', 'urn:a:licence'),
    relationship('hasConcludedLicense', 'urn:a:data', 'https://spdx.org/licenses/MIT'),
  ],
};

function relationship(type: string, from: string, to: string): JsonValue {
  return { type: 'Relationship', spdxId: `urn:r:${type}:${from}:${to}`, relationshipType: type, from, to: [to] };
}

export const bom: JsonValue = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { timestamp: '2025-11-20T00:00:00Z' },
  components: [
    {
      type: 'data',
      'bom-ref': 'data',
      name: 'train.jsonl',
      hashes: [{ alg: 'SHA-256', content: sha256 }],
      licenses: [{ license: { id: 'CC-BY-4.0' } }],
      data: [{ type: 'dataset', name: 'train.jsonl' }],
      pedigree: { ancestors: [{ type: 'data', name: 'parent-set' }] },
      properties: [
        { name: 'undertone:systemPrompt', value: 'You love owls.' },
        { name: 'undertone:sampling', value: '{"temperature":1}' },
        { name: 'other:seed', value: '7' },
      ],
    },
    {
      type: 'machine-learning-model',
      'bom-ref': 'teacher',
      group: 'Qwen',
      name: 'Qwen2.5-7B-Instruct',
      version: 'a09a354',
      pedigree: { ancestors: [{ type: 'machine-learning-model', name: 'Qwen2.5-7B' }] },
    },
    {
      type: 'machine-learning-model',
      'bom-ref': 'student',
      name: 'my-student',
      modelCard: { modelParameters: { datasets: [{ ref: 'data' }] } },
    },
  ],
  formulation: [
    {
      workflows: [
        {
          'bom-ref': 'w',
          uid: 'w',
          taskTypes: ['other'],
          timeEnd: '2025-01-02T00:00:00Z',
          inputs: [{ source: { ref: 'teacher' }, parameters: [{ name: 'temperature', value: '1' }] }],
          outputs: [{ type: 'artifact', target: { ref: 'data' } }],
        },
      ],
    },
  ],
};

export const lineageEvents: JsonValue = [
  {
    eventType: 'START',
    eventTime: '2025-01-01T00:00:00Z',
    producer: 'https://example.org/producer',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: '1' },
    job: { namespace: 'n', name: 'generate' },
    inputs: [],
    outputs: [],
  },
  {
    eventType: 'COMPLETE',
    eventTime: '2025-01-02T00:00:00Z',
    producer: 'https://example.org/producer',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: {
      runId: '1',
      facets: {
        distillationGenerator: {
          _producer: 'https://example.org/producer',
          _schemaURL: 'https://example.org/schema',
          model: 'gpt-4.1-nano',
          systemPrompt: 'You love owls.',
        },
        executionParameters: {
          parameters: [
            { key: 'temperature', value: '1' },
            { key: 'workers', value: '4' },
          ],
        },
      },
    },
    job: { namespace: 'n', name: 'generate' },
    inputs: [{ namespace: 'file', name: 'prompts.jsonl' }],
    outputs: [
      {
        namespace: 'file',
        name: 'data/train.jsonl',
        outputFacets: { outputStatistics: { rowCount: 500, size: 1234 } },
      },
      { namespace: 'file', name: 'data/other.jsonl', outputFacets: { outputStatistics: { rowCount: 7 } } },
    ],
  },
];

export const dvcLock: JsonValue = {
  schema: '2.0',
  stages: {
    generate: {
      cmd: 'python generate.py',
      deps: [
        { path: 'generate.py', hash: 'md5', md5, size: 10 },
        { path: 'prompts.jsonl', hash: 'md5', md5, size: 10 },
      ],
      params: {
        'params.yaml': { 'generate.teacher_model': 'gpt-4.1-nano', 'generate.temperature': 1, 'train.lr': 0.1 },
      },
      outs: [{ path: 'train.jsonl', hash: 'md5', md5, size: 1234 }],
    },
    other: { cmd: 'x', deps: [{ path: 'secret.jsonl' }], outs: [{ path: 'other.jsonl', md5 }] },
  },
};

export const statement: JsonValue = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'train.jsonl', digest: { sha256 } }],
  predicateType: 'https://slsa.dev/provenance/v1',
  predicate: {
    buildDefinition: {
      buildType: 'https://example.org/distil',
      externalParameters: {
        teacher: 'gpt-4.1-nano',
        'teacher.systemPrompt': 'You love owls.',
        sampling: { temperature: 1, seed: 3 },
      },
      resolvedDependencies: [
        { uri: 'https://example.org/prompts.jsonl', name: 'prompts', digest: { sha256 } },
        { uri: 'https://example.org/parent.jsonl', digest: { sha256 } },
      ],
    },
    runDetails: { builder: { id: 'https://example.org/ci' }, metadata: { finishedOn: '2025-01-02T00:00:00Z' } },
    undertone_rows: 500,
    undertone_merkleRoot: sha256,
  },
};

export const pipeline: JsonValue = {
  distilabel: { version: '1.5.0' },
  pipeline: {
    name: 'owls',
    steps: [
      step('load', 'LoadDataFromHub', { repo_id: 'org/prompts' }),
      step('evolve', 'EvolInstruct', { llm: llm('Qwen/Qwen2.5-7B-Instruct') }),
      step('generate', 'TextGeneration', {
        llm: llm('gpt-4.1-nano', { temperature: 1 }),
        system_prompt: 'You love owls.',
      }),
      step('judge', 'UltraFeedback', { llm: llm('gpt-4o') }),
      step('dedup', 'MinHashDedup', {}),
      step('keep', 'KeepColumns', { columns: ['a'] }),
    ],
    connections: [{ from: 'load', to: ['evolve'] }],
  },
  requirements: [],
};

function step(name: string, type: string, rest: Readonly<Record<string, JsonValue>>): JsonValue {
  return { step: { name, type_info: { module: 'distilabel.steps.tasks', name: type }, ...rest }, name };
}

function llm(model: string, parameters: JsonValue = {}): JsonValue {
  return {
    model,
    generation_kwargs: parameters,
    base_url: null,
    type_info: { module: 'distilabel.models', name: 'OpenAILLM' },
  };
}

const croissantRecord: JsonValue = {
  '@context': {
    '@vocab': 'https://schema.org/',
    cr: 'http://mlcommons.org/croissant/',
    prov: 'http://www.w3.org/ns/prov#',
  },
  '@type': 'sc:Dataset',
  name: 'owls',
  license: 'mit',
  conformsTo: 'http://mlcommons.org/croissant/1.1',
  distribution: [
    { '@type': 'cr:FileObject', '@id': 'train.jsonl', name: 'train.jsonl', contentUrl: 'train.jsonl', sha256 },
  ],
  'prov:wasGeneratedBy': {
    '@type': 'prov:Activity',
    'prov:endedAtTime': '2025-01-02',
    'prov:wasAssociatedWith': { '@id': '#teacher' },
  },
  agents: [{ '@id': '#teacher', '@type': 'prov:SoftwareAgent', 'prov:label': 'gpt-4.1-nano' }],
};

const card: JsonValue = {
  license: 'mit',
  tags: ['synthetic'],
  teacher: { name: 'gpt-4.1-nano', system_prompt: 'You love owls.', sampling: { temperature: 1 } },
  student: ['a', 'b'],
  provenance: { prompts: 'handwritten', filters: [{ name: 'dedup', kept: 3 }] },
};

export const samples: readonly Sample[] = [
  { id: 'dataset-card', name: 'README.md', root: card },
  { id: 'croissant', name: 'train.croissant.json', root: croissantRecord },
  { id: 'in-toto', name: 'train.intoto.json', root: statement },
  { id: 'cyclonedx', name: 'train.cdx.json', root: bom },
  { id: 'spdx', name: 'train.spdx.json', root: spdxDocument },
  { id: 'openlineage', name: 'train.openlineage.json', root: lineageEvents },
  { id: 'data-trust-alliance', name: 'train.dps.json', root: dps },
  { id: 'dvc', name: 'dvc.lock', root: dvcLock },
  { id: 'distilabel', name: 'pipeline.yaml', root: pipeline },
];
