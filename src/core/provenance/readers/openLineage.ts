import type { DatasetName, ObjectPlace, Place, ProvenanceReader, Said } from './reader.ts';
import { aboutOthers, means } from './subject.ts';
import { listed, say, sayCount, sayTexts } from './values.ts';
import { readMapping, readWord } from './vocabulary.ts';
import { isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';

/**
 * OpenLineage run and dataset events, one or a list (JSON Lines: one each line). There is no standard facet for a generator: the
 * custom facet `distillationGenerator` is read wherever facets stand.
 */
export const openLineage: ProvenanceReader = {
  id: 'openlineage',
  title: 'OpenLineage events',
  documentation: 'https://openlineage.io/docs/spec/object-model',
  ownNames: stems => stems.flatMap(stem => [`${stem}.openlineage.json`, `${stem}.openlineage.jsonl`]),
  sharedNames: ['openlineage.json', 'openlineage.jsonl', 'lineage.json', 'lineage.jsonl'],
  claims: root => listed(root, []).some(({ value }) => isEvent(value)),
  read: (root, dataset) => {
    const events = listed(root, []).filter(({ value }) => isEvent(value));
    const written = events.flatMap(outputsOf);
    const others = aboutOthers(
      written.map(({ name, path }) => ({ name, path })),
      dataset,
    );
    return others === undefined ? events.flatMap(event => readEvent(event, dataset)) : [others];
  },
};

function isEvent(value: JsonValue): value is JsonObject {
  return (
    isObject(value) &&
    typeof value['eventTime'] === 'string' &&
    (isObject(value['job']) || isObject(value['dataset'])) &&
    (typeof value['schemaURL'] === 'string' || typeof value['producer'] === 'string')
  );
}

interface Dataset extends Place {
  readonly value: JsonObject;
  readonly name: string;
}

function datasetsAt(value: JsonValue | undefined, path: FieldPath): readonly Dataset[] {
  return listed(value, path).flatMap(each =>
    isObject(each.value) && typeof each.value['name'] === 'string'
      ? [{ value: each.value, path: each.path, name: each.value['name'] }]
      : [],
  );
}

/** What an event writes; an event about a dataset alone is about that. */
function outputsOf({ value, path }: Place): readonly Dataset[] {
  if (!isObject(value)) return [];
  return [...datasetsAt(value['outputs'], [...path, 'outputs']), ...datasetsAt(value['dataset'], [...path, 'dataset'])];
}

function readEvent(event: Place, dataset: DatasetName): readonly Said[] {
  const { value, path } = event;
  const outputs = outputsOf(event).filter(({ name }) => means(name, dataset));
  if (!isObject(value) || outputs.length === 0) return [];
  const holders = [part({ value, path }, 'run'), part({ value, path }, 'job'), ...outputs];
  const generators = holders.flatMap(holder => facets(holder, 'distillationGenerator')).flatMap(readGenerator);
  const dated = generators.some(said => 'field' in said && said.field === 'teacher.date');
  const isTeacher = generators.some(said => 'field' in said && said.field === 'teacher');
  return [
    ...generators,
    ...(isTeacher && !dated ? sayTexts('teacher.date', value['eventTime'], [...path, 'eventTime']) : []),
    ...datasetsAt(value['inputs'], [...path, 'inputs']).flatMap(input =>
      say('parent', input.name, [...input.path, 'name']),
    ),
    ...outputs.flatMap(readOutput),
    ...facets(part({ value, path }, 'run'), 'executionParameters').flatMap(readParameters),
  ];
}

function part({ value, path }: Place, key: string): Place {
  const held = isObject(value) ? value[key] : undefined;
  return { value: held ?? null, path: [...path, key] };
}

/** A facet of this name, among those of the run, the job or the dataset, or of this one output. */
function facets(holder: Place, name: string): readonly ObjectPlace[] {
  return ['facets', 'outputFacets'].flatMap(key => {
    const facet = part(part(holder, key), name);
    return isObject(facet.value) ? [{ value: facet.value, path: facet.path }] : [];
  });
}

function readGenerator({ value, path }: ObjectPlace): readonly Said[] {
  const own = Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('_')));
  return readMapping(own, path, { about: 'generation' });
}

function readOutput(output: Dataset): readonly Said[] {
  const statistics = facets(output, 'outputStatistics').flatMap(({ value, path }) => [
    ...sayCount('rows', value['rowCount'], [...path, 'rowCount']),
    ...sayCount('bytes', value['size'], [...path, 'size']),
  ]);
  const tags = facets(output, 'tags').flatMap(({ value, path }) =>
    listed(value['tags'], [...path, 'tags']).flatMap(tag => readPair(tag, 'key')),
  );
  return [...statistics, ...tags];
}

function readParameters({ value, path }: ObjectPlace): readonly Said[] {
  return listed(value['parameters'], [...path, 'parameters']).flatMap(each => readPair(each, 'key'));
}

function readPair({ value, path }: Place, keyName: string): readonly Said[] {
  if (!isObject(value)) return [];
  const key = value[keyName];
  const held = value['value'];
  return typeof key === 'string' && held !== undefined
    ? (readWord(key, { value: held, path: [...path, 'value'] }) ?? [])
    : [];
}
