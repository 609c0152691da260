/** A SHA-256 under way: what `createHash('sha256')` gives. */
export interface HashInProgress {
  update(bytes: Uint8Array): HashInProgress;
  digest(): Uint8Array;
}

/** Starts a SHA-256. */
export type NewHash = () => HashInProgress;

export interface InclusionProof {
  /** The hash of the leaf, see `startLeaf`. */
  readonly leaf: Uint8Array;
  /** Of the leaf, from 0. */
  readonly index: number;
  /** Leaves of the whole tree. */
  readonly size: number;
  /** The hashes beside the way from the leaf to the root, the leaf's neighbour first. */
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface MerkleSummary {
  readonly size: number;
  readonly root: Uint8Array;
  /** Of the leaf that was asked for; absent where none was or the tree is smaller. */
  readonly proof?: InclusionProof;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** A hash to which a leaf's bytes are added, in as many pieces as they come: its digest is the leaf's hash (RFC 9162, 2.1.1). */
export function startLeaf(newHash: NewHash): HashInProgress {
  return newHash().update(leafPrefix);
}

interface Subtree {
  readonly hash: Uint8Array;
  readonly start: number;
  readonly size: number;
}

/**
 * A Merkle tree as of RFC 9162, 2.1.1 (the same as RFC 6962's), built leaf by leaf: it keeps one hash per level, not the leaves.
 * Where the index of a leaf is given, the leaf's audit path (2.1.3.1) is picked up on the way.
 */
export class MerkleTree {
  readonly #newHash: NewHash;
  readonly #wanted: number | undefined;
  /** Whole subtrees from left to right, each smaller than the one before. */
  readonly #subtrees: Subtree[] = [];
  readonly #path: Uint8Array[] = [];
  #leaf: Uint8Array | undefined;
  #size = 0;

  constructor(newHash: NewHash, wanted?: number) {
    this.#newHash = newHash;
    this.#wanted = wanted;
  }

  /** Adds the next leaf's hash. */
  add(leaf: Uint8Array): void {
    if (this.#size === this.#wanted) this.#leaf = leaf;
    let last: Subtree = { hash: leaf, start: this.#size, size: 1 };
    for (let left = this.#subtrees.at(-1); left?.size === last.size; left = this.#subtrees.at(-1)) {
      this.#subtrees.pop();
      last = this.#join(left, last, this.#path);
    }
    this.#subtrees.push(last);
    this.#size++;
  }

  /** The tree of the leaves so far; more may be added. */
  summary(): MerkleSummary {
    const path = [...this.#path];
    const joined = this.#subtrees.reduceRight<Subtree | undefined>(
      (right, left) => (right === undefined ? left : this.#join(left, right, path)),
      undefined,
    );
    const root = joined?.hash ?? this.#newHash().digest();
    const size = this.#size;
    if (this.#leaf === undefined || this.#wanted === undefined) return { size, root };
    return { size, root, proof: { leaf: this.#leaf, index: this.#wanted, size, path, root } };
  }

  #join(left: Subtree, right: Subtree, path: Uint8Array[]): Subtree {
    const { start } = left;
    const size = left.size + right.size;
    const wanted = this.#wanted;
    if (wanted !== undefined && wanted >= start && wanted < start + size) {
      path.push(wanted < right.start ? right.hash : left.hash);
    }
    return { hash: hashNode(this.#newHash, left.hash, right.hash), start, size };
  }
}

/**
 * Whether the leaf stands at its index in the tree of that size and root (RFC 9162, 2.1.3.2). `size` and `root` are to come from
 * a source that is trusted, not from the proof's sender.
 */
export function verifyInclusion({ leaf, index, size, path, root }: InclusionProof, newHash: NewHash): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let hash = leaf;
  let node = index;
  let last = size - 1;
  for (const beside of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = hashNode(newHash, beside, hash);
      // The last node of a level without a neighbour is its own parent.
      while (node % 2 === 0 && node !== 0) {
        node = node / 2;
        last = Math.floor(last / 2);
      }
    } else hash = hashNode(newHash, hash, beside);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && areEqual(hash, root);
}

function hashNode(newHash: NewHash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return newHash().update(nodePrefix).update(left).update(right).digest();
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
