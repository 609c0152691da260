import { ownValues, toTimestamp, valuesOf, type DatasetRecord } from './datasetRecord.ts';
import type { ProvenanceWriter } from './writer.ts';
import type { JsonObject } from '../../json/value.ts';
import { toJson } from '../../json/toJson.ts';

/**
 * An SPDX 3.0.1 document: the teacher is an AI package that `generates` the dataset package, a student one that is `trainedOn` it.
 * What has no place of its own stands in SPDX's extension for name-value pairs, with this project's prefix.
 */
export const spdxWriter: ProvenanceWriter = {
  id: 'spdx',
  title: 'SPDX 3.0.1',
  fileName: dataset => `${dataset}.spdx.json`,
  write: record => toJson(documentOf(record)),
};

const creation = '_:creation';
/** Said of the teacher; where nobody names it they stand with the dataset. */
const teacherFields = [
  'teacher.revision',
  'teacher.base',
  'teacher.trainedOn',
  'teacher.systemPrompt',
  'teacher.sampling',
  'teacher.seed',
  'teacher.endpoint',
] as const;

/** Makes elements with ids of one document and keeps them in order. */
class Graph {
  readonly elements: JsonObject[] = [];
  readonly #prefix: string;

  constructor(uuid: string) {
    this.#prefix = `urn:uuid:${uuid}#`;
  }

  add(id: string, element: JsonObject): string {
    const spdxId = `${this.#prefix}${id}`;
    this.elements.push({ spdxId, creationInfo: creation, ...element });
    return spdxId;
  }

  relate(id: string, from: string, relationshipType: string, to: readonly string[], more: JsonObject = {}): void {
    if (to.length > 0) this.add(id, { type: 'Relationship', from, relationshipType, to, ...more });
  }
}

function documentOf(record: DatasetRecord): JsonObject {
  const graph = new Graph(record.uuid);
  const agent = graph.add('tool', { type: 'SoftwareAgent', name: `Undertone ${record.version}` });
  const dataset = addDataset(graph, record);
  addTeachers(graph, record, dataset);
  addStudents(graph, record, dataset);
  const parents = valuesOf(record, 'parent').map((name, i) => graph.add(`parent-${i + 1}`, dataPackage(name)));
  graph.relate('parents', dataset, 'descendantOf', parents);
  const licences = valuesOf(record, 'licence').map((name, i) =>
    graph.add(`licence-${i + 1}`, {
      type: 'simplelicensing_LicenseExpression',
      simplelicensing_licenseExpression: expressionOf(name),
    }),
  );
  licences.forEach((licence, i) => graph.relate(`licensed-${i + 1}`, dataset, 'hasDeclaredLicense', [licence]));
  graph.add('document', {
    type: 'SpdxDocument',
    name: `Provenance of ${record.file.name}`,
    profileConformance: ['core', 'software'],
    rootElement: [dataset],
    element: graph.elements.map(({ spdxId }) => spdxId ?? ''),
  });
  const info = {
    type: 'CreationInfo',
    '@id': creation,
    specVersion: '3.0.1',
    created: toTimestamp(record.written),
    createdBy: [agent],
  };
  return { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [info, ...graph.elements] };
}

function dataPackage(name: string): JsonObject {
  return { type: 'dataset_DatasetPackage', name, dataset_datasetType: ['noAssertion'] };
}

