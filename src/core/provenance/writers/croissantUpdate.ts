import { generationActivity, namespaces, parentEntity, teacherAgent } from './croissant.ts';
import { isProvenanceField, oneOrList, ownKey, type MeasuredFile } from './datasetRecord.ts';
import { appendItem, setField } from './jsonEdit.ts';
import { parseJson } from '../../json/parse.ts';
import { findJsonError } from '../../json/validate.ts';
import { isArray, isObject, type FieldPath, type JsonObject, type JsonValue } from '../../json/value.ts';
import { croissant } from '../readers/croissant.ts';
import { localName, topNodes, typesOf } from '../readers/jsonLd.ts';
import type { ProvenanceField } from '../record.ts';

/** What a record is to say afterwards: by field, all of its values. */
export type RecordChanges = Readonly<Partial<Record<ProvenanceField, readonly string[]>>>;

export type Updated =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      /** One sentence for people, with the next step. */
      readonly why: string;
    };

/**
 * Changes what a Croissant record says, at the places where it says it; unknown fields, order, layout and a byte order mark stay.
 * Refused where the record cannot be read, or would not say afterwards what was asked for: nothing is half done.
 */
export function updateCroissant(existing: string, datasetName: string, changes: RecordChanges): Updated {
  let text = existing;
  const fault = faultOf(text, datasetName);
  if (fault !== undefined) return refused(fault);
  for (const [field, values] of Object.entries(changes)) {
    if (!isProvenanceField(field) || values === undefined || values.length === 0) continue;
    const next = change({ text, datasetName }, field, values);
    if (next === undefined) return refused(cannotSay(field));
    text = next;
    const said = saidIn(text, datasetName, field).map(({ value }) => value);
    if (!sameValues(said, values)) return refused(differs(field, said));
  }
  return { ok: true, text: withNamespaces(text) };
}

/** The values of a file as it stands, as changes. */
export function measuredChanges({ sha256, bytes, rows, merkleRoot }: MeasuredFile, written: string): RecordChanges {
  const text = (value: string | number | undefined): readonly string[] => (value === undefined ? [] : [String(value)]);
  return {
    sha256: text(sha256),
    bytes: text(bytes),
    rows: text(rows),
    merkleRoot: text(merkleRoot),
    modified: [written],
  };
}

/** Something that Undertone did to the rows: an export, a filter run. */
export interface UndertoneActivity {
  /** "Export of the rows that passed": a phrase for people. */
  readonly label: string;
  /** ISO 8601 in UTC. */
  readonly ended: string;
  /** Undertone's version. */
  readonly version: string;
  readonly input: { readonly name: string; readonly sha256?: string; readonly rows?: number };
  readonly output: { readonly sha256?: string; readonly rows?: number };
  /** The filters that chose the rows, each as a person would name it. */
  readonly filters: readonly string[];
}

/** Adds an activity to those of a record; the input becomes a parent of the dataset. */
export function addActivity(existing: string, datasetName: string, activity: UndertoneActivity): Updated {
  const fault = faultOf(existing, datasetName);
  if (fault !== undefined) return refused(fault);
  const node = datasetNode(parsed(existing));
  const text = appendItem(existing, [...node.path, keyOf(node.value, 'prov:wasGeneratedBy')], activityNode(activity));
  return text === undefined ? refused(cannotSay('filter')) : { ok: true, text: withNamespaces(text) };
}

