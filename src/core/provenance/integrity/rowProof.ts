import { startLeaf, verifyInclusion, type NewHash } from './merkleTree.ts';
import { findJsonError } from '../../json/validate.ts';
import { isArray, isObject, type JsonValue } from '../../json/value.ts';
import { counted, number } from '../../text/numbers.ts';

/** The Merkle root over a dataset's rows, in the file's order, each without its newline (RFC 9162, 2.1.1, SHA-256). */
export interface MerkleRoot {
  readonly rows: number;
  /** In lower-case hexadecimal. */
  readonly root: string;
}

/** What shows that a row belongs to a dataset, to be kept as JSON and passed on with the row. Hashes in lower-case hexadecimal. */
export interface RowProof {
  /** Of the row, from 0. */
  readonly index: number;
  readonly leaf: string;
  /** Rows of the dataset. */
  readonly size: number;
  readonly path: readonly string[];
  readonly root: string;
}

export type RowVerdict = { readonly ok: true } | { readonly ok: false; readonly why: string };

/**
 * Whether a row, its newline excluded, stands where the proof says in the dataset that is known by its root and number of rows.
 * These are to come from a source that is trusted, such as a signed statement, not from the proof.
 */
export function verifyRow(row: Uint8Array, proof: RowProof, trusted: MerkleRoot, newHash: NewHash): RowVerdict {
  const { index, size, root } = proof;
  if (root !== trusted.root) {
    return refused(`The proof is for another dataset: its Merkle root is ${root}; expected ${trusted.root}.`);
  }
  if (size !== trusted.rows) {
    return refused(
      `The proof is for another dataset: it has ${counted(size, 'row')}; expected ${number(trusted.rows)}.`,
    );
  }
  const leaf = toHex(startLeaf(newHash).update(row).digest());
  if (leaf !== proof.leaf) {
    return refused(`The row is not the one that was proved: its hash is ${leaf}; the proof's is ${proof.leaf}.`);
  }
  const path = proof.path.map(fromHex);
  if (verifyInclusion({ leaf: fromHex(leaf), index, size, path, root: fromHex(root) }, newHash)) return { ok: true };
  return refused(
    `The proof does not hold: its path does not lead from row ${number(index + 1)} of ${number(size)} to the Merkle root.`,
  );
}

/** Reads a proof that was kept as JSON. */
export function parseRowProof(
  text: string,
): { readonly ok: true; readonly proof: RowProof } | { readonly ok: false; readonly why: string } {
  const error = findJsonError(text);
  if (error) return refused(`The proof is not JSON: ${error.reason}`);
  const value = JSON.parse(text) as JsonValue;
  if (!isObject(value)) return refused('The proof is no JSON object.');
  const { index, leaf, size, path, root } = value;
  if (!isCount(size) || size < 1) return refused('"size" of the proof is no number of rows.');
  if (!isCount(index) || index >= size)
    return refused(`"index" of the proof is no row of ${number(size)}, counted from 0.`);
  if (!isHash(leaf) || !isHash(root)) {
    return refused(`"${isHash(leaf) ? 'root' : 'leaf'}" of the proof is not ${hashWords}.`);
  }
  if (!isArray(path) || !path.every(isHash)) return refused(`"path" of the proof is no list of hashes: ${hashWords}.`);
  return { ok: true, proof: { index, leaf, size, path, root } };
}

export const hashWords = 'a SHA-256 in lower-case hexadecimal, 64 digits';

export function isHash(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Bytes in lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
}

function refused(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
