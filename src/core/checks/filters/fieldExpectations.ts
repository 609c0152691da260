import { defineFilter } from '../check.ts';
import { perOptions } from '../perOptions.ts';
import { parseRange, type NumberRange } from '../textFormats.ts';
import { fieldsAt, type FoundField } from './fieldsAt.ts';
import type { RowFinding } from '../../findings/finding.ts';
import { readSchema } from '../../json/jsonSchema.ts';
import { formatPath, isArray, isObject, type JsonValue } from '../../json/value.ts';
import { readPattern } from '../../text/pattern.ts';

/** What the user expects of a field of every row, whatever the row's format. */
export const fieldExpectations = defineFilter({
  kind: 'filter',
  id: 'field-expectations',
  title: 'Field expectations',
  description:
    'Rejects a row whose field is not what you expect: missing, of another type, out of a range, none of a set, unlike a pattern, or against a JSON Schema. It reads the row’s JSON, so it works on rows of no known format too. For expectations on several fields write one schema for the whole row (leave the field empty): `{"required": ["score"], "properties": {"score": {"minimum": 0}}}`. In a schema `pattern`, `patternProperties`, references to other documents and most formats are refused, since they may take for ever or cannot be judged here.',
  severity: 'warning',
  source: { title: 'JSON Schema 2020-12', url: 'https://json-schema.org/draft/2020-12' },
  needs: 'row',
  options: {
    field: {
      type: 'string',
      title: 'Field',
      description:
        'The field, as findings name it: `score`, `meta.lang`, `messages[0].content`; `[*]` stands for every item of a list: `messages[*].role`. Empty: the whole row.',
      default: '',
    },
    required: {
      type: 'boolean',
      title: 'Required',
      description: 'Whether a row without the field is rejected: `missing`.',
      default: true,
    },
    type: {
      type: 'choice',
      title: 'Type',
      description: 'The type of its value: `type`.',
      default: 'any',
      choices: {
        any: 'Any value.',
        string: 'A text.',
        number: 'A number.',
        integer: 'A whole number.',
        boolean: '`true` or `false`.',
        object: 'An object.',
        array: 'A list.',
        null: '`null`.',
      },
    },
    range: {
      type: 'string',
      format: 'range',
      title: 'Range',
      description: 'The numbers that it may be, ends included: `0..1`, `3..`, `..10`; else `out of range`.',
      default: '',
    },
    oneOf: {
      type: 'strings',
      title: 'One of',
      description:
        'The values that it may be, texts as they are, others as in JSON (`1`, `true`); else `not in the set`.',
      default: [],
    },
    pattern: {
      type: 'string',
      format: 'regex',
      title: 'Pattern',
      description: 'What its text must match somewhere, in RE2 syntax; else `pattern`. `^…$` is the whole text.',
      default: '',
    },
    schema: {
      type: 'string',
      format: 'json-schema',
      title: 'Schema',
      description: 'The JSON Schema that it must fit; else `schema`.',
      default: '',
    },
  },
  lacks: ({ field, schema }) =>
    field === '' && schema === '' ? 'No expectation is set: set `field` or `schema`.' : undefined,
  decide: (row, _, options) => {
    const found = fieldsAt(row, options.field);
    const { judge } = compiled(options);
    const missing = options.required ? found.missing.map(path => fault('missing', path, 'is missing')) : [];
    return [...missing, ...found.fields.flatMap(judge)];
  },
  examples: [
    { row: { text: 'a', score: 0.5 }, options: { field: 'score', range: '0..1' }, rejected: [] },
    { row: { text: 'a', score: 7 }, options: { field: 'score', range: '0..1' }, rejected: ['out of range'] },
    { row: { text: 'a' }, options: { field: 'score' }, rejected: ['missing'] },
    { row: { text: 'a' }, options: { field: 'score', required: false, type: 'number' }, rejected: [] },
    { row: { score: '7' }, options: { field: 'score', type: 'number' }, rejected: ['type'] },
    {
      row: { meta: { lang: 'de' } },
      options: { field: 'meta.lang', oneOf: ['en', 'fr'] },
      rejected: ['not in the set'],
    },
    {
      row: { messages: [{ role: 'user' }, { role: 'bot' }] },
      options: { field: 'messages[*].role', pattern: '^(system|user|assistant)$' },
      rejected: ['pattern'],
    },
    {
      row: { score: 7 },
      options: { schema: '{"required": ["id"], "properties": {"score": {"maximum": 5}}}' },
      rejected: ['schema'],
    },
  ],
});

