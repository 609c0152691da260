import { ownValues, toTimestamp, valuesOf, type DatasetRecord } from './datasetRecord.ts';
import type { ProvenanceWriter } from './writer.ts';
import type { JsonObject, JsonValue } from '../../json/value.ts';
import { toJson } from '../../json/toJson.ts';

/**
 * A CycloneDX 1.7 ML-BOM: the dataset is a component of type `data`, a workflow with the teacher as input wrote it, and a student's
 * model card lists it. What has no place of its own is a property with this project's prefix.
 */
export const cycloneDxWriter: ProvenanceWriter = {
  id: 'cyclonedx',
  title: 'CycloneDX 1.7 ML-BOM',
  fileName: dataset => `${dataset}.cdx.json`,
  write: record => toJson(bomOf(record)),
};

const datasetRef = 'dataset';
/** Said of the teacher; where nobody names it they stand with the dataset. */
const teacherFields = [
  'teacher.revision',
  'teacher.base',
  'teacher.trainedOn',
  'teacher.systemPrompt',
  'teacher.sampling',
  'teacher.seed',
  'teacher.endpoint',
  'teacher.date',
] as const;

function bomOf(record: DatasetRecord): JsonObject {
  const { written, version, uuid } = record;
  const teachers = valuesOf(record, 'teacher').map((name, i) => teacherComponent(record, name, `teacher-${i + 1}`));
  const students = valuesOf(record, 'student').map((name, i) => studentComponent(name, `student-${i + 1}`));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: `urn:uuid:${uuid}`,
    version: 1,
    metadata: {
      timestamp: toTimestamp(written),
      tools: { components: [{ type: 'application', name: 'Undertone', version }] },
    },
    components: [dataComponent(record), ...teachers, ...students],
    formulation: teachers.length === 0 ? undefined : [{ workflows: [workflow(record, teachers.length)] }],
  };
}

function dataComponent(record: DatasetRecord): JsonObject {
  const { file } = record;
  const parents = valuesOf(record, 'parent').map(name => ({ type: 'data', name }));
  const measured = [
    ...property('rows', file.rows),
    ...property('bytes', file.bytes),
    ...property('merkleRoot', file.merkleRoot),
  ];
  const isOrphan = valuesOf(record, 'teacher').length === 0;
  const stated = ownValues(record, [
    ...(isOrphan ? teacherFields : []),
    'student.base',
    'student.method',
    'control',
    'unfiltered',
    'judge',
    'filter',
    'prompts',
    'terms',
    'use',
  ]);
  const properties = [...measured, ...stated.flatMap(({ key, value }) => property(key, value))];
  return {
    type: 'data',
    'bom-ref': datasetRef,
    name: file.name,
    hashes: file.sha256 === undefined ? undefined : [{ alg: 'SHA-256', content: file.sha256 }],
    licenses: filled(valuesOf(record, 'licence').map(name => ({ license: { name } }))),
    pedigree: parents.length === 0 ? undefined : { ancestors: parents },
    data: [{ type: 'dataset', name: valuesOf(record, 'name')[0] ?? file.name, description: methodOf(record) }],
    properties: filled(properties),
  };
}

function methodOf(record: DatasetRecord): string | undefined {
  const methods = valuesOf(record, 'method');
  return methods.length === 0 ? undefined : methods.join(', ');
}

function teacherComponent(record: DatasetRecord, name: string, ref: string): JsonObject {
  // With several teachers nothing says which of them a revision or a base belongs to: the workflow carries these.
  const alone = valuesOf(record, 'teacher').length === 1;
  const [version, ...more] = alone ? valuesOf(record, 'teacher.revision') : [];
  const bases = alone ? valuesOf(record, 'teacher.base') : [];
  return {
    type: 'machine-learning-model',
    'bom-ref': ref,
    name,
    version: more.length === 0 ? version : undefined,
    pedigree:
      bases.length === 0
        ? undefined
        : { ancestors: bases.map(base => ({ type: 'machine-learning-model', name: base })) },
  };
}

function studentComponent(name: string, ref: string): JsonObject {
  return {
    type: 'machine-learning-model',
    'bom-ref': ref,
    name,
    modelCard: { modelParameters: { datasets: [{ ref: datasetRef }] } },
  };
}

function workflow(record: DatasetRecord, teachers: number): JsonObject {
  const dates = valuesOf(record, 'teacher.date');
  const end = dates.length === 1 ? toTimestamp(dates[0] ?? '') : undefined;
  const revisions = valuesOf(record, 'teacher.revision');
  const onModel = teachers === 1;
  const properties = ownValues(record, [
    'teacher.trainedOn',
    'teacher.systemPrompt',
    'teacher.sampling',
    'teacher.seed',
    'teacher.endpoint',
    ...(end === undefined ? (['teacher.date'] as const) : []),
    ...(onModel && revisions.length === 1 ? [] : (['teacher.revision'] as const)),
    ...(onModel ? [] : (['teacher.base'] as const)),
  ]);
  return {
    'bom-ref': 'generation',
    uid: 'generation',
    name: 'Completions sampled from the teacher',
    taskTypes: ['other'],
    inputs: Array.from({ length: teachers }, (_, i) => ({ resource: { ref: `teacher-${i + 1}` } })),
    outputs: [{ type: 'artifact', resource: { ref: datasetRef } }],
    timeEnd: end,
    properties: filled(properties.flatMap(({ key, value }) => property(key, value))),
  };
}

function property(key: string, value: string | number | undefined): readonly JsonObject[] {
  return value === undefined ? [] : [{ name: `undertone:${key}`, value: String(value) }];
}

function filled(items: readonly JsonObject[]): JsonValue | undefined {
  return items.length === 0 ? undefined : items;
}
