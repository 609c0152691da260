import type { DatasetName, ObjectPlace, Place, ProvenanceReader, Said } from './reader.ts';
import { aboutOthers, means, meansExactly } from './subject.ts';
import { listed, say, sayCount, sayHash } from './values.ts';
import { readMapping, readWord } from './vocabulary.ts';
import { isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';

/**
 * DVC: `<file>.dvc`, and the stages of `dvc.yaml` and `dvc.lock` that write the dataset. What a stage depends on is a parent,
 * unless it is code; parameters count where their names are words of provenance (`generate.teacher_model`, `temperature`).
 */
export const dvc: ProvenanceReader = {
  id: 'dvc',
  title: 'DVC file',
  documentation: 'https://dvc.org/doc/user-guide/project-structure',
  ownNames: stems => stems.map(stem => `${stem}.dvc`),
  sharedNames: ['dvc.lock', 'dvc.yaml'],
  claims: root => isObject(root) && (Array.isArray(root['outs']) || isStages(root['stages'])),
  read: (root, dataset) => (isObject(root) ? readDvc(root, dataset) : []),
};

function isStages(stages: JsonValue | undefined): boolean {
  return (
    isObject(stages) && Object.values(stages).some(stage => isObject(stage) && ('outs' in stage || 'cmd' in stage))
  );
}

function readDvc(root: JsonObject, dataset: DatasetName): readonly Said[] {
  if (isObject(root['stages'])) {
    // One file for all of a project: stages that write something else are no matter of this dataset.
    return Object.entries(root['stages']).flatMap(([name, stage]) =>
      isObject(stage) ? readStage({ value: stage, path: ['stages', name] }, dataset) : [],
    );
  }
  const outs = filesAt(root['outs'], ['outs']);
  const others = aboutOthers(outs, dataset);
  if (others !== undefined) return [others];
  const meta = root['meta'];
  return [
    ...readStage({ value: root, path: [] }, dataset),
    ...(isObject(meta) ? readMapping(meta, ['meta'], { about: 'generation' }) : []),
  ];
}

interface TrackedFile extends Place {
  readonly name: string;
}

/** Outputs and dependencies: a path, a mapping with `path`, or a mapping of the path to its options. */
function filesAt(value: JsonValue | undefined, path: FieldPath): readonly TrackedFile[] {
  return listed(value, path).flatMap(each => {
    if (typeof each.value === 'string') return [{ ...each, name: each.value }];
    if (!isObject(each.value)) return [];
    const { path: name, url } = each.value;
    if (typeof name === 'string') return [{ ...each, name }];
    if (typeof url === 'string') return [{ ...each, name: url }];
    const [only, ...more] = Object.keys(each.value);
    return only !== undefined && more.length === 0 && isObject(each.value[only]) ? [{ ...each, name: only }] : [];
  });
}

function readStage({ value, path }: ObjectPlace, dataset: DatasetName): readonly Said[] {
  const outs = filesAt(value['outs'], [...path, 'outs']).filter(({ name }) => means(name, dataset));
  if (outs.length === 0) return [];
  return [
    ...outs.flatMap(out => readOut(out, dataset)),
    ...filesAt(value['deps'], [...path, 'deps'])
      .filter(({ name }) => !isCode(name))
      .flatMap(dependency => sayParent(dependency)),
    ...readParameters(value['params'], [...path, 'params']),
  ];
}

function readOut({ name, value, path }: TrackedFile, dataset: DatasetName): readonly Said[] {
  if (!isObject(value)) return say('file', name, path);
  const file = say('file', name, 'path' in value ? [...path, 'path'] : path);
  if (!meansExactly(name, dataset)) return file;
  return [
    ...file,
    ...sayHash('md5', value['md5'], [...path, 'md5'], 32),
    ...sayHash('sha256', value['sha256'], [...path, 'sha256'], 64),
    ...sayCount('bytes', value['size'], [...path, 'size']),
  ];
}

/** An imported file names the repository that it comes from. */
function sayParent({ name, value, path }: TrackedFile): readonly Said[] {
  const repository = isObject(value) ? value['repo'] : undefined;
  const url = isObject(repository) ? repository['url'] : undefined;
  const written = typeof url === 'string' ? `${url} ${name}` : name;
  const key = isObject(value) ? ['path', 'url'].find(each => value[each] === name) : undefined;
  return say('parent', written, key === undefined ? path : [...path, key]);
}

function isCode(name: string): boolean {
  return /\.(py|ipynb|sh|bash|js|mjs|ts|r|jl|rs|go|cpp|c|h|ya?ml|toml|cfg|ini|lock|md)$/i.test(name);
}

/** In `dvc.lock`: file → name → value, names with the way to them: `generate.temperature`. */
function readParameters(parameters: JsonValue | undefined, path: FieldPath): readonly Said[] {
  if (!isObject(parameters)) return [];
  return Object.entries(parameters).flatMap(([file, values]) =>
    isObject(values)
      ? Object.entries(values).flatMap(([name, value]) =>
          value === undefined
            ? []
            : (readWord(name.slice(name.lastIndexOf('.') + 1), { value, path: [...path, file, name] }) ?? []),
        )
      : [],
  );
}
