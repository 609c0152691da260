import type { DatasetName, ObjectPlace, Place, ProvenanceReader, Said } from './reader.ts';
import { aboutOthers, means, meansExactly } from './subject.ts';
import { listed, say, sayHash, sayTexts } from './values.ts';
import { readWord } from './vocabulary.ts';
import { isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';

/**
 * CycloneDX 1.5 to 1.7 with machine-learning components. The dataset is a component of type `data`; a workflow that has a model
 * as input and the dataset as output names the teacher, a model whose card lists the dataset is a student.
 */
export const cycloneDx: ProvenanceReader = {
  id: 'cyclonedx',
  title: 'CycloneDX document',
  documentation: 'https://cyclonedx.org/capabilities/mlbom/',
  ownNames: stems => stems.flatMap(stem => [`${stem}.cdx.json`, `${stem}.mlbom.json`, `${stem}.bom.json`]),
  sharedNames: ['bom.json', 'mlbom.json', 'bom.cdx.json', 'sbom.json'],
  claims: root => isObject(root) && root['bomFormat'] === 'CycloneDX',
  read: (root, dataset) => (isObject(root) ? readBom(root, dataset) : []),
};

interface Component extends Place {
  readonly value: JsonObject;
  readonly name: string;
}

interface Bom {
  readonly components: readonly Component[];
  readonly workflows: readonly ObjectPlace[];
}

const deepest = 8;

function readBom(root: JsonObject, dataset: DatasetName): readonly Said[] {
  const metadata = at(root, 'metadata', []);
  const components = [
    ...componentsAt(metadata.value['component'], ['metadata', 'component'], deepest),
    ...componentsAt(root['components'], ['components'], deepest),
  ];
  const workflows = objects(root['formulation'], ['formulation']).flatMap(({ value, path }) => {
    const flows = objects(value['workflows'], [...path, 'workflows']);
    return [...flows, ...flows.flatMap(flow => objects(flow.value['tasks'], [...flow.path, 'tasks']))];
  });
  const data = components.filter(({ value }) => value['type'] === 'data');
  const named = data.filter(({ name }) => means(name, dataset));
  const others =
    named.length > 0
      ? undefined
      : aboutOthers(
          data.map(({ name, path }) => ({ name, path })),
          dataset,
        );
  if (others !== undefined) return [others];
  const own = named.length > 0 || data.length !== 1 ? named : data;
  const said = own.flatMap(component => readData(component, { components, workflows }, dataset));
  return said.length === 0
    ? []
    : [...said, ...sayTexts('modified', metadata.value['timestamp'], ['metadata', 'timestamp'])];
}

function componentsAt(value: JsonValue | undefined, path: FieldPath, depth: number): readonly Component[] {
  if (depth === 0) return [];
  return objects(value, path).flatMap(place => {
    const { name } = place.value;
    const nested = componentsAt(place.value['components'], [...place.path, 'components'], depth - 1);
    return typeof name === 'string' ? [{ ...place, name }, ...nested] : nested;
  });
}

function readData(data: Component, bom: Bom, dataset: DatasetName): readonly Said[] {
  const { value, path, name } = data;
  const hashes = meansExactly(name, dataset) ? objects(value['hashes'], [...path, 'hashes']) : [];
  const ancestors = at(value, 'pedigree', path);
  return [
    ...say('name', name, [...path, 'name']),
    ...hashes.flatMap(sayDigest),
    ...objects(value['licenses'], [...path, 'licenses']).flatMap(sayLicence),
    ...componentsAt(ancestors.value['ancestors'], [...ancestors.path, 'ancestors'], 1).flatMap(sayAncestor),
    ...readProperties(data),
    ...bom.workflows.flatMap(workflow => sayWorkflow(workflow, data, bom)),
    ...bom.components.flatMap(component => sayStudent(component, data)),
  ];
}

function isModel({ value }: Component): boolean {
  return value['type'] === 'machine-learning-model';
}

/** What data go back to: a model that wrote them, or other data. */
function sayAncestor(ancestor: Component): readonly Said[] {
  return isModel(ancestor) ? sayTeacher(ancestor) : say('parent', ancestor.name, [...ancestor.path, 'name']);
}

function sayTeacher(model: Component): readonly Said[] {
  const { value, path, name } = model;
  const pedigree = at(value, 'pedigree', path);
  const bases = componentsAt(pedigree.value['ancestors'], [...pedigree.path, 'ancestors'], 1);
  const group = typeof value['group'] === 'string' && value['group'] !== '' ? `${value['group']}/` : '';
  return [
    ...say('teacher', `${group}${name}`, [...path, 'name']),
    ...sayTexts('teacher.revision', value['version'], [...path, 'version']),
    ...bases.flatMap(base => say('teacher.base', base.name, [...base.path, 'name'])),
    ...readProperties(model).filter(said => 'field' in said && said.field.startsWith('teacher')),
  ];
}

function sayWorkflow(workflow: ObjectPlace, data: Component, bom: Bom): readonly Said[] {
  const { value, path } = workflow;
  const outputs = resources(value, path, 'outputs', ['resource', 'target', 'source']);
  if (!outputs.some(({ ref }) => ref === data.value['bom-ref'])) return [];
  const inputs = resources(value, path, 'inputs', ['source', 'resource']).flatMap(({ ref }) =>
    bom.components.filter(component => component.value['bom-ref'] === ref && component !== data),
  );
  const said = inputs.flatMap(sayAncestor);
  const generated = inputs.some(isModel);
  const end = ['timeEnd', 'timeStart'].find(key => typeof value[key] === 'string');
  return [
    ...said,
    ...(generated && end !== undefined ? sayTexts('teacher.date', value[end], [...path, end]) : []),
    ...readProperties(workflow),
    ...objects(value['inputs'], [...path, 'inputs']).flatMap(input =>
      objects(input.value['parameters'], [...input.path, 'parameters']).flatMap(readProperty),
    ),
  ];
}

interface Reference {
  readonly ref: string;
}

/** The `bom-ref`s of a workflow's inputs or outputs. */
function resources(value: JsonObject, path: FieldPath, key: string, parts: readonly string[]): readonly Reference[] {
  return objects(value[key], [...path, key]).flatMap(({ value: each }) =>
    parts.flatMap(part => {
      const held = each[part];
      const ref = isObject(held) ? held['ref'] : held;
      return typeof ref === 'string' ? [{ ref }] : [];
    }),
  );
}

/** A model whose card lists the dataset was trained or tested on it; CycloneDX does not tell which. */
function sayStudent(component: Component, data: Component): readonly Said[] {
  if (!isModel(component)) return [];
  const card = at(component.value, 'modelCard', component.path);
  const parameters = at(card.value, 'modelParameters', card.path);
  const lists = objects(parameters.value['datasets'], parameters.path).some(
    ({ value }) =>
      (value['ref'] !== undefined && value['ref'] === data.value['bom-ref']) || value['name'] === data.name,
  );
  return lists ? say('student', component.name, [...component.path, 'name']) : [];
}

function sayDigest({ value, path }: ObjectPlace): readonly Said[] {
  const content = [...path, 'content'];
  if (value['alg'] === 'SHA-256') return sayHash('sha256', value['content'], content, 64);
  return value['alg'] === 'MD5' ? sayHash('md5', value['content'], content, 32) : [];
}

function sayLicence({ value, path }: ObjectPlace): readonly Said[] {
  if (typeof value['expression'] === 'string') return say('licence', value['expression'], [...path, 'expression']);
  const licence = at(value, 'license', path);
  const key = ['id', 'name', 'url'].find(each => typeof licence.value[each] === 'string');
  return key === undefined ? [] : sayTexts('licence', licence.value[key], [...licence.path, key]);
}

function readProperties({ value, path }: ObjectPlace): readonly Said[] {
  return objects(value['properties'], [...path, 'properties']).flatMap(readProperty);
}

/** Names with a prefix belong to whoever registered it: of these only this project's are known. */
function readProperty({ value, path }: ObjectPlace): readonly Said[] {
  const { name, value: held } = value;
  if (typeof name !== 'string' || held === undefined || !/^(?:(?:urn:)?undertone:.*|[^:]*)$/.test(name)) return [];
  return readWord(name, { value: held, path: [...path, 'value'] }) ?? [];
}

function objects(value: JsonValue | undefined, path: FieldPath): readonly ObjectPlace[] {
  return listed(value, path).flatMap(each => (isObject(each.value) ? [{ value: each.value, path: each.path }] : []));
}

function at(value: JsonObject, key: string, path: FieldPath): ObjectPlace {
  const held = value[key];
  return { value: isObject(held) ? held : {}, path: [...path, key] };
}
