import type { DatasetName, Place, ProvenanceReader, Said } from './reader.ts';
import { means } from './subject.ts';
import { listed, say, sayTexts } from './values.ts';
import { readField, readMapping, readWord } from './vocabulary.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';

/** Keys that hold a mapping about how the data was made, as people nest it. */
const holders: ReadonlySet<string> = new Set([
  'provenance',
  'generation',
  'generation_info',
  'data_generation',
  'distillation',
  'distilabel',
  'synthetic',
  'synthetic_data',
  'undertone',
  'lineage',
]);
const deepest = 4;
/** Keys with a meaning of their own on the Hub; `base_model` on a dataset's card names no teacher. */
const ownKeys: ReadonlySet<string> = new Set(['license', 'license_name', 'source_datasets', 'annotations_creators']);

/**
 * A dataset card: `README.md` with YAML front matter. The Hub has no field for the generator, so the extra keys that people write
 * are read. A model named in the prose below names no teacher: it may be anything.
 */
export const datasetCard: ProvenanceReader = {
  id: 'dataset-card',
  title: 'Dataset card',
  documentation: 'https://huggingface.co/docs/hub/datasets-cards',
  ownNames: () => [],
  sharedNames: ['README.md'],
  claims: isObject,
  read: (root, dataset) => (isObject(root) ? readCard(root, dataset) : []),
};

function readCard(card: JsonObject, dataset: DatasetName): readonly Said[] {
  const keys = Object.entries(card).flatMap(([key, value]) =>
    value === undefined ? [] : readKey(key, { value, path: [key] }),
  );
  return [...keys, ...readLicence(card), ...readHubKeys(card), ...readSplits(card['configs'], dataset)];
}

function readKey(key: string, place: Place): readonly Said[] {
  if (ownKeys.has(key)) return [];
  if (key === 'model') return readField('teacher', place);
  if (holders.has(key.toLowerCase())) return readHolder(place, deepest);
  return readWord(key, place) ?? [];
}

function readHolder({ value, path }: Place, depth: number): readonly Said[] {
  return listed(value, path).flatMap(place => {
    if (!isObject(place.value) || depth === 0) return [];
    const nested = Object.entries(place.value).flatMap(([key, each]) =>
      holders.has(key.toLowerCase()) && each !== undefined
        ? readHolder({ value: each, path: [...place.path, key] }, depth - 1)
        : [],
    );
    return [...readMapping(place.value, place.path, { about: 'generation' }), ...nested];
  });
}

/** `license: other` is explained by `license_name`. */
function readLicence({ license, license_name: name }: JsonObject): readonly Said[] {
  const named = sayTexts('licence', name, ['license_name']);
  const licences = sayTexts('licence', license, ['license']);
  return [...licences.filter(said => !(named.length > 0 && 'field' in said && said.value === 'other')), ...named];
}

function readHubKeys(card: JsonObject): readonly Said[] {
  const method = ['annotations_creators', 'language_creators', 'tags'].flatMap(key =>
    sayTexts('method', card[key], [key]).filter(said => 'field' in said && isMethod(said.value)),
  );
  const sources = sayTexts('parent', card['source_datasets'], ['source_datasets']).flatMap(said =>
    'field' in said ? sayParent(said.value, said.path) : [],
  );
  return [...method, ...sources, ...sayTexts('name', card['pretty_name'], ['pretty_name'])];
}

function isMethod(tag: string): boolean {
  return /^(machine-generated|synthetic(-data)?|library:distilabel|distilabel|rlaif)$/i.test(tag);
}

/** `original` and `extended` name no dataset, `extended|squad` does. */
function sayParent(source: string, path: FieldPath): readonly Said[] {
  const name = source.replace(/^extended\|/, '');
  return /^(original|extended)$/.test(name) ? [] : say('parent', name.replace(/^other-/, ''), path);
}

/** `configs` may say which split the dataset's file is. */
function readSplits(configs: JsonValue | undefined, dataset: DatasetName): readonly Said[] {
  if (dataset === undefined || !isArray(configs)) return [];
  return listed(configs, ['configs']).flatMap(config =>
    isObject(config.value)
      ? listed(config.value['data_files'], [...config.path, 'data_files']).flatMap(({ value, path }) =>
          isObject(value) && typeof value['split'] === 'string' && listsFile(value['path'], dataset)
            ? say('use', value['split'], [...path, 'split'])
            : [],
        )
      : [],
  );
}

function listsFile(paths: JsonValue | undefined, dataset: string): boolean {
  return listed(paths, []).some(({ value }) => typeof value === 'string' && means(value, dataset));
}