interface Given {
  readonly type: string;
  readonly range: string;
  readonly oneOf: readonly string[];
  readonly pattern: string;
  readonly schema: string;
}

/** One expectation: what is wrong with a value, if anything is. */
type Judge = (field: FoundField) => readonly RowFinding[];

const none: readonly RowFinding[] = [];

const compiled = perOptions((given: Given): { readonly judge: Judge } => {
  const judges = [
    typeJudge(given.type),
    rangeJudge(given.range),
    setJudge(given.oneOf),
    patternJudge(given.pattern),
    schemaJudge(given.schema),
  ];
  const wanted = judges.filter(judge => judge !== undefined);
  return { judge: field => wanted.flatMap(judge => judge(field)) };
});

function typeJudge(type: string): Judge | undefined {
  if (type === 'any') return undefined;
  return ({ value, path }) => {
    const fits = type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;
    return fits ? none : [fault('type', path, `is ${article(typeOf(value))}; expected ${article(type)}`)];
  };
}

function rangeJudge(text: string): Judge | undefined {
  const range = parseRange(text);
  if (range === undefined) return undefined;
  const within = (value: JsonValue, { minimum, maximum }: NumberRange): boolean =>
    typeof value === 'number' && value >= minimum && value <= maximum;
  return ({ value, path }) =>
    within(value, range)
      ? none
      : [fault('out of range', path, `is ${shown(value)}; expected a number in ${text.trim()}`)];
}

function setJudge(values: readonly string[]): Judge | undefined {
  if (values.length === 0) return undefined;
  const known = new Set(values);
  const listed = values.slice(0, 8).join(', ') + (values.length > 8 ? `, … (${values.length} in all)` : '');
  return ({ value, path }) =>
    known.has(textOf(value)) ? none : [fault('not in the set', path, `is ${shown(value)}; expected one of ${listed}`)];
}

function patternJudge(source: string): Judge | undefined {
  const read = source === '' ? undefined : readPattern(source);
  if (read?.ok !== true) return undefined;
  return ({ value, path }) =>
    typeof value === 'string' && read.pattern.find(value) !== undefined
      ? none
      : [fault('pattern', path, `is ${shown(value)}; expected a text that the pattern matches`)];
}

function schemaJudge(text: string): Judge | undefined {
  const read = text === '' ? undefined : readSchema(text);
  if (read?.ok !== true) return undefined;
  return ({ value, path }) => {
    const wrong = read.fault(value);
    if (wrong === undefined) return none;
    return [fault('schema', [...path, ...wrong.path], `does not fit the schema: ${wrong.message.replace(/\.$/, '')}`)];
  };
}

function fault(reason: string, path: FoundField['path'], message: string): RowFinding {
  const named = path.length === 0 ? 'The row' : formatPath(path);
  // A field that is not there cannot be marked.
  const place = reason === 'missing' || path.length === 0 ? {} : { field: path };
  return { ...place, message: `${named} ${message}.`, data: { reasons: [reason] } };
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return isArray(value) ? 'array' : typeof value;
}

const articles: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  object: 'an object',
  array: 'a list',
  null: '`null`',
};

function article(type: string): string {
  return articles[type] ?? type;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shown(value: JsonValue): string {
  if (isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
