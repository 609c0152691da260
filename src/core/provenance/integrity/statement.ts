import { hashWords, isCount, isHash, type MerkleRoot } from './rowProof.ts';
import { parseJson } from '../../json/parse.ts';
import { findJsonError } from '../../json/validate.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../json/value.ts';
import { counted, number } from '../../text/numbers.ts';

/**
 * What is attested of a dataset: an in-toto statement (v1) with a SLSA provenance predicate (v1). The build is the distillation,
 * its external parameters are the teacher and what else the maker chose, its dependencies what it was made from.
 */
export interface DatasetStatement {
  /** The files that are meant; they are told by their hash, the name is for people. */
  readonly subjects: readonly Subject[];
  /** `teacher`, `teacher.systemPrompt`, `filter`, … Values that contradict each other all stand, in a list. */
  readonly parameters: JsonObject;
  readonly dependencies: readonly Dependency[];
  /** The rows of the file, where it is one file; absent in statements of other tools. */
  readonly tree?: MerkleRoot;
  /** What wrote the statement. It vouches for the hashes alone: Undertone does not run the distillation. */
  readonly builder: { readonly id: string; readonly version: Readonly<Record<string, string>> };
  /** RFC 3339, in UTC: `2025-11-20T09:30:00Z`. */
  readonly finishedOn?: string;
}

interface Subject {
  readonly name?: string;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

/** A parent dataset, the teacher's weights, the prompts: named by a URI, a hash, or both. */
interface Dependency {
  readonly name?: string;
  readonly uri?: string;
  readonly sha256?: string;
}

/** The id of Undertone as a builder. */
export const undertoneBuilder = 'urn:undertone:record:v1';

const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'https://slsa.dev/provenance/v1';
const buildType = 'urn:undertone:distillation:v1';

/** The statement as the JSON text that is signed (in-toto attestation spec v1; SLSA provenance v1, extension fields with a prefix). */
export function writeStatement(statement: DatasetStatement): string {
  const { subjects, parameters, dependencies, tree, builder, finishedOn } = statement;
  return JSON.stringify({
    _type: statementType,
    subject: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: parameters,
        resolvedDependencies: dependencies.map(({ name, uri, sha256 }) => ({
          name,
          uri,
          digest: sha256 === undefined ? undefined : { sha256 },
        })),
      },
      runDetails: { builder, metadata: finishedOn === undefined ? undefined : { finishedOn } },
      undertone_rows: tree?.rows,
      undertone_merkleRoot: tree?.root,
    },
  });
}

/** Reads a statement. Fields that are not known are passed over, as the specification has it. */
export function parseStatement(
  text: string,
): { readonly ok: true; readonly statement: DatasetStatement } | { readonly ok: false; readonly why: string } {
  const error = findJsonError(text);
  if (error) return { ok: false, why: `The statement is not JSON: ${error.reason}` };
  const root = parseJson(text);
  if (!isObject(root)) return { ok: false, why: 'The statement is no JSON object.' };
  const why = faultOf(root);
  return why === undefined ? { ok: true, statement: read(root) } : { ok: false, why };
}

/** How a dataset differs from what is attested of it, one sentence each; none where it is the same. */
export function differences(
  statement: DatasetStatement,
  found: { readonly sha256: string; readonly tree?: MerkleRoot },
): readonly string[] {
  const { subjects, tree } = statement;
  const problems: string[] = [];
  if (!subjects.some(({ sha256 }) => sha256 === found.sha256)) {
    const attested = subjects.map(({ name, sha256 }) => (name === undefined ? sha256 : `${sha256} (${name})`));
    problems.push(`SHA-256 of the file is ${found.sha256}; the statement is about ${attested.join(', ')}.`);
  }
  if (!tree || !found.tree) return problems;
  if (tree.rows !== found.tree.rows) {
    problems.push(`The file has ${counted(found.tree.rows, 'row')}; the statement says ${number(tree.rows)}.`);
  }
  if (tree.root !== found.tree.root) {
    problems.push(`The Merkle root over the rows is ${found.tree.root}; the statement says ${tree.root}.`);
  }
  return problems;
}

function faultOf(root: JsonObject): string | undefined {
  if (root['_type'] !== statementType) {
    return `"_type" of the statement is ${quoted(root['_type'])}; expected "${statementType}".`;
  }
  if (root['predicateType'] !== predicateType) {
    return `"predicateType" of the statement is ${quoted(root['predicateType'])}; expected "${predicateType}".`;
  }
  const predicate = objectIn(root, 'predicate');
  return (
    faultOfSubjects(root['subject']) ??
    faultOfDefinition(objectIn(predicate, 'buildDefinition')) ??
    faultOfBuilder(objectIn(objectIn(predicate, 'runDetails'), 'builder')) ??
    faultOfTree(predicate)
  );
}