/** An activity of Undertone's as PROV writes it, with this project's keys for counts and hashes. */
function activityNode({ label, ended, version, input, output, filters }: UndertoneActivity): JsonObject {
  const members: Readonly<Record<string, JsonValue | undefined>> = {
    '@type': 'prov:Activity',
    'prov:label': label,
    'prov:endedAtTime': ended,
    'prov:wasAssociatedWith': { '@type': 'prov:SoftwareAgent', 'prov:label': 'Undertone', softwareVersion: version },
    'prov:used': parentEntity(input.name),
    'undertone:inputSha256': input.sha256,
    'undertone:inputRows': input.rows,
    'undertone:outputSha256': output.sha256,
    'undertone:outputRows': output.rows,
    'undertone:filter': oneOrList(filters),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

interface RecordText {
  readonly text: string;
  readonly datasetName: string;
}

function change(record: RecordText, field: ProvenanceField, values: readonly string[]): string | undefined {
  const said = saidIn(record.text, record.datasetName, field);
  const present = said.map(({ value }) => value);
  if (sameValues(present, values)) return record.text;
  const [only] = said;
  const [value] = values;
  if (said.length === 1 && values.length === 1 && only !== undefined && value !== undefined) {
    return setField(record.text, only.path, asWritten(parsed(record.text), only.path, value));
  }
  // What is said already stays where it stands; several values that are to go are a choice for a person.
  const added = values.filter(each => !present.includes(each));
  if (added.length === 0 || !present.every(each => values.includes(each))) return undefined;
  return added.reduce<string | undefined>(
    (text, each) => (text === undefined ? undefined : insert({ ...record, text }, field, each)),
    record.text,
  );
}

/** A number stays a number. */
function asWritten(root: JsonObject, path: FieldPath, value: string): JsonValue {
  let there: JsonValue | undefined = root;
  for (const step of path) there = stepInto(there, step);
  return typeof there === 'number' && /^\d+$/.test(value) ? Number(value) : value;
}

function stepInto(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isObject(value) ? value[step] : undefined;
}

const datasetKeys: Readonly<Partial<Record<ProvenanceField, string>>> = {
  name: 'name',
  licence: 'license',
  terms: 'usageInfo',
  modified: 'dateModified',
  use: 'rai:dataUseCases',
  method: 'rai:dataCollectionType',
  parent: 'prov:wasDerivedFrom',
  teacher: 'prov:wasGeneratedBy',
};
const fileKeys: Readonly<Partial<Record<ProvenanceField, string>>> = {
  sha256: 'sha256',
  md5: 'md5',
  bytes: 'contentSize',
  rows: 'undertone:rows',
  merkleRoot: 'undertone:merkleRoot',
};

/** Puts a value where the writer would put it. */
function insert({ text, datasetName }: RecordText, field: ProvenanceField, value: string): string | undefined {
  const node = datasetNode(parsed(text));
  const datasetKey = datasetKeys[field];
  const fileKey = fileKeys[field];
  if (datasetKey !== undefined) {
    return appendItem(text, [...node.path, keyOf(node.value, datasetKey)], nodeFor(field, value));
  }
  const home = fileKey === undefined ? generationOf(text, datasetName) : fileOf(text, datasetName);
  if (home === undefined && fileKey !== undefined) return undefined;
  const key = fileKey ?? `undertone:${ownKey(field)}`;
  const isCount = field === 'rows' && /^\d+$/.test(value);
  return appendItem(text, [...(home ?? node.path), key], isCount ? Number(value) : value);
}

function nodeFor(field: ProvenanceField, value: string): JsonValue {
  if (field === 'teacher') return { ...generationActivity, 'prov:wasAssociatedWith': teacherAgent(value) };
  return field === 'parent' ? parentEntity(value) : value;
}

/** The activity that generated the rows, where one that names the teacher is written out. */
function generationOf(text: string, datasetName: string): FieldPath | undefined {
  const root = parsed(text);
  for (const { path } of saidIn(text, datasetName, 'teacher')) {
    const at = path.findIndex(step => typeof step === 'string' && localName(step) === 'wasGeneratedBy');
    if (at < 0) continue;
    const home = path.slice(0, typeof path[at + 1] === 'number' ? at + 2 : at + 1);
    let value: JsonValue | undefined = root;
    for (const step of home) value = stepInto(value, step);
    if (isObject(value)) return home;
  }
  return undefined;
}

/** The dataset's own file among those of the record. */
function fileOf(text: string, datasetName: string): FieldPath | undefined {
  const [file] = saidIn(text, datasetName, 'file');
  return file?.path.slice(0, -1);
}

function datasetNode(root: JsonObject): { readonly value: JsonObject; readonly path: FieldPath } {
  const nodes = topNodes(root).flatMap(({ value, path }) => (isObject(value) ? [{ value, path }] : []));
  return nodes.find(({ value }) => typesOf(value).includes('Dataset')) ?? nodes[0] ?? { value: root, path: [] };
}

/** The key under which a node has a property, whatever its prefix. */
function keyOf(node: JsonObject, key: string): string {
  return Object.keys(node).findLast(each => localName(each) === localName(key)) ?? key;
}

interface SaidField {
  readonly value: string;
  readonly path: FieldPath;
}

function saidIn(text: string, datasetName: string, field: ProvenanceField): readonly SaidField[] {
  return croissant
    .read(parsed(text), datasetName)
    .flatMap(said => ('field' in said && said.field === field ? [{ value: said.value, path: said.path }] : []));
}

function sameValues(left: readonly string[], right: readonly string[]): boolean {
  const plain = (values: readonly string[]): string =>
    JSON.stringify([...new Set(values.map(each => each.trim()))].sort());
  return plain(left) === plain(right);
}

function parsed(text: string): JsonObject {
  const root = parseJson(text.replace(/^\uFEFF/, ''));
  return isObject(root) ? root : {};
}

function faultOf(text: string, datasetName: string): string | undefined {
  const error = findJsonError(text, text.startsWith('\uFEFF') ? 1 : 0);
  if (error !== undefined) return `The record is no valid JSON: ${error.reason} Repair or remove it first.`;
  const root = parseJson(text.replace(/^\uFEFF/, ''));
  if (!isObject(root)) return 'The record is no JSON object. Repair or remove it first.';
  if (Object.keys(root).length > 0 && !croissant.claims(root)) {
    return 'The file is no Croissant record. Move it elsewhere, or change it by hand.';
  }
  const other = croissant
    .read(root, datasetName)
    .find(said => 'problem' in said && said.problem.startsWith('This describes '));
  return other !== undefined && 'problem' in other ? other.problem : undefined;
}

/** Declares the prefixes that stand in the record and not in its context. */
function withNamespaces(text: string): string {
  const root = parsed(text);
  const { '@context': context } = root;
  const declared = isArray(context) ? context : [context];
  const missing = Object.entries(namespaces).filter(
    ([prefix]) => text.includes(`"${prefix}:`) && !declared.some(each => isObject(each) && prefix in each),
  );
  if (missing.length === 0) return text;
  if (!isObject(context)) return appendItem(text, ['@context'], Object.fromEntries(missing)) ?? text;
  return missing.reduce((next, [prefix, iri]) => setField(next, ['@context', prefix], iri) ?? next, text);
}

function cannotSay(field: ProvenanceField): string {
  return `\`${field}\` cannot be written here without removing what the record says of it. Change it by hand.`;
}

function differs(field: ProvenanceField, said: readonly string[]): string {
  const now = said.length === 0 ? 'nothing' : said.map(value => `"${value.slice(0, 60)}"`).join(', ');
  return `\`${field}\` would read as ${now} afterwards, so nothing was written. Change it by hand.`;
}

function refused(why: string): Updated {
  return { ok: false, why };
}
