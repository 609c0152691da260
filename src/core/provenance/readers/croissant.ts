import { indexById, localName, propertiesOf, referred, textOf, topNodes, typesOf, type Index } from './jsonLd.ts';
import { originOf } from './croissantOrigin.ts';
import type { DatasetName, Place, ProvenanceReader, Said } from './reader.ts';
import { aboutOthers, isFileName, means, meansExactly, type NamedFile } from './subject.ts';
import { say, sayCount, sayHash } from './values.ts';
import { readOwnKeys } from './vocabulary.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/value.ts';
import { knownModelId } from '../teacherColumn.ts';

/**
 * A Croissant record (1.0 or 1.1, with RAI): what PROV-O statements of the dataset, its files, record sets and fields give as
 * their origin, the licence, the files with their hashes, and this project's own keys (`undertone:…`).
 */
export const croissant: ProvenanceReader = {
  id: 'croissant',
  title: 'Croissant record',
  documentation: 'https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html',
  ownNames: stems => [...stems.map(stem => `${stem}.croissant.json`), 'croissant.json'],
  sharedNames: ['metadata.json', 'metadata.jsonld'],
  claims: root => isObject(root) && isCroissant(root),
  read: (root, dataset) => (isObject(root) ? readRecord(root, dataset) : []),
};

/** Said by `conformsTo`, by the namespace, or by what only such a record has. */
function isCroissant(root: JsonObject): boolean {
  const { '@context': context } = root;
  const namespaces = isObject(context) ? Object.values(context) : [context];
  if (namespaces.some(value => typeof value === 'string' && value.includes('mlcommons.org/croissant'))) return true;
  return topNodes(root).some(({ value }) => {
    if (!isObject(value) || 'spdxId' in value || 'bomFormat' in value) return false;
    const keys = Object.keys(value).map(localName);
    return keys.some(key => marks.has(key)) || typesOf(value).includes('Dataset');
  });
}

const marks: ReadonlySet<string> = new Set([
  'recordSet',
  'distribution',
  'wasGeneratedBy',
  'wasAttributedTo',
  'wasDerivedFrom',
]);

function readRecord(root: JsonObject, dataset: DatasetName): readonly Said[] {
  const index = indexById(root);
  const tops = topNodes(root);
  const datasets = tops.filter(({ value }) => typesOf(value).includes('Dataset'));
  const described = datasets.length > 0 ? datasets : tops;
  const files = described.flatMap(({ value, path }) => propertiesOf(value, 'distribution', path));
  const others = aboutOthers(
    files.flatMap(file => nameOfFile(file, dataset)),
    dataset,
  );
  if (others !== undefined) return [others];
  const own = files.filter(file => nameOfFile(file, dataset).some(({ name }) => means(name, dataset)));
  return [
    ...described.flatMap(readDataset),
    ...own.flatMap(file => readFile(file, dataset)),
    ...partsOf(described, own.length > 0 ? own : files).flatMap(part => readPart(part, index)),
  ];
}

/** Where PROV-O statements may stand: on the dataset, its files, its record sets and their fields. */
function partsOf(described: readonly Place[], files: readonly Place[]): readonly Place[] {
  const recordSets = described.flatMap(({ value, path }) => propertiesOf(value, 'recordSet', path));
  const fields = recordSets.flatMap(({ value, path }) => propertiesOf(value, 'field', path));
  return [...described, ...files, ...recordSets, ...fields];
}

function readPart(part: Place, index: Index): readonly Said[] {
  const origin = originOf(part, index);
  const parents = ['wasDerivedFrom', 'isBasedOn'].flatMap(name =>
    referred(part, name, index).flatMap(place => {
      const text = nameOf(place);
      return text === undefined ? [] : say('parent', text.value, text.path);
    }),
  );
  return [...origin, ...parents, ...readOwnKeys(part)];
}

function readDataset(place: Place): readonly Said[] {
  const text = (field: Parameters<typeof say>[0], ...names: readonly string[]): readonly Said[] =>
    names.flatMap(name =>
      propertiesOf(place.value, name, place.path).flatMap(each => {
        const found = nameOf(each);
        return found === undefined ? [] : say(field, found.value, found.path);
      }),
    );
  return [
    ...text('name', 'name'),
    ...text('licence', 'license'),
    ...text('terms', 'usageInfo'),
    ...text('modified', 'dateModified'),
    ...text('use', 'dataUseCases'),
    ...text('method', 'dataCollectionType').filter(said => 'field' in said && /synthetic|machine/i.test(said.value)),
    ...text('judge', 'machineAnnotationTools').filter(said => 'field' in said && knownModelId(said.value)),
    ...propertiesOf(place.value, 'hasSyntheticData', place.path).flatMap(({ value, path }) =>
      value === true || value === 'true' ? say('method', 'synthetic', path) : [],
    ),
  ];
}

/** A text, or what a node is called: a licence, a parent, a person. */
function nameOf(place: Place): ReturnType<typeof textOf> {
  if (typeof place.value === 'string') return { value: place.value, path: place.path };
  return textOf(place, ['name', 'label', 'title', '@value', 'url', 'locatedAt', 'atLocation', 'id', 'value']);
}

/** A file's name, by its address, its name or its id: the one that reads as a file's, and as this dataset's. */
function nameOfFile(file: Place, dataset: DatasetName): readonly NamedFile[] {
  const names = ['contentUrl', 'name', 'id', 'includes'].flatMap(key => {
    const text = textOf(file, [key]);
    return text === undefined ? [] : [{ name: text.value, path: text.path }];
  });
  const files = names.filter(({ name }) => isFileName(name));
  const candidates = files.length > 0 ? files : names;
  const best = candidates.find(({ name }) => means(name, dataset)) ?? candidates[0];
  return best === undefined ? [] : [best];
}

function readFile(file: Place, dataset: DatasetName): readonly Said[] {
  const named = nameOfFile(file, dataset).flatMap(({ name, path }) => say('file', name, path));
  const exact = nameOfFile(file, dataset).some(({ name }) => meansExactly(name, dataset));
  const hash = (field: 'sha256' | 'md5', digits: number): readonly Said[] =>
    propertiesOf(file.value, field, file.path).flatMap(({ value, path }) =>
      exact ? hashOrProblem(sayHash(field, value, path, digits), field, { value, path }, dataset) : [],
    );
  const size = exact ? propertiesOf(file.value, 'contentSize', file.path) : [];
  return [
    ...named,
    ...hash('sha256', 64),
    ...hash('md5', 32),
    ...size.flatMap(({ value, path }) => sayCount('bytes', value, path)),
  ];
}

function hashOrProblem(
  said: readonly Said[],
  field: 'sha256' | 'md5',
  { value, path }: { readonly value: JsonValue; readonly path: Place['path'] },
  dataset: DatasetName,
): readonly Said[] {
  if (said.length > 0 || dataset === undefined) return said;
  return [
    { problem: `\`${field}\` holds ${JSON.stringify(value).slice(0, 60)}; a hash in hexadecimal was expected.`, path },
  ];
}
