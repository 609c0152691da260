import type { Example } from '../dataset/example.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../json/value.ts';
import { stated } from './modelName.ts';
import { compact, cut } from './readers/values.ts';
import type { ProvenanceField } from './record.ts';
import { knownModelId, teacherColumns, teacherOf } from './teacherColumn.ts';

/** Something that a row says of its own origin. */
export interface RowStatement {
  readonly field: ProvenanceField;
  readonly text: string;
  readonly path: FieldPath;
}

/** What is kept of one value; the same for every row, so that equal values are counted as one. */
const longestText = 1000;
const longestName = 200;

type ColumnReader = (value: JsonValue, path: FieldPath) => readonly RowStatement[];

/** Top-level objects that hold columns of their own, and the object inside them that does, where it is not they. */
const holders: ReadonlyMap<string, string | undefined> = new Map([
  ['metadata', undefined],
  ['meta', undefined],
  ['response', 'body'],
  ['result', 'message'],
]);

/** Columns that only hold something for a format to read, in which the teacher is found. */
const formatColumns = ['distilabel_metadata'];

/** Columns that may name a day on which something else happened: they count in rows that name their teacher. */
const dateColumns: ReadonlySet<string> = new Set(['created', 'created_at', 'timestamp']);

const columns: ReadonlyMap<string, ColumnReader> = new Map<string, ColumnReader>([
  ...all('system_fingerprint model_revision teacher_revision', nameOf('teacher.revision')),
  ...all('teacher_base teacher_base_model', nameOf('teacher.base')),
  ...all('teacher_system_prompt generation_system_prompt gen_system_prompt', textOf('teacher.systemPrompt')),
  ...all(
    'temperature top_p top_k min_p max_tokens max_new_tokens max_output_tokens max_completion_tokens repetition_penalty frequency_penalty presence_penalty',
    readParameter,
  ),
  ...all(
    'generation_config gen_input_configs generation_kwargs generation_parameters sampling sampling_params sampling_parameters',
    readParameters,
  ),
  ...all('seed request_seed generation_seed sampling_seed', readSeed),
  ...all('api_base base_url endpoint', readAddress),
  ...all('created created_at timestamp generated_at generated_on generation_date', readDay),
  ...all('student student_model', nameOf('student')),
  ...all(
    'prompt_source prompts_source prompt_origin prompt_dataset prompt_generator prompt_model input_generator instruction_model question_source',
    nameOf('prompts'),
  ),
  ...all('judge judge_model llm_judge reward_model reward_model_name grader grader_model evaluator', nameOf('judge')),
  ...all('annotator', readAnnotator),
  ...all('license licence', nameOf('licence')),
  ...all('terms terms_of_use', nameOf('terms')),
  ...all('source_dataset original_dataset parent_dataset dataset_name', nameOf('parent')),
  ...all('source origin dataset', readSource),
  ...all('split use', nameOf('use')),
  ...all('is_eval is_test is_control control eval_only', readMark),
]);

/** Whether a top-level column may say something of a row's origin: rows without such columns need no further look. */
export function mayStateOrigin(column: string): boolean {
  const name = column.toLowerCase();
  return columns.has(name) || teacherColumns.has(name) || holders.has(name) || formatColumns.includes(name);
}

/**
 * What a row says of its own origin, by the names of its columns (at the top, in `metadata`, or in the body of an API's answer)
 * and by what its format found: the teacher, its system prompt, sampling, seed, judge, licence, source, day, split.
 */
export function rowProvenance(row: JsonObject, example: Example | undefined): readonly RowStatement[] {
  const teachers = teachersOf(row, example);
  const said: RowStatement[] = [...teachers, ...systemPromptOf(row, example)];
  readColumns(row, [], teachers.length > 0, said);
  return said;
}

function readColumns(holder: JsonObject, path: FieldPath, named: boolean, said: RowStatement[]): void {
  for (const key in holder) {
    const name = key.toLowerCase();
    const read = columns.get(name);
    const isHolder = path.length === 0 && holders.has(name);
    // What says nothing of an origin is not even read: rows that differ in it alone say the same.
    if (read === undefined && !isHolder) continue;
    const value = holder[key];
    if (value === undefined || value === null) continue;
    if (read === undefined) readHolder(key, value, named, said);
    else if (named || !dateColumns.has(name)) said.push(...read(value, [...path, key]));
  }
}

function readHolder(key: string, value: JsonValue, named: boolean, said: RowStatement[]): void {
  const inner = holders.get(key.toLowerCase());
  const held = inner !== undefined && isObject(value) ? value[inner] : value;
  if (isObject(held)) readColumns(held, inner === undefined ? [key] : [key, inner], named, said);
}

