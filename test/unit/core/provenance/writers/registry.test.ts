import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import fc from 'fast-check';
import { besideNames } from '../../../../../src/core/provenance/readers/registry.ts';
import type { ProvenanceField } from '../../../../../src/core/provenance/record.ts';
import { writers } from '../../../../../src/core/provenance/writers/registry.ts';
import { croissantFaults } from './croissantRules.ts';
import { everything, readBack, recordWith } from './samples.ts';

/** What a standard has no place for, or has but this project's readers do not take from there. */
const lost: Readonly<Record<string, readonly ProvenanceField[]>> = {
  croissant: [],
  spdx: ['name'],
  cyclonedx: ['name', 'method'],
  openlineage: ['name', 'method'],
};

for (const writer of writers) {
  const { id } = writer;
  const write = (record: Parameters<typeof writer.write>[0]): string => writer.write(record);

  describe(writer.title, () => {
    it('stands where the readers look', () => {
      for (const name of ['train.jsonl', 'train.jsonl.gz'])
        assert.ok(besideNames(name).includes(writer.fileName(name)));
    });

    it('is read back with every field', () => {
      const said = readBack(writer.fileName('train.jsonl'), write(recordWith(everything)));
      for (const [field, values] of Object.entries(everything)) {
        if (lost[id]?.some(each => each === field)) continue;
        assert.deepEqual([...(said.get(field) ?? [])].sort(), values.toSorted(), field);
      }
      assert.deepEqual(said.get('sha256'), ['ab'.repeat(32)]);
      assert.deepEqual(said.get('merkleRoot'), ['cd'.repeat(32)]);
      assert.deepEqual([said.get('rows'), said.get('bytes')], [['5'], ['318']]);
    });

    it('names no teacher where none is known, and keeps what is said of it', () => {
      const orphan = { 'teacher.sampling': ['{"temperature":0.7}'], 'teacher.date': ['last summer'] } as const;
      const said = readBack(writer.fileName('train.jsonl'), write(recordWith(orphan)));
      assert.equal(said.get('teacher'), undefined);
      assert.deepEqual(said.get('teacher.sampling'), orphan['teacher.sampling']);
      assert.deepEqual(said.get('teacher.date'), orphan['teacher.date']);
    });

    it('keeps several teachers', () => {
      const two = { teacher: ['gpt-4o', 'Qwen/Qwen2.5-7B'], 'teacher.revision': ['a'] };
      const said = readBack(writer.fileName('train.jsonl'), write(recordWith(two)));
      assert.deepEqual([...new Set(said.get('teacher'))], two.teacher);
      assert.deepEqual([...new Set(said.get('teacher.revision'))], ['a']);
    });
  });
}

test('any texts are written and read back', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map(each => `x ${each} x`);
  const column = fc.record({ name: fc.string({ maxLength: 6 }), types: fc.constant({ string: 1 }) });
  fc.assert(
    fc.property(text, text, text, fc.array(column, { maxLength: 6 }), (teacher, prompt, licence, columns) => {
      const said = { teacher: [teacher], 'teacher.systemPrompt': [prompt], licence: [licence] };
      for (const writer of writers) {
        const written = writer.write(recordWith(said, { columns }));
        const back = readBack(writer.fileName('train.jsonl'), written);
        assert.deepEqual(back.get('teacher'), [teacher], writer.id);
        assert.deepEqual(back.get('teacher.systemPrompt'), [prompt], writer.id);
        if (writer.id === 'croissant') assert.deepEqual(croissantFaults(written), []);
      }
    }),
    { numRuns: 100 },
  );
});

function written(id: string, said = everything): Record<string, never> {
  const writer = writers.find(each => each.id === id);
  return JSON.parse(writer?.write(recordWith(said)) ?? '') as Record<string, never>;
}

test('Croissant: what mlcroissant asks for', () => {
  const writer = writers.find(each => each.id === 'croissant');
  for (const said of [everything, {}]) assert.deepEqual(croissantFaults(writer?.write(recordWith(said)) ?? ''), []);
  for (const name of ['my data (1).jsonl', 'ünï.jsonl.gz', 'x.jsonl.zst']) {
    const record = recordWith(everything);
    assert.deepEqual(croissantFaults(writer?.write({ ...record, file: { ...record.file, name } }) ?? ''), [], name);
  }
  const noHash = recordWith({});
  const bare = writer?.write({ ...noHash, file: { name: 'train.jsonl' } }) ?? '';
  assert.deepEqual(croissantFaults(bare), ['a file without hash']);
  assert.ok(croissantFaults(bare.replace('"@id": "rows"', '"@id": "ro ws"')).includes('an @id with white space'));
});

