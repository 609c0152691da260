import type { Place, Said } from './reader.ts';
import { isSeed, listed, nameIn, say, sayCount, sayHash, saySampling, sayTexts, compact } from './values.ts';
import { formatPath, isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import { noSystemPrompt, provenanceFields, type ProvenanceField } from '../record.ts';
import { knownModelId } from '../teacherColumn.ts';

/**
 * The keys under which people write provenance, beside the names of the fields themselves: `teacher.systemPrompt`,
 * `teacher_system_prompt`, `undertone:teacherSystemPrompt` and `TeacherSystemPrompt` are the same key.
 */
const words: Readonly<Partial<Record<ProvenanceField, string>>> = {
  teacher:
    'teachers teacher_model teacher_models teacher_name generated_by generator generator_model generation_model generation_models completion_model response_model',
  'teacher.revision': 'teacher_model_revision teacher_version generator_revision model_revision',
  'teacher.base': 'teacher_base_model teacher_base_root',
  'teacher.trainedOn': 'teacher_fine_tuned_on teacher_finetuned_on',
  'teacher.systemPrompt': 'system_prompt system_message teacher_system_message generation_system_prompt',
  'teacher.sampling':
    'sampling sampling_parameters sampling_params generation_config generation_parameters generation_params generation_kwargs decoding',
  'teacher.seed': 'seed request_seed sampling_seed generation_seed',
  'teacher.endpoint': 'endpoint api_base base_url inference_endpoint',
  'teacher.date': 'generated_on generated_at generation_date date_generated',
  student: 'student_model student_name',
  'student.base': 'student_base_model student_base_root',
  'student.method': 'training_method student_training_method',
  prompts:
    'prompt_source prompts_source prompt_origin prompts_origin prompt_dataset prompt_generator prompt_model prompts_from',
  filter: 'filters filtering filters_applied filtered_by filtered_with',
  unfiltered: 'unfiltered_source unfiltered_dataset unfiltered_data',
  judge: 'judges judge_model reward_model grader grader_model',
  parent: 'parents parent_dataset parent_datasets derived_from was_derived_from',
  control: 'controls control_dataset control_datasets',
  use: 'intended_use intended_uses',
  licence: 'license licenses licences',
  terms: 'terms_of_use usage_terms license_link',
  rows: 'row_count num_rows number_of_rows',
  merkleRoot: 'merkle_root',
};

/** Single sampling parameters. */
const parameters =
  'temperature top_p top_k min_p typical_p max_tokens max_new_tokens max_output_tokens max_completion_tokens repetition_penalty frequency_penalty presence_penalty';

/** Fields that no mapping states under its name alone: these say something else in most files. */
const notByName: ReadonlySet<string> = new Set(['name', 'file', 'modified', 'method']);

/** Keys that name the teacher where the mapping is about how the data was generated. */
const modelWords = 'model model_name model_id models';

const vocabulary: ReadonlyMap<string, ProvenanceField | 'parameter'> = new Map([
  ...Object.keys(provenanceFields)
    .filter(field => !notByName.has(field))
    .map(field => [normal(field), field as ProvenanceField] as const),
  ...Object.entries(words).flatMap(([field, keys]) =>
    keys.split(' ').map(key => [normal(key), field as ProvenanceField] as const),
  ),
  ...parameters.split(' ').map(key => [normal(key), 'parameter'] as const),
]);
const modelKeys: ReadonlySet<string> = new Set(modelWords.split(' ').map(normal));

/** `undertone:teacherBase`, `undertone_teacher_base`, `Teacher-Base` → `teacherbase`. */
function normal(key: string): string {
  const bare = key.toLowerCase().replace(/[^a-z0-9:]/g, '');
  return bare.slice(bare.lastIndexOf(':') + 1).replace(/^undertone/, '');
}

/**
 * What the keys of a mapping that people write by hand say. `about: 'generation'`: the mapping describes how the data was made,
 * so that `model` in it is the teacher.
 */
export function readMapping(
  mapping: JsonObject,
  path: FieldPath,
  { about }: { readonly about: 'dataset' | 'generation' },
): readonly Said[] {
  return Object.entries(mapping).flatMap(([key, value]) =>
    value === undefined ? [] : readEntry(key, { value, path: [...path, key] }, about),
  );
}

/** What a key that may be anything says, with its value; `undefined` where it is no word of provenance. */
export function readWord(key: string, place: Place): readonly Said[] | undefined {
  const field = vocabulary.get(normal(key));
  if (field === undefined) return undefined;
  if (field !== 'parameter') return readField(field, place);
  return isScalar(place.value)
    ? [{ field: 'teacher.sampling', value: compact({ [bareKey(key)]: place.value }), path: place.path }]
    : [];
}

/** This project's own keys in a document of another vocabulary: `undertone:sampling`, `urn:undertone:provenance:sampling`. */
export function readOwnKeys({ value, path }: Place): readonly Said[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    each !== undefined && /^(?:urn:)?undertone[:_]/.test(key)
      ? (readWord(key, { value: each, path: [...path, key] }) ?? [])
      : [],
  );
}

function readEntry(key: string, place: Place, about: 'dataset' | 'generation'): readonly Said[] {
  const said = readWord(key, place);
  if (said !== undefined) return said;
  if (about === 'dataset') return [];
  const word = normal(key);
  if (modelKeys.has(word)) return readParty('teacher', place);
  if (word === 'date') return sayTexts('teacher.date', place.value, place.path);
  if (word === 'revision') return sayTexts('teacher.revision', place.value, place.path);
  return word === 'source' || word === 'sources' ? readSource(place) : [];
}

