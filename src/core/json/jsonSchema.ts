import { Validator, type SchemaDraft } from '@cfworker/json-schema';
import { parseJson } from './parse.ts';
import { isArray, isObject, type FieldPath, type JsonValue } from './value.ts';
import { findJsonError } from './validate.ts';
import { messageOf } from '../text/messageOf.ts';

/** Where a value goes against a schema, and how; the path is below the value. */
export interface SchemaFault {
  readonly path: FieldPath;
  readonly message: string;
}

export type ReadSchema =
  | { readonly ok: true; fault(value: JsonValue): SchemaFault | undefined }
  | { readonly ok: false; readonly problem: string };

/** Keywords with one schema, with several, and with schemas by name. */
const one =
  'additionalItems unevaluatedItems items contains additionalProperties unevaluatedProperties propertyNames not if then else';
const several = 'prefixItems items allOf anyOf oneOf';
const named = '$defs definitions properties dependentSchemas dependencies';
/** Formats told by a short pattern without repetition inside repetition. */
const formats: ReadonlySet<unknown> = new Set(['date', 'time', 'date-time', 'uuid', 'ipv4']);
const drafts: Readonly<Record<string, SchemaDraft>> = { 'draft-04': '4', 'draft-07': '7', '2019-09': '2019-09' };

/** Reads the text of a JSON Schema; nothing is fetched, and keywords whose patterns could take for ever are refused. */
export function readSchema(text: string): ReadSchema {
  const parsed = readJson(text);
  if (typeof parsed === 'string') return { ok: false, problem: parsed };
  const { schema } = parsed;
  if (typeof schema !== 'boolean' && !isObject(schema))
    return { ok: false, problem: 'it is neither an object nor `true` or `false`' };
  const problem = refusal(schema, schema, '#');
  if (problem !== undefined) return { ok: false, problem };
  const uri = isObject(schema) ? schema['$schema'] : undefined;
  const draft =
    Object.entries(drafts).find(([name]) => typeof uri === 'string' && uri.includes(name))?.[1] ?? '2020-12';
  const validator = new Validator(schema, draft);
  return { ok: true, fault: value => faultOf(validator, value) };
}

function readJson(text: string): string | { readonly schema: JsonValue } {
  const fault = findJsonError(text, 0);
  return fault === undefined
    ? { schema: parseJson(text) }
    : `${fault.reason.replace(/\.$/, '')} at character ${fault.offset + 1}`;
}

/** Why a schema cannot be used, found before any row is read. */
function refusal(schema: JsonValue | undefined, root: JsonValue, place: string): string | undefined {
  if (!isObject(schema)) return undefined;
  for (const word of ['pattern', 'patternProperties']) {
    if (schema[word] !== undefined)
      return `\`${word}\` at ${place} is not taken here, since it may take for ever; use the option \`pattern\``;
  }
  const { format, $ref: reference } = schema;
  if (format !== undefined && !formats.has(format)) {
    return `the format ${JSON.stringify(format)} at ${place} is not judged here; known: ${[...formats].join(', ')}`;
  }
  if (reference !== undefined && (typeof reference !== 'string' || !resolves(reference, root))) {
    return `\`$ref\` ${JSON.stringify(reference)} at ${place} leads to nothing in the schema`;
  }
  for (const [keyword, value] of Object.entries(schema)) {
    for (const [name, inner] of schemasBelow(keyword, value)) {
      const problem = refusal(inner, root, `${place}/${keyword}${name}`);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

function schemasBelow(
  keyword: string,
  value: JsonValue | undefined,
): readonly (readonly [string, JsonValue | undefined])[] {
  const isOf = (words: string): boolean => words.split(' ').includes(keyword);
  if (isArray(value)) return isOf(several) ? value.map((each, i) => [`/${i}`, each] as const) : [];
  if (isOf(named) && isObject(value)) return Object.entries(value).map(([name, each]) => [`/${name}`, each] as const);
  return isOf(one) ? [['', value]] : [];
}

/** Whether a reference into the same document, by pointer, leads to something. */
function resolves(reference: string, root: JsonValue): boolean {
  if (!/^#(?:\/|$)/.test(reference)) return false;
  return valueAt(root, steps(reference)) !== undefined;
}

function steps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(root: JsonValue, path: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const step of path) {
    if (isArray(at)) at = at[Number(step)];
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

function faultOf(validator: Validator, value: JsonValue): SchemaFault | undefined {
  try {
    const { valid, errors } = validator.validate(value);
    if (valid) return undefined;
    // The last is the innermost.
    const { instanceLocation, error } = errors.at(-1) ?? { instanceLocation: '#', error: '' };
    return { path: fieldPath(value, instanceLocation), message: error };
  } catch (error) {
    // A schema that refers to itself without end: no row fits what cannot be judged.
    return {
      path: [],
      message: `the schema cannot be applied: ${messageOf(error)}`,
    };
  }
}

function fieldPath(value: JsonValue, pointer: string): FieldPath {
  const path: (string | number)[] = [];
  let at: JsonValue | undefined = value;
  for (const step of steps(pointer)) {
    path.push(isArray(at) ? Number(step) : step);
    at = isArray(at) ? at[Number(step)] : isObject(at) ? at[step] : undefined;
  }
  return path;
}