/** The models that the format or a column names; several in a list are told one by one. */
function teachersOf(row: JsonObject, example: Example | undefined): readonly RowStatement[] {
  const teacher = example?.teacher ?? teacherOf(row);
  if (teacher === undefined) return [];
  const { text, path } = teacher;
  const value = valueAt(row, path);
  if (!isArray(value)) return [{ field: 'teacher', text: cut(text, longestName), path }];
  const names = value.flatMap(each => (typeof each === 'string' && stated(each) !== undefined ? [each] : []));
  return [...new Set(names)].map(name => ({ field: 'teacher', text: cut(name, longestName), path }));
}

/**
 * A system prompt in the row is what the student is trained with. It is the teacher's only where the row records a request: in
 * what distilabel sent, or in a stored completion.
 */
function systemPromptOf(row: JsonObject, example: Example | undefined): readonly RowStatement[] {
  const prompt = example?.systemPrompt;
  if (prompt === undefined) return [];
  const recorded =
    prompt.path[0] === 'distilabel_metadata' || isObject(row['distilabel_metadata']) || isArray(row['choices']);
  return recorded ? [{ field: 'teacher.systemPrompt', text: cut(prompt.text, longestText), path: prompt.path }] : [];
}

function valueAt(row: JsonObject, path: FieldPath): JsonValue | undefined {
  let value: JsonValue | undefined = row;
  for (const step of path) {
    if (typeof step === 'number') value = isArray(value) ? value[step] : undefined;
    else value = isObject(value) ? value[step] : undefined;
  }
  return value;
}

function all(names: string, read: ColumnReader): readonly (readonly [string, ColumnReader])[] {
  return names.split(' ').map(name => [name, read] as const);
}

/** A name, or a list of names. */
function nameOf(field: ProvenanceField): ColumnReader {
  return (value, path) =>
    isArray(value)
      ? [...new Set(value)].flatMap(name => sayText(field, name, path, longestName))
      : sayText(field, value, path, longestName);
}

function textOf(field: ProvenanceField): ColumnReader {
  return (value, path) => sayText(field, value, path, longestText);
}

function sayText(field: ProvenanceField, value: JsonValue, path: FieldPath, length: number): readonly RowStatement[] {
  const text = typeof value === 'string' ? stated(value) : undefined;
  return text === undefined ? [] : [{ field, text: cut(text, length), path }];
}

function readParameter(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  return typeof value === 'number'
    ? [{ field: 'teacher.sampling', text: `{${JSON.stringify(path.at(-1))}:${JSON.stringify(value)}}`, path }]
    : [];
}

/** The seed varies by row in careful datasets: with it in the text, no two rows would say the same. */
function readParameters(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  if (!isObject(value)) return [];
  const { seed, input_generator: generator, ...rest } = value;
  const scalars = Object.entries(rest).filter(([, each]) => ['number', 'boolean', 'string'].includes(typeof each));
  const sampling = cut(compact(Object.fromEntries(scalars)), longestText);
  return [
    ...(scalars.length > 0 ? [{ field: 'teacher.sampling', text: sampling, path } as const] : []),
    ...(seed === undefined ? [] : readSeed(seed, [...path, 'seed'])),
    ...(generator === undefined ? [] : nameOf('prompts')(generator, [...path, 'input_generator'])),
  ];
}

/** Texts under this name are seeds of other kinds. */
function readSeed(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  return typeof value === 'number' ? [{ field: 'teacher.seed', text: String(value), path }] : [];
}

function readAddress(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  return typeof value === 'string' && /^https?:\/\//.test(value)
    ? sayText('teacher.endpoint', value, path, longestName)
    : [];
}

/** Seconds or milliseconds since 1970, or ISO 8601, as a day: finer times differ from row to row. */
function readDay(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  const day = typeof value === 'number' ? dayOf(value) : typeof value === 'string' ? isoDay(value) : undefined;
  return day === undefined ? [] : [{ field: 'teacher.date', text: day, path }];
}

function dayOf(time: number): string | undefined {
  const milliseconds = time > 1e11 ? time : time * 1000;
  // From 2001 to 2100: smaller and larger numbers are no times.
  return milliseconds > 1e12 && milliseconds < 4.1e12 ? new Date(milliseconds).toISOString().slice(0, 10) : undefined;
}

function isoDay(text: string): string | undefined {
  return /^\s*(\d{4}-\d{2}-\d{2})(?:[T ]|\s*$)/.exec(text)?.[1];
}

/** People annotate too. */
function readAnnotator(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  return typeof value === 'string' && knownModelId(value) ? sayText('judge', value, path, longestName) : [];
}

/** A column for whatever the row came from: only the id of a dataset on a hub is taken as one. */
function readSource(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  return typeof value === 'string' && /^[\w.-]{2,60}\/[\w.-]{2,100}$/.test(value) && !knownModelId(value)
    ? [{ field: 'parent', text: value, path }]
    : [];
}

/** `is_eval: true` → `eval`. */
function readMark(value: JsonValue, path: FieldPath): readonly RowStatement[] {
  return value === true ? [{ field: 'use', text: String(path.at(-1)).replace(/^is_|_only$/g, ''), path }] : [];
}
