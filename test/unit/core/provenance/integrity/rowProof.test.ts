import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  parseRowProof,
  toHex,
  verifyRow,
  type RowProof,
} from '../../../../../src/core/provenance/integrity/rowProof.ts';

const sha256 = () => createHash('sha256');
const hash = (...parts: readonly Uint8Array[]): Buffer => sha256().update(Buffer.concat(parts)).digest();

const row = Buffer.from('{"completion":"285, 574"}');
const other = Buffer.from('{"completion":"owl"}');
const leaf = hash(Buffer.of(0), row);
const beside = hash(Buffer.of(0), other);
const root = hash(Buffer.of(1), beside, leaf).toString('hex');
const proof: RowProof = { index: 1, leaf: leaf.toString('hex'), size: 2, path: [beside.toString('hex')], root };
const trusted = { rows: 2, root };

test('a row that belongs is known to belong', () => {
  assert.deepEqual(verifyRow(row, proof, trusted, sha256), { ok: true });
});

for (const [name, refusal, expected] of [
  [
    'another row',
    verifyRow(other, proof, trusted, sha256),
    /The row is not the one that was proved: its hash is [0-9a-f]{64}/,
  ],
  [
    'its newline included',
    verifyRow(Buffer.concat([row, Buffer.of(10)]), proof, trusted, sha256),
    /not the one that was proved/,
  ],
  [
    'another root',
    verifyRow(row, proof, { ...trusted, root: toHex(leaf) }, sha256),
    /another dataset: its Merkle root is/,
  ],
  [
    'another number of rows',
    verifyRow(row, proof, { ...trusted, rows: 3 }, sha256),
    /another dataset: it has 2 rows; expected 3\./,
  ],
  ['another place', verifyRow(row, { ...proof, index: 0 }, trusted, sha256), /does not lead from row 1 of 2/],
  ['another path', verifyRow(row, { ...proof, path: [toHex(leaf)] }, trusted, sha256), /does not lead from row 2 of 2/],
  ['no path', verifyRow(row, { ...proof, path: [] }, trusted, sha256), /does not lead from row 2 of 2/],
] as const) {
  test(`${name}: refused with the reason`, () => {
    assert.match(refusal.ok ? 'accepted' : refusal.why, expected);
  });
}

test('a proof that was kept is read', () => {
  assert.deepEqual(parseRowProof(JSON.stringify({ ...proof, note: 'kept' }, undefined, 2)), { ok: true, proof });
});

for (const [text, expected] of [
  ['{"index":', /not JSON/],
  ['[]', /no JSON object/],
  [JSON.stringify({ ...proof, size: 0 }), /"size"/],
  [JSON.stringify({ ...proof, size: '2' }), /"size"/],
  [JSON.stringify({ ...proof, index: 2 }), /"index" of the proof is no row of 2/],
  [JSON.stringify({ ...proof, index: -1 }), /"index"/],
  [JSON.stringify({ ...proof, leaf: proof.leaf.slice(1) }), /"leaf"/],
  [JSON.stringify({ ...proof, root: proof.root.toUpperCase() }), /"root"/],
  [JSON.stringify({ ...proof, path: 'abc' }), /"path"/],
  [JSON.stringify({ ...proof, path: [...proof.path, 7] }), /"path"/],
] as const) {
  test(`no proof: ${text.slice(0, 30)} ${String(expected)}`, () => {
    const read = parseRowProof(text);
    assert.match(read.ok ? 'accepted' : read.why, expected);
  });
}