function addDataset(graph: Graph, record: DatasetRecord): string {
  const { file } = record;
  const dates = valuesOf(record, 'teacher.date');
  const built = dates.length === 1 ? toTimestamp(dates[0] ?? '') : undefined;
  const isOrphan = valuesOf(record, 'teacher').length === 0;
  const [use, ...uses] = valuesOf(record, 'use');
  const methods = valuesOf(record, 'method');
  const pairs = [
    ...(file.rows === undefined ? [] : [{ key: 'rows', value: String(file.rows) }]),
    ...(file.merkleRoot === undefined ? [] : [{ key: 'merkleRoot', value: file.merkleRoot }]),
    ...ownValues(record, [
      ...(isOrphan ? teacherFields : []),
      'student.method',
      'control',
      'unfiltered',
      'prompts',
      'filter',
      'judge',
      'terms',
      ...(built === undefined ? (['teacher.date'] as const) : []),
      ...(uses.length === 0 ? [] : (['use'] as const)),
    ]),
  ];
  return graph.add('dataset', {
    ...dataPackage(file.name),
    summary: valuesOf(record, 'name')[0],
    dataset_datasetType: ['text'],
    dataset_datasetSize: file.bytes,
    dataset_dataCollectionProcess: methods.length === 0 ? undefined : methods.join(', '),
    dataset_intendedUse: uses.length === 0 ? use : undefined,
    builtTime: built,
    verifiedUsing:
      file.sha256 === undefined ? undefined : [{ type: 'Hash', algorithm: 'sha256', hashValue: file.sha256 }],
    ...extension(pairs),
  });
}

function addTeachers(graph: Graph, record: DatasetRecord, dataset: string): void {
  const names = valuesOf(record, 'teacher');
  // With several teachers nothing says which of them a revision, a base or a prompt belongs to: all carry the same.
  const pairs = ownValues(record, ['teacher.systemPrompt', 'teacher.sampling', 'teacher.seed', 'teacher.endpoint']);
  const revisions = valuesOf(record, 'teacher.revision');
  const bases = valuesOf(record, 'teacher.base');
  const trainedOn = valuesOf(record, 'teacher.trainedOn');
  names.forEach((name, i) => {
    const id = `teacher-${i + 1}`;
    const teacher = graph.add(id, {
      type: 'ai_AIPackage',
      name,
      software_packageVersion: revisions.length === 1 ? revisions[0] : undefined,
      ...extension([...pairs, ...(revisions.length > 1 ? ownValues(record, ['teacher.revision']) : [])]),
    });
    graph.relate(`${id}-generates`, teacher, 'generates', [dataset]);
    const ancestors = bases.map((base, n) => graph.add(`${id}-base-${n + 1}`, { type: 'ai_AIPackage', name: base }));
    graph.relate(`${id}-bases`, teacher, 'descendantOf', ancestors);
    const data = trainedOn.map((each, n) => graph.add(`${id}-data-${n + 1}`, dataPackage(each)));
    graph.relate(`${id}-trained-on`, teacher, 'trainedOn', data);
  });
}

function addStudents(graph: Graph, record: DatasetRecord, dataset: string): void {
  const bases = valuesOf(record, 'student.base');
  valuesOf(record, 'student').forEach((name, i) => {
    const id = `student-${i + 1}`;
    const student = graph.add(id, { type: 'ai_AIPackage', name });
    graph.relate(`${id}-trained-on`, student, 'trainedOn', [dataset]);
    const ancestors = bases.map((base, n) => graph.add(`${id}-base-${n + 1}`, { type: 'ai_AIPackage', name: base }));
    graph.relate(`${id}-bases`, student, 'descendantOf', ancestors);
  });
}

function extension(pairs: readonly { readonly key: string; readonly value: string }[]): JsonObject {
  if (pairs.length === 0) return {};
  const entries = pairs.map(({ key, value }) => ({
    type: 'extension_CdxPropertyEntry',
    extension_cdxPropName: `undertone:${key}`,
    extension_cdxPropValue: value,
  }));
  return { extension: [{ type: 'extension_CdxPropertiesExtension', extension_cdxProperty: entries }] };
}

/** A licence by its SPDX id or expression; any other name is a reference to a licence that is not on SPDX's list. */
function expressionOf(licence: string): string {
  const isExpression = /^[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*$/.test(licence);
  return isExpression ? licence : `LicenseRef-${licence.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}`;
}
