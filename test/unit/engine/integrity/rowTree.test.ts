import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { verifyRow } from '../../../../src/engine/integrity/rowTree.ts';
import { OpenDataset } from '../../../../src/engine/openDataset.ts';
import { physicalLines } from '../../support/oracles.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { nastyFile } from '../nastyRows.ts';
import { bundledWorker, pools } from '../threads.ts';

const folder = temporaryFolder();
const pool = pools(bundledWorker())(1);
const open: OpenDataset[] = [];
after(() => Promise.all(open.map(dataset => dataset.dispose())));

async function openDataset(name: string, content: string | Uint8Array): Promise<OpenDataset> {
  const dataset = await OpenDataset.open(folder.write(name, content), pool);
  open.push(dataset);
  return dataset;
}

/** The root by pairing neighbours, level by level; one without a neighbour goes up as it is. */
function rootOf(lines: readonly Uint8Array[]): string {
  let level: Uint8Array[] = lines.map(line => createHash('sha256').update(Buffer.of(0)).update(line).digest());
  if (level.length === 0) return createHash('sha256').digest('hex');
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const pair = level.slice(i, i + 2);
      above.push(
        pair.length === 1
          ? Buffer.concat(pair)
          : createHash('sha256')
              .update(Buffer.concat([Buffer.of(1), ...pair]))
              .digest(),
      );
    }
    level = above;
  }
  return Buffer.concat(level).toString('hex');
}

const manyRows = Buffer.from(
  Array.from({ length: 30_001 }, (_, i) => `{"completion":"${'7, '.repeat(i % 40)}${i}"}`).join('\r\n'),
);

for (const [name, content] of [
  ['empty', ''],
  ['newline', '\n'],
  ['one', '{"a":1}'],
  ['one-ended', '{"a":1}\n'],
  ['blank-between', '{"a":1}\n\n\n{"b":2}\n'],
  ['nasty', nastyFile()],
  ['many', manyRows],
  ['long', Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(3 << 20, 'x'), Buffer.from('"}\n{"b":2}\n')])],
  [
    'ends-with-a-read',
    Buffer.concat([Buffer.alloc((1 << 20) - 1, 'x'), Buffer.from('\n'), Buffer.alloc(1 << 20, 'y')]),
  ],
] as const) {
  test(`${name}: the root over its rows, plain and packed`, async () => {
    const bytes = Buffer.from(content);
    const lines = physicalLines(bytes);
    const expected = { rows: lines.length, root: rootOf(lines) };
    for (const dataset of [
      await openDataset(`${name}.jsonl`, bytes),
      await openDataset(`${name}.jsonl.gz`, gzipSync(bytes)),
      await openDataset(`${name}.jsonl.zst`, zstdCompressSync(bytes)),
    ]) {
      assert.deepEqual(await dataset.merkleRoot(), expected);
      assert.equal(await dataset.indexed(), expected.rows);
    }
  });
}

test('a row is proved to belong, by its place; a changed one is not', async () => {
  const dataset = await openDataset('prove.jsonl', manyRows);
  const lines = physicalLines(manyRows);
  const trusted = { rows: lines.length, root: rootOf(lines) };
  for (const index of [0, 1, 12_345, 29_999, 30_000]) {
    const proof = (await dataset.proveRow(index)) ?? assert.fail();
    const line = lines[index] ?? assert.fail();
    assert.equal(proof.index, index);
    assert.deepEqual(verifyRow(line, proof, trusted), { ok: true });
    assert.equal(verifyRow(Buffer.concat([line, Buffer.from(' ')]), proof, trusted).ok, false);
  }
  assert.equal(await dataset.proveRow(30_001), undefined);
});

test('progress tells every byte; an abort ends it with its reason', async () => {
  const dataset = await openDataset('progress.jsonl', manyRows);
  let bytes = 0;
  await dataset.merkleRoot({ onProgress: progress => void (bytes += progress.bytes) });
  assert.equal(bytes, manyRows.length);
  const abort = new AbortController();
  const reason = new Error('enough');
  const aborted = openDataset('abort.jsonl', Buffer.concat(Array.from({ length: 20 }, () => manyRows))).then(large =>
    large.merkleRoot({ signal: abort.signal, onProgress: () => abort.abort(reason) }),
  );
  await assert.rejects(aborted, error => error === reason);
});

test('a file that changed meanwhile has no root', async () => {
  const dataset = await openDataset('changed.jsonl', '{"a":1}\n');
  appendFileSync(dataset.path, '{"b":2}\n');
  await assert.rejects(dataset.merkleRoot(), { name: 'DatasetError', code: 'changed' });
  await assert.rejects(dataset.proveRow(0), { name: 'DatasetError', code: 'changed' });
});