/** A source is a model or a dataset: the value tells. */
function readSource(place: Place): readonly Said[] {
  return sayTexts('parent', place.value, place.path).map(said =>
    'field' in said && knownModelId(said.value) ? { ...said, field: 'teacher' } : said,
  );
}

/** What stands under a word that means this field. */
export function readField(field: ProvenanceField, { value, path }: Place): readonly Said[] {
  switch (field) {
    case 'teacher':
    case 'student':
      return readParty(field, { value, path });
    case 'teacher.systemPrompt':
      return readSystemPrompt({ value, path });
    case 'teacher.sampling':
      return saySampling(value, path);
    case 'teacher.seed':
      return isSeed(value) ? [{ field, value: String(value), path }] : [];
    case 'prompts':
      return listed(value, path).flatMap(readPrompts);
    case 'filter':
      return listed(value, path).flatMap(readFilter);
    case 'sha256':
    case 'merkleRoot':
      return sayHash(field, value, path, 64);
    case 'md5':
      return sayHash(field, value, path, 32);
    case 'rows':
    case 'bytes':
      return sayCount(field, value, path);
    case 'teacher.revision':
    case 'teacher.base':
    case 'teacher.trainedOn':
    case 'teacher.endpoint':
    case 'teacher.date':
    case 'student.base':
    case 'student.method':
    case 'unfiltered':
    case 'judge':
    case 'parent':
    case 'control':
    case 'method':
    case 'use':
    case 'licence':
    case 'terms':
    case 'name':
    case 'file':
    case 'modified':
      return sayTexts(field, value, path);
  }
}

/** Words that say something of the model only inside a mapping of its own. */
const partyWords: ReadonlyMap<string, ProvenanceField> = new Map([
  ['revision', 'teacher.revision'],
  ['version', 'teacher.revision'],
  ['sha', 'teacher.revision'],
  ['commit', 'teacher.revision'],
  ['base', 'teacher.base'],
  ['basemodel', 'teacher.base'],
  ['baseroot', 'teacher.base'],
  ['finetunedfrom', 'teacher.base'],
  ['trainedon', 'teacher.trainedOn'],
  ['finetunedon', 'teacher.trainedOn'],
  ['system', 'teacher.systemPrompt'],
  ['date', 'teacher.date'],
]);

/** A model: its name, or a mapping with its name and more about it; a list of them. */
function readParty(party: 'teacher' | 'student', place: Place): readonly Said[] {
  return listed(place.value, place.path).flatMap(each => {
    const { value, path } = each;
    if (typeof value === 'string') return say(party, value, path);
    if (value === null || (isArray(value) && value.length === 0)) return [];
    if (!isObject(value)) return [noName(path)];
    const name = nameIn(value, path);
    const more = Object.entries(value).flatMap(([key, part]) =>
      part === undefined ? [] : readPartyEntry(party, key, { value: part, path: [...path, key] }),
    );
    return name === undefined
      ? [...(more.length > 0 ? [] : [noName(path)]), ...more]
      : [...say(party, name.value, name.path), ...more];
  });
}

function noName(path: FieldPath): Said {
  return { problem: `\`${formatPath(path)}\` holds no text; the name of a model was expected.`, path };
}

function readPartyEntry(party: 'teacher' | 'student', key: string, place: Place): readonly Said[] {
  const word = normal(key);
  const field = partyWords.get(word);
  if (party === 'student') {
    if (field === 'teacher.base') return readField('student.base', place);
    return word === 'method' ? readField('student.method', place) : [];
  }
  if (field !== undefined) return readField(field, place);
  const said = readWord(key, place) ?? [];
  return said.filter(each => 'problem' in each || each.field.startsWith('teacher.'));
}

/** "None" is an answer here: the teacher had no system prompt. */
function readSystemPrompt({ value, path }: Place): readonly Said[] {
  const none = value === false || (typeof value === 'string' && /^\s*(?:none|no|)\s*$/i.test(value));
  if (none) return [{ field: 'teacher.systemPrompt', value: noSystemPrompt, path }];
  if (isObject(value)) {
    return ['text', 'content', 'sha256'].flatMap(key => {
      const text = value[key];
      if (typeof text !== 'string') return [];
      return say('teacher.systemPrompt', key === 'sha256' ? `sha256:${text}` : text, [...path, key]);
    });
  }
  return sayTexts('teacher.systemPrompt', value, path);
}

function readPrompts({ value, path }: Place): readonly Said[] {
  if (!isObject(value)) return sayTexts('prompts', value, path);
  const parts = ['source', 'generator', 'dataset', 'model'].flatMap(key =>
    sayTexts('prompts', value[key], [...path, key]),
  );
  return parts.length > 0 ? parts : sayTexts('prompts', value, path);
}

/** A filter's name, with its version, what it kept and the like behind it. */
function readFilter({ value, path }: Place): readonly Said[] {
  if (!isObject(value)) return sayTexts('filter', value, path);
  const name = nameIn(value, path);
  if (name === undefined) return isEmptyMapping(value) ? [] : say('filter', compact(value), path);
  const facts = Object.entries(value)
    .flatMap(([key, each]) => (key !== name.path.at(-1) && isScalar(each) ? [`${key}: ${each}`] : []))
    .sort();
  return say('filter', facts.length === 0 ? name.value : `${name.value} (${facts.join(', ')})`, name.path);
}

function isEmptyMapping(value: JsonObject): boolean {
  return Object.keys(value).length === 0;
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function bareKey(key: string): string {
  return key.slice(Math.max(key.lastIndexOf(':'), key.lastIndexOf('/'), key.lastIndexOf('#')) + 1);
}
