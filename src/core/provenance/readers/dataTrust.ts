import type { ProvenanceReader, Said } from './reader.ts';
import { listed, say, sayTexts } from './values.ts';
import { readOwnKeys } from './vocabulary.ts';
import { isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import { knownModelId } from '../teacherColumn.ts';

/**
 * Metadata of the Data Provenance Standards 1.0.0 (Data & Trust Alliance). They have no field for the model that generated the
 * data: its name stands in the description of the generation method, if anywhere.
 */
export const dataTrust: ProvenanceReader = {
  id: 'data-trust-alliance',
  title: 'Data & Trust Alliance metadata',
  documentation: 'https://github.com/Data-and-Trust-Alliance/DPS',
  ownNames: stems => stems.flatMap(stem => [`${stem}.dps.json`, `${stem}.provenance.json`]),
  sharedNames: ['metadata.json', 'provenance.json', 'data-provenance.json'],
  claims: root =>
    isObject(root) &&
    isObject(root['source']) &&
    isObject(root['provenance']) &&
    ['generation-method', 'origin-geography', 'generation-period'].some(
      key => key in (root['provenance'] as JsonObject),
    ),
  read: root => (isObject(root) ? readMetadata(root) : []),
};

function readMetadata(root: JsonObject): readonly Said[] {
  const source = part(root, 'source');
  const provenance = part(root, 'provenance');
  const use = part(root, 'use');
  return [
    ...sayTexts('name', source['title'], ['source', 'title']),
    ...sayTexts('parent', provenance['source'], ['provenance', 'source']),
    ...readGeneration(provenance),
    ...sayTexts('licence', use['license'], ['use', 'license']),
    ...listed(use['intended-purpose'], ['use', 'intended-purpose']).flatMap(({ value, path }) =>
      isObject(value) ? describe('use', value, path) : sayTexts('use', value, path),
    ),
    ...['source', 'provenance', 'use'].flatMap(key => readOwnKeys({ value: part(root, key), path: [key] })),
    ...readOwnKeys({ value: root, path: [] }),
  ];
}

function readGeneration(provenance: JsonObject): readonly Said[] {
  const path: FieldPath = ['provenance', 'generation-method'];
  const methods = listed(provenance['generation-method'], path).flatMap(({ value, path: at }) =>
    isObject(value) ? [{ code: text(value['code']), value, path: at }] : [],
  );
  const generated = methods.filter(({ code }) => /machine|generative|synthetic/i.test(code));
  const said = methods.flatMap(({ value, path: at }) => sayTexts('method', value['code'], [...at, 'code']));
  const teachers = generated.flatMap(({ value, path: at }) =>
    modelsIn(text(value['description']), [...at, 'description']),
  );
  return generated.length === 0 ? said : [...said, ...teachers, ...readDate(provenance)];
}

/** When machine-generated data were generated: the end of the period, else the day on which they were compiled. */
function readDate(provenance: JsonObject): readonly Said[] {
  const period = part(provenance, 'generation-period');
  const end = ['end', 'start'].find(key => typeof period[key] === 'string');
  return end === undefined
    ? sayTexts('teacher.date', provenance['date'], ['provenance', 'date'])
    : sayTexts('teacher.date', period[end], ['provenance', 'generation-period', end]);
}

/** The names of known models in a sentence. */
function modelsIn(sentence: string, path: FieldPath): readonly Said[] {
  const names = sentence.split(/[\s,;()"'`]+/).map(word => word.replace(/[.:!?]+$/, ''));
  return [...new Set(names.filter(name => /[-\d/]/.test(name) && knownModelId(name)))].flatMap(name =>
    say('teacher', name, path),
  );
}

function describe(field: 'use', value: JsonObject, path: FieldPath): readonly Said[] {
  const key = typeof value['description'] === 'string' ? 'description' : 'code';
  return sayTexts(field, value[key], [...path, key]);
}

function part(root: JsonObject, key: string): JsonObject {
  const value = root[key];
  return isObject(value) ? value : {};
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
