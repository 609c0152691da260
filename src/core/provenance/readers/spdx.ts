import { indexById, propertiesOf, topNodes, typesOf, type Index } from './jsonLd.ts';
import type { DatasetName, Place, ProvenanceReader, Said } from './reader.ts';
import { aboutOthers, isFileName, means, meansExactly, type NamedFile } from './subject.ts';
import { listed, say, sayCount, sayHash, sayTexts } from './values.ts';
import { readOwnKeys, readWord } from './vocabulary.ts';
import { isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import { knownModelId } from '../teacherColumn.ts';

/**
 * SPDX 3.0 JSON-LD with the dataset and AI profiles. An AI package that `generates` the dataset is its teacher, one that is
 * `trainedOn` it a student; SPDX 2 knows neither datasets nor models.
 */
export const spdx: ProvenanceReader = {
  id: 'spdx',
  title: 'SPDX document',
  documentation: 'https://spdx.github.io/spdx-spec/v3.0.1/model/Dataset/Dataset/',
  ownNames: stems => stems.flatMap(stem => [`${stem}.spdx.json`, `${stem}.spdx3.json`, `${stem}.spdx.jsonld`]),
  sharedNames: ['sbom.spdx.json', 'bom.spdx.json', 'spdx.json'],
  claims: root =>
    isObject(root) &&
    (isSpdx2(root) || isSpdxContext(root['@context']) || nodesOf(root).some(({ value }) => isNode(value))),
  read: (root, dataset) => (isObject(root) ? readDocument(root, dataset) : []),
};

function isSpdx2(root: JsonObject): boolean {
  return typeof root['spdxVersion'] === 'string';
}

function isSpdxContext(context: JsonValue | undefined): boolean {
  return listed(context, []).some(({ value }) => typeof value === 'string' && value.includes('spdx.org/rdf/3'));
}

function isNode(value: JsonValue): boolean {
  return isObject(value) && typeof value['spdxId'] === 'string';
}

function nodesOf(root: JsonObject): readonly Place[] {
  return topNodes(root).filter(({ value }) => isObject(value));
}

interface Document {
  readonly nodes: readonly Place[];
  readonly index: Index;
  readonly relationships: readonly Relationship[];
}

interface Relationship {
  readonly type: string;
  readonly from: string;
  readonly to: readonly { readonly id: string; readonly path: FieldPath }[];
  readonly place: Place;
  readonly fromPath: FieldPath;
}

function readDocument(root: JsonObject, dataset: DatasetName): readonly Said[] {
  const { spdxVersion: version } = root;
  if (typeof version === 'string') {
    return [
      { problem: `${version.slice(0, 20)} describes no datasets; SPDX 3.0 was expected.`, path: ['spdxVersion'] },
    ];
  }
  const nodes = nodesOf(root);
  const document = { nodes, index: indexById(root), relationships: nodes.flatMap(relationshipAt) };
  const packages = nodes.filter(node => isKind(node, 'DatasetPackage'));
  const named = packages.filter(node => namesOf(node).some(({ name }) => means(name, dataset)));
  const own = named.length > 0 || packages.length !== 1 ? named : packages;
  const others = named.length > 0 ? undefined : aboutOthers(packages.flatMap(fileOf), dataset);
  if (others !== undefined) return [others];
  return own.flatMap(node => readPackage(node, document, dataset));
}

function isKind({ value }: Place, kind: string): boolean {
  return typesOf(value).some(type => type === kind || type.endsWith(`_${kind}`));
}

function idOf({ value }: Place): string | undefined {
  if (!isObject(value)) return undefined;
  const id = value['spdxId'] ?? value['@id'];
  return typeof id === 'string' ? id : undefined;
}

/** A property, with or without the prefix of its profile: `name`, `dataset_intendedUse`. */
function property({ value, path }: Place, name: string): readonly Place[] {
  if (!isObject(value)) return [];
  return [name, `dataset_${name}`, `software_${name}`, `ai_${name}`].flatMap(key => propertiesOf(value, key, path));
}

function namesOf(node: Place): readonly NamedFile[] {
  return ['name', 'downloadLocation'].flatMap(key =>
    property(node, key).flatMap(({ value, path }) => (typeof value === 'string' ? [{ name: value, path }] : [])),
  );
}

function fileOf(node: Place): readonly NamedFile[] {
  const names = namesOf(node);
  const best = names.find(({ name }) => isFileName(name)) ?? names[0];
  return best === undefined ? [] : [best];
}

function relationshipAt(place: Place): readonly Relationship[] {
  const { value, path } = place;
  if (!isObject(value) || !typesOf(value).some(type => type.endsWith('Relationship'))) return [];
  const { relationshipType: type, from, to } = value;
  const targets = listed(to, [...path, 'to']).flatMap(each => {
    const id = isObject(each.value) ? idOf(each) : each.value;
    return typeof id === 'string' ? [{ id, path: each.path }] : [];
  });
  const source = isObject(from) ? idOf({ value: from, path: [] }) : from;
  if (typeof type !== 'string' || typeof source !== 'string') return [];
  return [
    { type: type.slice(type.lastIndexOf('/') + 1), from: source, to: targets, place, fromPath: [...path, 'from'] },
  ];
}

function readPackage(node: Place, document: Document, dataset: DatasetName): readonly Said[] {
  const id = idOf(node);
  const texts = (field: Parameters<typeof sayTexts>[0], key: string): readonly Said[] =>
    property(node, key).flatMap(({ value, path }) => sayTexts(field, value, path));
  const exact = namesOf(node).some(({ name }) => meansExactly(name, dataset));
  return [
    ...texts('name', 'name'),
    ...texts('method', 'dataCollectionProcess'),
    ...texts('use', 'intendedUse'),
    ...texts('teacher.date', 'builtTime'),
    ...property(node, 'datasetSize').flatMap(({ value, path }) => (exact ? sayCount('bytes', value, path) : [])),
    ...property(node, 'verifiedUsing').flatMap(hash => (exact ? sayDigest(hash) : [])),
    ...property(node, 'originatedBy').flatMap(agent => sayOriginator(agent, document)),
    ...readOwnPairs(node),
    ...(id === undefined ? [] : document.relationships.flatMap(each => sayRelationship(each, id, document))),
    ...document.nodes
      .filter(each => isKind(each, 'CreationInfo'))
      .flatMap(({ value, path }) =>
        sayTexts('modified', isObject(value) ? value['created'] : undefined, [...path, 'created']),
      ),
  ];
}

/** This project's keys, on the element itself or in SPDX's extension for name-value pairs. */
function readOwnPairs(node: Place): readonly Said[] {
  const pairs = propertiesOf(node.value, 'extension', node.path).flatMap(({ value, path }) =>
    propertiesOf(value, 'extension_cdxProperty', path),
  );
  const said = pairs.flatMap(({ value, path }) => {
    const { extension_cdxPropName: name, extension_cdxPropValue: held } = isObject(value) ? value : {};
    if (typeof name !== 'string' || held === undefined || !name.startsWith('undertone:')) return [];
    return readWord(name, { value: held, path: [...path, 'extension_cdxPropValue'] }) ?? [];
  });
  return [...readOwnKeys(node), ...said];
}

function sayDigest({ value, path }: Place): readonly Said[] {
  if (!isObject(value)) return [];
  const at = [...path, 'hashValue'];
  if (value['algorithm'] === 'sha256') return sayHash('sha256', value['hashValue'], at, 64);
  return value['algorithm'] === 'md5' ? sayHash('md5', value['hashValue'], at, 32) : [];
}

/** A person or an organisation may have originated the data too. */
function sayOriginator({ value, path }: Place, { index }: Document): readonly Said[] {
  const agent = typeof value === 'string' ? index.get(value)?.[0] : { value, path };
  return agent !== undefined && (isKind(agent, 'SoftwareAgent') || isKind(agent, 'AIPackage')) && isObject(agent.value)
    ? sayTexts('teacher', agent.value['name'], [...agent.path, 'name'])
    : [];
}

function sayRelationship(relationship: Relationship, id: string, document: Document): readonly Said[] {
  const { type, from, to, fromPath, place } = relationship;
  const ends = to.filter(({ id: end }) => end !== id);
  if (from === id) {
    if (type === 'descendantOf') return ends.flatMap(end => sayNode('parent', end, document));
    return type.endsWith('License') ? ends.flatMap(end => sayLicence(end, document)) : [];
  }
  if (!to.some(end => end.id === id)) return [];
  const source = { id: from, path: fromPath };
  switch (type) {
    case 'generates':
      return [...sayModel('teacher', source, document), ...readOwnKeys(place)];
    case 'trainedOn':
      return sayModel('student', source, document);
    case 'testedOn':
      return say('use', 'test', [...place.path, 'relationshipType']);
    case 'ancestorOf':
      return sayNode('parent', source, document);
    default:
      return [];
  }
}

interface End {
  readonly id: string;
  readonly path: FieldPath;
}

/** The name of a node where it is written out, else its id. */
function sayNode(field: Parameters<typeof say>[0], { id, path }: End, { index }: Document): readonly Said[] {
  const node = index.get(id)?.[0];
  const name = node && isObject(node.value) ? node.value['name'] : undefined;
  return node !== undefined && typeof name === 'string'
    ? say(field, name, [...node.path, 'name'])
    : say(field, id, path);
}

/** A model that generated or learned from the dataset, with what it was made from. A program that is no model is neither. */
function sayModel(field: 'teacher' | 'student', end: End, document: Document): readonly Said[] {
  const node = document.index.get(end.id)?.[0];
  const said = sayNode(field, end, document);
  const isModel = node !== undefined && isKind(node, 'AIPackage');
  if (!isModel && !said.some(each => 'field' in each && knownModelId(each.value))) return [];
  const version = node === undefined ? [] : property(node, 'packageVersion');
  const revision =
    field === 'teacher' ? version.flatMap(({ value, path }) => sayTexts('teacher.revision', value, path)) : [];
  const own = node === undefined || field === 'student' ? [] : readOwnPairs(node);
  return [
    ...said,
    ...revision,
    ...own,
    ...document.relationships.flatMap(each => sayAncestry(field, end.id, each, document)),
  ];
}

function sayAncestry(
  party: 'teacher' | 'student',
  id: string,
  each: Relationship,
  document: Document,
): readonly Said[] {
  const { type, from, to, fromPath } = each;
  if (from === id && type === 'descendantOf') return to.flatMap(end => sayNode(`${party}.base`, end, document));
  if (type === 'ancestorOf' && to.some(end => end.id === id)) {
    return sayNode(`${party}.base`, { id: from, path: fromPath }, document);
  }
  return party === 'teacher' && from === id && type === 'trainedOn'
    ? to.flatMap(end => sayNode('teacher.trainedOn', end, document))
    : [];
}

function sayLicence(end: End, { index }: Document): readonly Said[] {
  const node = index.get(end.id)?.[0];
  const expression = node && property(node, 'simplelicensing_licenseExpression')[0];
  if (expression !== undefined) return sayTexts('licence', expression.value, expression.path);
  const id = end.id.slice(Math.max(end.id.lastIndexOf('/'), end.id.lastIndexOf(':')) + 1);
  return /^(NoAssertion|NOASSERTION|None)/.test(id) ? [] : say('licence', id, end.path);
}
