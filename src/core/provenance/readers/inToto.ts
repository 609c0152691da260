import { decodeBase64 } from './base64.ts';
import type { DatasetName, ObjectPlace, Place, ProvenanceReader, Said } from './reader.ts';
import { aboutOthers, means, type NamedFile } from './subject.ts';
import { listed, say, sayHash, sayTexts } from './values.ts';
import { readMapping, readOwnKeys, readWord } from './vocabulary.ts';
import { parseJson } from '../../json/parse.ts';
import { findJsonError } from '../../json/validate.ts';
import { isObject, type FieldPath, type JsonObject } from '../../json/value.ts';
import { knownModelId } from '../teacherColumn.ts';

const payloadType = 'application/vnd.in-toto+json';

/**
 * An in-toto statement, plain, in a DSSE envelope or in a Sigstore bundle, with a SLSA provenance predicate (v1 or v0.2). Nothing
 * is verified here: a statement is read whoever signed it.
 */
export const inToto: ProvenanceReader = {
  id: 'in-toto',
  title: 'in-toto statement',
  documentation: 'https://github.com/in-toto/attestation/blob/main/spec/README.md',
  ownNames: stems =>
    stems.flatMap(stem =>
      ['intoto.json', 'intoto.jsonl', 'att.json', 'dsse.json', 'sigstore.json'].map(ending => `${stem}.${ending}`),
    ),
  sharedNames: ['provenance.json', 'attestation.json', 'provenance.intoto.jsonl', 'multiple.intoto.jsonl'],
  claims: root => isObject(root) && (isStatement(root) || envelopeIn(root) !== undefined),
  read: (root, dataset) => (isObject(root) ? readAny(root, dataset) : []),
};

function isStatement(root: JsonObject): boolean {
  return typeof root['_type'] === 'string' && root['_type'].startsWith('https://in-toto.io/Statement');
}

function envelopeIn(root: JsonObject): ObjectPlace | undefined {
  const held = root['dsseEnvelope'];
  const place = isObject(held) ? { value: held, path: ['dsseEnvelope'] } : { value: root, path: [] };
  return place.value['payloadType'] === payloadType ? place : undefined;
}

function readAny(root: JsonObject, dataset: DatasetName): readonly Said[] {
  const envelope = envelopeIn(root);
  if (envelope === undefined) return readStatement({ value: root, path: [] }, dataset);
  const path = [...envelope.path, 'payload'];
  const text = typeof envelope.value['payload'] === 'string' ? decodeBase64(envelope.value['payload']) : undefined;
  const error = text === undefined ? undefined : findJsonError(text);
  const statement = text === undefined || error !== undefined ? undefined : parseJson(text);
  if (statement === undefined || !isObject(statement)) {
    const why = text === undefined ? 'no base64' : (error?.reason ?? 'no JSON object');
    return [{ problem: `The envelope's payload holds no statement: ${why}`, path }];
  }
  return isStatement(statement) ? readStatement({ value: statement, path }, dataset) : [];
}

function readStatement({ value, path }: ObjectPlace, dataset: DatasetName): readonly Said[] {
  const subjects = listed(value['subject'], [...path, 'subject']);
  const others = aboutOthers(subjects.flatMap(nameOf), dataset);
  if (others !== undefined) return [others];
  const own = subjects.filter(subject => nameOf(subject).every(({ name }) => means(name, dataset)));
  const predicate = part({ value, path }, 'predicate');
  return [
    ...own.flatMap(readSubject),
    ...readOwnKeys(predicate),
    ...readParameters(predicate),
    ...readFinish(predicate),
  ];
}

function nameOf({ value, path }: Place): readonly NamedFile[] {
  const name = isObject(value) ? (value['name'] ?? value['uri']) : undefined;
  return typeof name === 'string' && name !== '' ? [{ name, path: [...path, 'name'] }] : [];
}

function readSubject(subject: Place): readonly Said[] {
  const digest = part(subject, 'digest');
  return [
    ...nameOf(subject).flatMap(({ name, path }) => say('file', name, path)),
    ...sayHash('sha256', digest.value['sha256'], [...digest.path, 'sha256'], 64),
    ...sayHash('md5', digest.value['md5'], [...digest.path, 'md5'], 32),
  ];
}

/** SLSA v1: `buildDefinition`; v0.2: `invocation` and `materials`. */
function readParameters(predicate: Place): readonly Said[] {
  const definition = part(predicate, 'buildDefinition');
  const invocation = part(predicate, 'invocation');
  const said = [part(definition, 'externalParameters'), part(invocation, 'parameters')].flatMap(({ value, path }) =>
    readMapping(value, path, { about: 'generation' }),
  );
  const named = said.some(each => 'field' in each && each.field === 'teacher');
  const dependencies = [
    ...listed(definition.value['resolvedDependencies'], [...definition.path, 'resolvedDependencies']),
    ...listed(isObject(predicate.value) ? predicate.value['materials'] : undefined, [...predicate.path, 'materials']),
  ];
  return [...said, ...dependencies.flatMap(each => readDependency(each, named))];
}

/** A dependency whose name is a word of provenance is that; a model is the teacher where none is named; all else a parent. */
function readDependency({ value, path }: Place, teacherIsNamed: boolean): readonly Said[] {
  if (!isObject(value)) return [];
  const { name, uri } = value;
  const key = typeof uri === 'string' && uri !== '' ? 'uri' : 'name';
  const written = value[key];
  if (typeof written !== 'string') return [];
  const word =
    typeof name === 'string' && key === 'uri' ? readWord(name, { value: written, path: [...path, key] }) : undefined;
  if (word !== undefined)
    return teacherIsNamed ? word.filter(said => !('field' in said && said.field === 'teacher')) : word;
  const model = [name, written].find(each => typeof each === 'string' && knownModelId(afterScheme(each)));
  if (typeof model !== 'string') return say('parent', written, [...path, key]);
  return teacherIsNamed ? [] : say('teacher', afterScheme(model), [...path, model === name ? 'name' : key]);
}

/** `pkg:huggingface/meta-llama/Llama-3.1-8B@abc`, `https://huggingface.co/meta-llama/Llama-3.1-8B` → `meta-llama/Llama-3.1-8B`. */
function afterScheme(uri: string): string {
  const bare = uri.replace(/^(?:pkg:huggingface\/|hf:\/\/|https?:\/\/huggingface\.co\/)/, '');
  return bare === uri ? uri : bare.replace(/[@?#].*$/s, '');
}

/** When the build ended; this project writes statements about generations that it did not run. */
function readFinish(predicate: Place): readonly Said[] {
  const run = part(predicate, 'runDetails');
  const builder = part(run, 'builder').value['id'];
  const isOurs = typeof builder === 'string' && builder.startsWith('urn:undertone:');
  const field = isOurs ? 'modified' : 'teacher.date';
  return [
    { place: part(run, 'metadata'), key: 'finishedOn' },
    { place: part(predicate, 'metadata'), key: 'buildFinishedOn' },
  ].flatMap(({ place, key }) => sayTexts(field, place.value[key], [...place.path, key]));
}

function part({ value, path }: Place, key: string): { readonly value: JsonObject; readonly path: FieldPath } {
  const held = isObject(value) ? value[key] : undefined;
  return { value: isObject(held) ? held : {}, path: [...path, key] };
}
