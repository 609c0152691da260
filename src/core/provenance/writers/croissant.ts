import { isDate, idsOf, oneOrList, ownMembers, valuesOf, type DatasetRecord } from './datasetRecord.ts';
import type { ProvenanceWriter } from './writer.ts';
import type { ColumnProfile } from '../../dataset/profile.ts';
import type { JsonObject, JsonValue } from '../../json/value.ts';
import { toJson } from '../../json/toJson.ts';
import { counted } from '../../text/numbers.ts';

/** The name of the sidecar that is written for a dataset, in its folder. */
export function sidecarName(datasetFileName: string): string {
  return `${datasetFileName}.croissant.json`;
}

/**
 * A Croissant 1.1 record: PROV-O for teacher, parents and generation, RAI where it has a word, this project's own keys for the
 * rest. Passes the structural rules of mlcroissant where the file's SHA-256 is known.
 */
export const croissantWriter: ProvenanceWriter = {
  id: 'croissant',
  title: 'Croissant 1.1',
  fileName: sidecarName,
  write: record => toJson(croissantOf(record)),
};

/** The namespaces of a record; those that PROV, RAI and this project add to the standard context. */
export const namespaces = {
  prov: 'http://www.w3.org/ns/prov#',
  rai: 'http://mlcommons.org/croissant/RAI/',
  undertone: 'urn:undertone:provenance:',
} as const;

const context: JsonObject = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  arrayShape: 'cr:arrayShape',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  description: { '@container': '@language' },
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  name: { '@container': '@language' },
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
  ...namespaces,
};

const croissantVersion = 'http://mlcommons.org/croissant/1.1';
const raiVersion = 'http://mlcommons.org/croissant/RAI/1.0';

function croissantOf(record: DatasetRecord): JsonObject {
  const { file, written } = record;
  const rai = compact({
    'rai:dataCollectionType': oneOrList(valuesOf(record, 'method')),
    'rai:dataUseCases': oneOrList(valuesOf(record, 'use')),
  });
  const usesRai = Object.keys(rai).length > 0;
  return compact({
    '@context': context,
    '@type': 'sc:Dataset',
    name: valuesOf(record, 'name')[0] ?? file.name,
    description: describe(record),
    conformsTo: usesRai ? [croissantVersion, raiVersion] : croissantVersion,
    license: oneOrList(valuesOf(record, 'licence')),
    usageInfo: oneOrList(valuesOf(record, 'terms')),
    dateModified: written,
    ...rai,
    'prov:wasDerivedFrom': oneOrMany(valuesOf(record, 'parent').map(parentEntity)),
    'prov:wasGeneratedBy': generation(record),
    ...ownMembers(record, ['student', 'student.base', 'student.method', 'control', 'unfiltered'], 'undertone:'),
    distribution: [fileObject(record)],
    recordSet: record.columns.length === 0 ? undefined : [recordSet(record)],
  });
}

function describe({ file: { rows }, ...record }: DatasetRecord): string {
  const teachers = valuesOf(record, 'teacher');
  const count = rows === undefined ? 'Rows' : counted(rows, 'row');
  return teachers.length === 0
    ? `${count} of JSON Lines.`
    : `${count} with completions written by ${teachers.join(', ')}.`;
}

/** A dataset that this one was made from; an address stands for itself. */
export function parentEntity(name: string): JsonObject {
  return /^https?:\/\/\S+$/.test(name) ? { '@id': name } : { '@type': 'prov:Entity', 'prov:label': name };
}

/** The agent that wrote the completions. */
export function teacherAgent(name: string): JsonObject {
  return { '@type': 'prov:SoftwareAgent', 'prov:label': name };
}

/** How the rows came about; nothing where nothing is known of it. */
function generation(record: DatasetRecord): JsonObject | undefined {
  const teachers = valuesOf(record, 'teacher');
  const dates = valuesOf(record, 'teacher.date');
  const [date = ''] = dates;
  // PROV's own property holds one moment and dates what agents did: anything else keeps its words under this project's key.
  const isMoment = teachers.length > 0 && dates.length === 1 && isDate(date);
  const said = compact({
    ...(isMoment ? { 'prov:startedAtTime': date } : ownMembers(record, ['teacher.date'], 'undertone:')),
    'prov:wasAssociatedWith': oneOrMany(teachers.map(teacherAgent)),
    ...ownMembers(
      record,
      [
        'teacher.revision',
        'teacher.base',
        'teacher.trainedOn',
        'teacher.systemPrompt',
        'teacher.sampling',
        'teacher.seed',
        'teacher.endpoint',
        'prompts',
        'filter',
        'judge',
      ],
      'undertone:',
    ),
  });
  return Object.keys(said).length === 0 ? undefined : { ...generationActivity, ...said };
}

/** The head of an activity that generated rows. */
export const generationActivity: JsonObject = {
  '@type': 'prov:Activity',
  'prov:label': 'Completions sampled from the teacher',
};

function fileObject({ file: { name, bytes, sha256, rows, merkleRoot } }: DatasetRecord): JsonObject {
  return compact({
    '@type': 'cr:FileObject',
    '@id': idsOf([name])[0],
    name,
    contentUrl: encodeURIComponent(name),
    contentSize: bytes === undefined ? undefined : `${bytes} B`,
    encodingFormat: encodingOf(name),
    sha256,
    'undertone:rows': rows,
    'undertone:merkleRoot': merkleRoot,
  });
}

function encodingOf(name: string): JsonValue {
  if (/\.gz$/i.test(name)) return ['application/jsonlines', 'application/gzip'];
  return /\.zst$/i.test(name) ? ['application/jsonlines', 'application/zstd'] : 'application/jsonlines';
}

const recordSetId = 'rows';

/** Extracted by column: what the reference implementation reads JSON Lines by. */
function recordSet({ file, columns }: DatasetRecord): JsonObject {
  const ids = idsOf(columns.map(({ name }) => name));
  const [fileId] = idsOf([file.name]);
  return {
    '@type': 'cr:RecordSet',
    '@id': recordSetId,
    name: recordSetId,
    field: columns.map((column, i) => ({
      '@type': 'cr:Field',
      '@id': `${recordSetId}/${ids[i]}`,
      name: column.name === '' ? '""' : column.name,
      dataType: dataTypeOf(column),
      source: { fileObject: { '@id': fileId }, extract: { column: column.name } },
    })),
  };
}

/** Of a column whose values are all of one type; lists, objects and mixtures are text. */
function dataTypeOf({ types }: ColumnProfile): string {
  const [type, ...others] = Object.keys(types).filter(each => each !== 'null');
  if (others.length > 0) return 'sc:Text';
  if (type === 'boolean') return 'sc:Boolean';
  return type === 'number' ? 'sc:Float' : 'sc:Text';
}

function oneOrMany(nodes: readonly JsonObject[]): JsonObject | readonly JsonObject[] | undefined {
  return nodes.length > 1 ? nodes : nodes[0];
}

function compact(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
