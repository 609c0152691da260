import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  MerkleTree,
  startLeaf,
  verifyInclusion,
  type InclusionProof,
} from '../../../../../src/core/provenance/integrity/merkleTree.ts';

const sha256 = () => createHash('sha256');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const leafHash = (row: Uint8Array): Uint8Array => startLeaf(sha256).update(row).digest();

function treeOf(rows: readonly Uint8Array[], wanted?: number): MerkleTree {
  const tree = new MerkleTree(sha256, wanted);
  for (const row of rows) tree.add(leafHash(row));
  return tree;
}

function proofOf(rows: readonly Uint8Array[], wanted: number): InclusionProof {
  const { proof } = treeOf(rows, wanted).summary();
  assert.ok(proof);
  return proof;
}

// The reference data of Certificate Transparency (google/certificate-transparency, merkle_tree_test.cc; transparency-dev/merkle).
const published = {
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
  paths: [
    { size: 1, index: 0, path: [] },
    {
      size: 8,
      index: 0,
      path: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      size: 8,
      index: 5,
      path: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    { size: 3, index: 2, path: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
    {
      size: 5,
      index: 1,
      path: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
};

const publishedRows = published.leaves.map(leaf => Buffer.from(leaf, 'hex'));

for (const [size, root] of published.roots.entries()) {
  test(`the published root of ${size} leaves`, () => {
    assert.equal(hex(treeOf(publishedRows.slice(0, size)).summary().root), root);
  });
}

for (const { size, index, path } of published.paths) {
  test(`the published audit path of leaf ${index} of ${size}`, () => {
    const proof = proofOf(publishedRows.slice(0, size), index);
    assert.deepEqual(proof.path.map(hex), path);
    assert.ok(verifyInclusion(proof, sha256));
  });
}

/** MTH of RFC 9162, 2.1.1, word for word. */
function rootOracle(rows: readonly Uint8Array[]): Buffer {
  const [only] = rows;
  if (only === undefined) return sha256().digest();
  if (rows.length === 1)
    return sha256()
      .update(Buffer.concat([Buffer.of(0), only]))
      .digest();
  const k = splitOf(rows.length);
  return sha256()
    .update(Buffer.concat([Buffer.of(1), rootOracle(rows.slice(0, k)), rootOracle(rows.slice(k))]))
    .digest();
}

/** PATH of RFC 9162, 2.1.3.1, word for word. */
function pathOracle(m: number, rows: readonly Uint8Array[]): Buffer[] {
  if (rows.length === 1) return [];
  const k = splitOf(rows.length);
  return m < k
    ? [...pathOracle(m, rows.slice(0, k)), rootOracle(rows.slice(k))]
    : [...pathOracle(m - k, rows.slice(k)), rootOracle(rows.slice(0, k))];
}

/** The largest power of two smaller than n. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

const someRows = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 });

test('root and audit path are those of the recursive definition, at every size on the way', () => {
  fc.assert(
    fc.property(someRows, fc.nat(), (rows, chosen) => {
      const wanted = chosen % rows.length;
      const tree = new MerkleTree(sha256, wanted);
      for (const [i, row] of rows.entries()) {
        tree.add(leafHash(row));
        const { size, root, proof } = tree.summary();
        const soFar = rows.slice(0, i + 1);
        assert.equal(size, i + 1);
        assert.equal(hex(root), hex(rootOracle(soFar)));
        assert.deepEqual(proof?.path.map(hex), i < wanted ? undefined : pathOracle(wanted, soFar).map(hex));
        assert.ok(proof === undefined || verifyInclusion(proof, sha256));
      }
    }),
    { numRuns: 60 },
  );
});

test('a proof holds for its own leaf, index, size, path and root, and for no other', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 }),
      fc.nat(),
      fc.nat(),
      (texts, chosen, other) => {
        const rows = texts.map(text => Buffer.from(text));
        const index = chosen % rows.length;
        const proof = proofOf(rows, index);
        const elsewhere = (index + 1 + (other % (rows.length - 1))) % rows.length;
        const flipped = Uint8Array.from(proof.leaf, (byte, i) => (i === other % 32 ? byte ^ 1 : byte));
        const place = other % proof.path.length;
        const wrong: readonly Partial<InclusionProof>[] = [
          { leaf: flipped },
          { leaf: leafHash(rows[elsewhere] ?? assert.fail()) },
          { index: elsewhere },
          { root: flipped },
          { root: proof.root.subarray(0, 31) },
          { root: Buffer.concat([proof.root, Buffer.of(0)]) },
          { path: proof.path.with(place, flipped) },
          { path: proof.path.slice(1) },
          { path: proof.path.slice(0, -1) },
          { path: [...proof.path, flipped] },
          { path: [flipped, ...proof.path] },
          { index: -1 },
          { index: index + 0.5 },
          { index: Number.NaN },
          { size: index },
          { size: 0 },
          { size: Infinity },
        ];
        assert.ok(verifyInclusion(proof, sha256));
        for (const change of wrong)
          assert.equal(verifyInclusion({ ...proof, ...change }, sha256), false, JSON.stringify(change));
      },
    ),
    { numRuns: 100 },
  );
});

test('a leaf is told from an inner node: two hashes as a row do not give the root of their tree', () => {
  const pair = [Buffer.from('a'), Buffer.from('b')];
  const forged = Buffer.concat(pair.map(leafHash));
  assert.notEqual(hex(treeOf([forged]).summary().root), hex(treeOf(pair).summary().root));
});

test('a path longer than a tree of that size has does not hold, though it leads to the root', () => {
  const proof = proofOf(publishedRows.slice(0, 2), 1);
  assert.ok(verifyInclusion(proof, sha256));
  assert.equal(verifyInclusion({ ...proof, index: 0, size: 1 }, sha256), false);
});

test('a leaf given in pieces is the leaf', () => {
  const leaf = startLeaf(sha256).update(Buffer.from('{"a"')).update(Buffer.from(':1}')).digest();
  assert.equal(hex(leaf), hex(leafHash(Buffer.from('{"a":1}'))));
});

test('indexes past 2^31 are not folded', () => {
  // A tree of 2^33 leaves that are all the same: every node of a level is one hash.
  const leaf = leafHash(Buffer.from('x'));
  const levels = [leaf];
  for (let level = 0; level < 33; level++) {
    const below = levels.at(-1) ?? assert.fail();
    levels.push(
      sha256()
        .update(Buffer.concat([Buffer.of(1), below, below]))
        .digest(),
    );
  }
  const proof = { leaf, size: 2 ** 33, path: levels.slice(0, 33), root: levels[33] ?? assert.fail() };
  assert.ok(verifyInclusion({ ...proof, index: 2 ** 32 + 5 }, sha256));
  const left = levels[33] ?? assert.fail();
  const root = sha256()
    .update(Buffer.concat([Buffer.of(1), left, leaf]))
    .digest();
  assert.ok(verifyInclusion({ leaf, index: 2 ** 33, size: 2 ** 33 + 1, path: [left], root }, sha256));
  assert.equal(verifyInclusion({ ...proof, index: 5, size: 2 ** 33 + 1 }, sha256), false);
  assert.equal(verifyInclusion({ ...proof, index: 5, size: 2 }, sha256), false);
});

test('a leaf that the tree does not reach has no proof', () => {
  assert.equal(treeOf(publishedRows, 8).summary().proof, undefined);
});
