import { verifyRow } from '../integrity/rowTree.ts';
import { sign, verify, type Envelope, type PrivateKey } from '../integrity/dsse.ts';
import { parseRowProof, type RowVerdict } from '../../core/provenance/integrity/rowProof.ts';
import {
  differences,
  undertoneBuilder,
  writeStatement,
  type DatasetStatement,
} from '../../core/provenance/integrity/statement.ts';
import { oneOrList, valuesOf, type DatasetRecord } from '../../core/provenance/writers/datasetRecord.ts';
import type { JsonObject } from '../../core/json/value.ts';
import { provenanceFields, type ProvenanceField } from '../../core/provenance/record.ts';
import type { MeasuredRecord } from './record.ts';
import type { OpenDataset } from '../openDataset.ts';

/** Signs what is known of a dataset, and its hashes, with the user's key. */
export function attest(
  record: MeasuredRecord,
  key: PrivateKey,
): { readonly ok: true; readonly envelope: Envelope } | { readonly ok: false; readonly why: string } {
  return sign(writeStatement(statementOf(record)), key);
}

/** What a signature says of a dataset. */
export type Attested =
  | { readonly ok: false; readonly why: string }
  | {
      readonly ok: true;
      readonly keyId: string;
      readonly statement: DatasetStatement;
      /** How the file differs from what was signed, one sentence each. */
      readonly differences: readonly string[];
    };

/** Checks an envelope's signature, then the dataset's file against what it attests. */
export async function checkAttestation(
  dataset: OpenDataset,
  {
    envelope,
    publicKey,
    signal,
  }: { readonly envelope: string; readonly publicKey: string; readonly signal: AbortSignal },
): Promise<Attested> {
  const verified = verify(envelope, publicKey);
  if (!verified.ok) return verified;
  const { statement, keyId } = verified;
  const [sha256, tree] = await Promise.all([
    dataset.sha256({ signal }),
    statement.tree === undefined ? undefined : dataset.merkleRoot({ signal }),
  ]);
  return { ok: true, keyId, statement, differences: differences(statement, { sha256, ...(tree && { tree }) }) };
}

/** Whether a row, its newline excluded, belongs to the dataset of a signed statement, by its proof. */
export function checkRow(
  row: Uint8Array,
  { envelope, publicKey, proof }: { readonly envelope: string; readonly publicKey: string; readonly proof: string },
): RowVerdict {
  const verified = verify(envelope, publicKey);
  if (!verified.ok) return verified;
  const { tree } = verified.statement;
  if (tree === undefined)
    return { ok: false, why: 'The statement has no Merkle root, so it says nothing of single rows.' };
  const parsed = parseRowProof(proof);
  return parsed.ok ? verifyRow(row, parsed.proof, tree) : parsed;
}

/** What the subject, the builder and the dependencies say already, or what is measured. */
const notParameters: readonly ProvenanceField[] = [
  'parent',
  'name',
  'file',
  'sha256',
  'md5',
  'bytes',
  'rows',
  'merkleRoot',
  'modified',
];

function statementOf(record: MeasuredRecord): DatasetStatement {
  const { file, written, version } = record;
  const { name, sha256, rows, merkleRoot } = file;
  return {
    subjects: [{ name, sha256 }],
    parameters: parametersOf(record),
    dependencies: valuesOf(record, 'parent').map(name => ({ name, uri: uriOf(name) })),
    ...(rows !== undefined && merkleRoot !== undefined && { tree: { rows, root: merkleRoot } }),
    builder: { id: undertoneBuilder, version: { undertone: version } },
    finishedOn: written,
  };
}

function parametersOf({ statements }: DatasetRecord): JsonObject {
  const fields = (Object.keys(provenanceFields) as ProvenanceField[]).filter(field => !notParameters.includes(field));
  return Object.fromEntries(
    fields.flatMap(field => {
      const values = new Set(statements.filter(each => each.field === field).map(({ value }) => value));
      const value = oneOrList([...values]);
      return value === undefined ? [] : [[field, value] as const];
    }),
  );
}

/** A dependency is known by its address; a name alone is made one. */
function uriOf(name: string): string {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(name) ? name : `urn:undertone:dataset:${encodeURIComponent(name)}`;
}
