import { createHash } from 'node:crypto';
import {
  verifyRow as verifyWith,
  type MerkleRoot,
  type RowProof,
  type RowVerdict,
} from '../../core/provenance/integrity/rowProof.ts';
import type { WorkerPool } from '../workerPool.ts';

export interface RowTreeOptions {
  readonly signal?: AbortSignal;
  /** Told with the bytes that were read since. */
  onProgress?(progress: { readonly bytes: number }): void;
}

/** The Merkle root over the rows of a file that is not packed, on a thread. */
export async function merkleRoot(path: string, pool: WorkerPool, options: RowTreeOptions = {}): Promise<MerkleRoot> {
  const { rows, root } = await pool.run('hashRows', { path }, options);
  return { rows, root };
}

/** The proof that a row belongs to a file that is not packed; undefined where it has fewer rows. `index` counts from 0. */
export async function proveRow(
  path: string,
  index: number,
  pool: WorkerPool,
  options: RowTreeOptions = {},
): Promise<RowProof | undefined> {
  const { proof } = await pool.run('hashRows', { path, prove: index }, options);
  return proof;
}

/**
 * Whether a row, its newline excluded, belongs to the dataset of which root and number of rows are known from a trusted source,
 * such as a signed statement.
 */
export function verifyRow(row: Uint8Array, proof: RowProof, trusted: MerkleRoot): RowVerdict {
  return verifyWith(row, proof, trusted, () => createHash('sha256'));
}
