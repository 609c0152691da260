import { locateField } from '../../json/locate.ts';
import { findJsonError } from '../../json/validate.ts';
import { isObject } from '../../json/value.ts';
import type { JsonObject, JsonValue } from '../../json/value.ts';

/** What is known of a dataset whose teacher is being recorded. */
export interface TeacherRecord {
  /** The dataset's file name. */
  readonly datasetName: string;
  /** Of the file, in lower-case hexadecimal. */
  readonly sha256?: string;
  readonly rows?: number;
  readonly teacher: string;
  /** Of the record, ISO 8601: `2025-11-20`. */
  readonly date: string;
}

/** The name of the sidecar that is written for a dataset, in its folder. */
export function sidecarName(datasetFileName: string): string {
  return `${datasetFileName}.croissant.json`;
}

/** A minimal Croissant 1.1 record that names the teacher as the software agent that generated the dataset. */
export function writeTeacherRecord({ datasetName, sha256, rows, teacher, date }: TeacherRecord): string {
  const record: JsonObject = {
    '@context': {
      '@language': 'en',
      '@vocab': 'https://schema.org/',
      cr: 'http://mlcommons.org/croissant/',
      dct: 'http://purl.org/dc/terms/',
      prov: 'http://www.w3.org/ns/prov#',
      sc: 'https://schema.org/',
      conformsTo: 'dct:conformsTo',
    },
    '@type': 'sc:Dataset',
    name: datasetName,
    description: `${rows === undefined ? 'Rows' : `${rows} rows`} with completions written by ${teacher}.`,
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    dateModified: date,
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': datasetName,
        name: datasetName,
        contentUrl: encodeURIComponent(datasetName),
        encodingFormat: 'application/jsonlines',
        ...(sha256 === undefined ? {} : { sha256 }),
      },
    ],
    'prov:wasGeneratedBy': generation(teacher),
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/**
 * Names a teacher in a record that exists. The text is changed at one place; all else, unknown fields and layout included,
 * stays as it stands. Nothing comes back where the text is no JSON object.
 */
export function addTeacher(existingText: string, teacher: string): string | undefined {
  const mark = existingText.startsWith('\uFEFF') ? 1 : 0;
  if (findJsonError(existingText, mark) !== undefined) return undefined;
  const root = JSON.parse(existingText.slice(mark)) as JsonValue;
  if (!isObject(root)) return undefined;
  const indent = /\n([ \t]+)"/.exec(existingText)?.[1] ?? '';
  const added = nested(generation(teacher), indent);
  const key = Object.keys(root).findLast(name => /(^|[:/#])wasGeneratedBy$/.test(name));
  const present = key === undefined ? undefined : locateField(existingText, [key]);
  if (key === undefined || present === undefined)
    return withProperty(existingText, added, Object.keys(root).length > 0, indent);
  const { start, end } = present;
  const value = existingText.slice(start, end);
  const items = root[key];
  const isList = Array.isArray(items);
  const list =
    isList && items.length > 0
      ? `${value.slice(0, -1).trimEnd()}, ${added}]`
      : isList
        ? `[${added}]`
        : `[${value}, ${added}]`;
  return existingText.slice(0, start) + list + existingText.slice(end);
}

function generation(teacher: string): JsonObject {
  return {
    '@type': 'prov:Activity',
    'prov:label': 'Completions sampled from the teacher',
    'prov:wasAssociatedWith': { '@type': 'prov:SoftwareAgent', 'prov:label': teacher },
  };
}

function nested(value: JsonObject, indent: string): string {
  return JSON.stringify(value, undefined, indent).replaceAll('\n', `\n${indent}`);
}

/** Adds the property at the end of the outermost object. */
function withProperty(text: string, value: string, follows: boolean, indent: string): string {
  const close = text.lastIndexOf('}');
  const before = text.slice(0, close).trimEnd();
  const newline = indent === '' ? '' : '\n';
  return `${before}${follows ? ',' : ''}${newline}${indent}"prov:wasGeneratedBy": ${value}${newline}${text.slice(close)}`;
}
