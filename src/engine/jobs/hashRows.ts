import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { MerkleTree, startLeaf, type HashInProgress } from '../../core/provenance/integrity/merkleTree.ts';
import { toHex } from '../../core/provenance/integrity/rowProof.ts';
import type { HashedRows, HashRowsJob } from '../../rpc/worker.ts';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

const newline = 10;

/** The Merkle tree over a file's rows, of any length, and the proof of one of them where it is asked for. */
export async function hashRows(
  { path, prove }: HashRowsJob,
  { signal, progress }: JobContext<{ bytes: number }>,
): Promise<HashedRows> {
  return withFile(path, async file => {
    const tree = new MerkleTree(newHash, prove);
    const buffer = Buffer.allocUnsafe(1 << 20);
    // The row that runs over the end of what was read.
    let begun: HashInProgress | undefined;
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      const bytes = buffer.subarray(0, read);
      let at = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
        tree.add((begun ?? startLeaf(newHash)).update(bytes.subarray(at, end)).digest());
        begun = undefined;
        at = end + 1;
      }
      if (at < read) begun = (begun ?? startLeaf(newHash)).update(bytes.subarray(at));
      progress({ bytes: read });
      await breathe(signal);
    }
    if (begun) tree.add(begun.digest());
    return resultOf(tree);
  });
}

// The digest goes by way of a string: `digest()` allocates an array buffer each time, 3.4 instead of 2.2 µs a row.
function newHash(): HashInProgress {
  const hash = createHash('sha256');
  const inProgress: HashInProgress = {
    update(bytes) {
      hash.update(bytes);
      return inProgress;
    },
    digest: () => Buffer.from(hash.digest('binary'), 'binary'),
  };
  return inProgress;
}

function resultOf(tree: MerkleTree): HashedRows {
  const { size, root, proof } = tree.summary();
  const result = { rows: size, root: toHex(root) };
  if (!proof) return result;
  return { ...result, proof: { ...proof, leaf: toHex(proof.leaf), path: proof.path.map(toHex), root: toHex(root) } };
}
