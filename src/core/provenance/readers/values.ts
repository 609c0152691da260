import type { Place, Said } from './reader.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import { stated } from '../modelName.ts';
import type { ProvenanceField } from '../record.ts';

/** Characters of a value that are kept. */
export const longestValue = 20_000;
const deepestValue = 12;

/** The items of a list, or the value itself, each with its place. */
export function listed(value: JsonValue | undefined, path: FieldPath): readonly Place[] {
  if (value === undefined) return [];
  return isArray(value) ? value.map((each, index) => ({ value: each, path: [...path, index] })) : [{ value, path }];
}

/** A statement, trimmed and cut to what is kept; none for a placeholder such as "unknown". */
export function say(field: ProvenanceField, written: string, path: FieldPath): readonly Said[] {
  const value = stated(written);
  return value === undefined ? [] : [{ field, value: cut(value, longestValue), path }];
}

/** What a scalar, a list of them, or a mapping with a name says; anything else says nothing. */
export function sayTexts(field: ProvenanceField, value: JsonValue | undefined, path: FieldPath): readonly Said[] {
  return listed(value, path).flatMap(place => {
    if (typeof place.value === 'string') return say(field, place.value, place.path);
    if (typeof place.value === 'number') return say(field, String(place.value), place.path);
    const name = isObject(place.value) ? nameIn(place.value, place.path) : undefined;
    return name === undefined ? [] : say(field, name.value, name.path);
  });
}

const nameKeys = ['name', 'id', 'model', 'model_name', 'model_id', '@id', 'path', 'url', 'uri', 'title', 'description'];

/** What a mapping is called, by the first of the usual keys that holds a text. */
export function nameIn(
  mapping: JsonObject,
  path: FieldPath,
): { readonly value: string; readonly path: FieldPath } | undefined {
  for (const key of nameKeys) {
    const value = mapping[key];
    if (typeof value === 'string' && stated(value) !== undefined) return { value, path: [...path, key] };
  }
  return undefined;
}

/** Sampling parameters as JSON with sorted keys; a seed among them is a statement of its own. */
export function saySampling(value: JsonValue | undefined, path: FieldPath): readonly Said[] {
  if (typeof value === 'string') {
    const parsed = parsedObject(value);
    return parsed === undefined ? say('teacher.sampling', value, path) : saySampling(parsed, path);
  }
  if (isArray(value)) return listed(value, path).flatMap(place => saySampling(place.value, place.path));
  if (!isObject(value)) return [];
  const { seed, ...rest } = value;
  const said = Object.values(rest).some(each => each !== undefined && each !== null && !isEmpty(each))
    ? say('teacher.sampling', compact(rest), path)
    : [];
  return isSeed(seed) ? [...said, { field: 'teacher.seed', value: String(seed), path: [...path, 'seed'] }] : said;
}

/** A hash in hexadecimal, of this many digits. */
export function sayHash(
  field: ProvenanceField,
  value: JsonValue | undefined,
  path: FieldPath,
  digits: number,
): readonly Said[] {
  if (typeof value !== 'string') return [];
  const hash = value.trim().toLowerCase();
  return hash.length === digits && /^[0-9a-f]+$/.test(hash) ? [{ field, value: hash, path }] : [];
}

/** A count; texts such as `1234` and `1234 B` count too. */
export function sayCount(field: ProvenanceField, value: JsonValue | undefined, path: FieldPath): readonly Said[] {
  const count =
    typeof value === 'string' && /^\s*\d{1,15}\s*(b|bytes)?\s*$/i.test(value) ? Number.parseInt(value, 10) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0
    ? [{ field, value: String(count), path }]
    : [];
}

/** A value as JSON on one line, keys sorted, so that the same value is the same text; what is nested very deep is null. */
export function compact(value: JsonValue): string {
  return JSON.stringify(sorted(value, deepestValue));
}

/** At most `length` UTF-16 code units, `…` at the end of what was cut. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function sorted(value: JsonValue, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (isArray(value)) return value.map(each => sorted(each, depth - 1));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, each === undefined ? null : sorted(each, depth - 1)]));
}

function isEmpty(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A seed for random numbers; texts under this name are seeds of other kinds. */
export function isSeed(value: JsonValue | undefined): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
}

function parsedObject(text: string): JsonObject | undefined {
  if (!text.trim().startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