function faultOfSubjects(subjects: JsonValue | undefined): string | undefined {
  if (!isArray(subjects) || subjects.length === 0) return 'The statement names no subject.';
  const at = subjects.findIndex(subject => !isHash(digestIn(subject)));
  if (at < 0) return undefined;
  return `"subject[${at}].digest.sha256" of the statement is ${quoted(digestIn(subjects[at]))}; expected ${hashWords}.`;
}

function faultOfDefinition(definition: JsonObject): string | undefined {
  const { buildType: type, externalParameters, resolvedDependencies } = definition;
  if (typeof type !== 'string' || type === '') return '"buildDefinition.buildType" of the statement is missing.';
  if (!isAbsent(externalParameters) && !isObject(externalParameters)) {
    return '"buildDefinition.externalParameters" of the statement is no object.';
  }
  if (isAbsent(resolvedDependencies)) return undefined;
  const place = '"buildDefinition.resolvedDependencies';
  if (!isArray(resolvedDependencies)) return `${place}" of the statement is no list.`;
  const at = resolvedDependencies.findIndex(each => !isResource(each));
  return at < 0 ? undefined : `${place}[${at}]" of the statement has neither a uri nor a digest.`;
}

function faultOfBuilder({ id }: JsonObject): string | undefined {
  return typeof id === 'string' && id !== '' ? undefined : '"runDetails.builder.id" of the statement is missing.';
}

function faultOfTree({ undertone_rows: rows, undertone_merkleRoot: root }: JsonObject): string | undefined {
  if (isAbsent(rows) && isAbsent(root)) return undefined;
  if (!isCount(rows)) return `"undertone_rows" of the statement is ${quoted(rows)}; expected a number of rows.`;
  return isHash(root)
    ? undefined
    : `"undertone_merkleRoot" of the statement is ${quoted(root)}; expected ${hashWords}.`;
}

/** Takes what is there from a statement without a fault. */
function read(root: JsonObject): DatasetStatement {
  const predicate = objectIn(root, 'predicate');
  const definition = objectIn(predicate, 'buildDefinition');
  const run = objectIn(predicate, 'runDetails');
  const { undertone_rows: rows, undertone_merkleRoot: merkleRoot } = predicate;
  const finishedOn = textIn(objectIn(run, 'metadata'), 'finishedOn');
  return {
    subjects: listIn(root, 'subject').flatMap(readSubject),
    parameters: objectIn(definition, 'externalParameters'),
    dependencies: listIn(definition, 'resolvedDependencies').map(readDependency),
    ...(isCount(rows) && isHash(merkleRoot) && { tree: { rows, root: merkleRoot } }),
    builder: readBuilder(objectIn(run, 'builder')),
    ...(finishedOn !== undefined && { finishedOn }),
  };
}

function readSubject(subject: JsonValue): readonly Subject[] {
  const name = textIn(subject, 'name');
  const sha256 = digestIn(subject);
  return isHash(sha256) ? [{ ...(name !== undefined && { name }), sha256 }] : [];
}

function readDependency(dependency: JsonValue): Dependency {
  const name = textIn(dependency, 'name');
  const uri = textIn(dependency, 'uri');
  const sha256 = digestIn(dependency);
  return {
    ...(name !== undefined && { name }),
    ...(uri !== undefined && { uri }),
    ...(isHash(sha256) && { sha256 }),
  };
}

function readBuilder(builder: JsonObject): DatasetStatement['builder'] {
  const versions = Object.entries(objectIn(builder, 'version'));
  return {
    id: textIn(builder, 'id') ?? '',
    version: Object.fromEntries(
      versions.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
  };
}

function textIn(value: JsonValue, key: string): string | undefined {
  const text = isObject(value) ? value[key] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function listIn(value: JsonObject, key: string): readonly JsonValue[] {
  const list = value[key];
  return isArray(list) ? list : [];
}

function objectIn(value: JsonObject, key: string): JsonObject {
  const object = value[key];
  return isObject(object) ? object : {};
}

function digestIn(resource: JsonValue | undefined): JsonValue | undefined {
  return isObject(resource) ? objectIn(resource, 'digest')['sha256'] : undefined;
}

/** A resource descriptor of in-toto names at least one of these. */
function isResource(value: JsonValue): boolean {
  return isObject(value) && ['uri', 'digest', 'content'].some(key => !isAbsent(value[key]));
}

/** To SLSA, unset, null and empty are the same. */
function isAbsent(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

function quoted(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : JSON.stringify(typeof value === 'string' ? value.slice(0, 80) : value);
}