test('CycloneDX: required members, references that exist, no unknown component members', () => {
  const bom = written('cyclonedx') as unknown as Bom;
  assert.deepEqual([bom.bomFormat, bom.specVersion], ['CycloneDX', '1.7']);
  assert.match(bom.serialNumber, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const refs = bom.components.map(component => component['bom-ref']);
  assert.equal(new Set(refs).size, refs.length);
  const known = [
    'type',
    'bom-ref',
    'name',
    'version',
    'hashes',
    'licenses',
    'pedigree',
    'modelCard',
    'data',
    'properties',
  ];
  for (const component of bom.components) {
    assert.ok(['data', 'machine-learning-model'].includes(component.type));
    assert.deepEqual(
      Object.keys(component).filter(key => !known.includes(key)),
      [],
    );
  }
  const [workflow] = bom.formulation[0]?.workflows ?? [];
  assert.deepEqual([workflow?.uid, workflow?.taskTypes], ['generation', ['other']]);
  const used = [...(workflow?.inputs ?? []), ...(workflow?.outputs ?? [])].map(({ resource }) => resource.ref);
  assert.deepEqual(used, ['teacher-1', 'dataset']);
  assert.ok(used.every(ref => refs.includes(ref)));
});

interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly components: readonly { readonly type: string; readonly 'bom-ref': string }[];
  readonly formulation: readonly {
    readonly workflows: readonly {
      readonly uid: string;
      readonly taskTypes: readonly string[];
      readonly inputs: readonly { readonly resource: { readonly ref: string } }[];
      readonly outputs: readonly { readonly resource: { readonly ref: string } }[];
    }[];
  }[];
}

test('SPDX: one creation info, ids that exist, relationships of SPDX’s list', () => {
  const graph = written('spdx')['@graph'] as unknown as readonly Element[];
  const infos = graph.filter(({ type }) => type === 'CreationInfo');
  assert.equal(infos.length, 1);
  assert.match(String(infos[0]?.created), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const ids = graph.flatMap(({ spdxId }) => spdxId ?? []);
  assert.equal(new Set(ids).size, graph.length - 1);
  const relations = ['generates', 'trainedOn', 'descendantOf', 'hasDeclaredLicense'];
  for (const element of graph) {
    if (element.type === 'CreationInfo') continue;
    assert.equal(element.creationInfo, infos[0]?.['@id']);
    if (element.type === 'dataset_DatasetPackage') assert.equal(element.dataset_datasetType?.length, 1);
    if (element.type !== 'Relationship') continue;
    assert.ok(relations.includes(String(element.relationshipType)));
    for (const id of [element.from ?? '', ...(element.to ?? [])]) assert.ok(ids.includes(id), id);
  }
  const document = graph.find(({ type }) => type === 'SpdxDocument');
  for (const id of [...(document?.rootElement ?? []), ...(document?.element ?? [])]) assert.ok(ids.includes(id), id);
});

interface Element {
  readonly type: string;
  readonly spdxId?: string;
  readonly '@id'?: string;
  readonly created?: string;
  readonly creationInfo?: string;
  readonly dataset_datasetType?: readonly string[];
  readonly relationshipType?: string;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly rootElement?: readonly string[];
  readonly element?: readonly string[];
}

test('OpenLineage: what a run event and each facet must have', () => {
  const event = written('openlineage') as unknown as Readonly<Record<string, unknown>>;
  for (const key of ['eventTime', 'producer', 'schemaURL', 'run', 'job']) assert.ok(key in event, key);
  const facets: object[] = [];
  JSON.stringify(event, (key, value: unknown) => {
    if (key.endsWith('acets')) facets.push(...Object.values(value as Record<string, object>));
    return value;
  });
  assert.equal(facets.length, 4);
  for (const facet of facets) assert.ok('_producer' in facet && '_schemaURL' in facet);
});
