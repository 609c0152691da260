import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import type { Row } from '../../../src/core/dataset/row.ts';
import { unpackZstd, unpackZstdPortably } from '../../../src/engine/files/zstd.ts';
import { collect } from '../support/collect.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { nastyFile } from './nastyRows.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const unpacked = temporaryFolder();
const pool = pools(bundledWorker())(2);

const rows = Buffer.from(
  Array.from({ length: 40_000 }, (_, i) => `{"prompt":"${Math.sin(i)}","completion":"${i}"}\n`).join(''),
);
const pieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
const pack = {
  '.gz': (bytes: Buffer) => Buffer.concat(pieces(bytes, 700_001).map(piece => gzipSync(piece))),
  '.zst': (bytes: Buffer) => Buffer.concat(pieces(bytes, 700_001).map(piece => zstdCompressSync(piece))),
};

const summary = ({ span, text, content }: Row): object => ({ span, text, kind: content?.kind });

async function use<Result>(path: string, work: (dataset: OpenDataset) => Promise<Result>): Promise<Result> {
  const dataset = await OpenDataset.open(path, pool, { temporaryFolder: unpacked.path });
  try {
    return await work(dataset);
  } finally {
    await dataset.dispose();
  }
}

async function* chunksOf(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

for (const [extension, packed] of Object.entries(pack)) {
  for (const [name, bytes] of [
    ['many rows', rows],
    ['nasty rows', nastyFile()],
    ['a long first row', Buffer.concat([Buffer.from(`{"text":"${'x'.repeat(1_500_000)}"}\n`), rows])],
  ] as const) {
    test(`${extension} of several parts reads like the file itself: ${name}`, async () => {
      const plain = folder.write('plain.jsonl', bytes);
      const path = folder.write(`part.jsonl${extension}`, packed(bytes));
      const facts = (dataset: OpenDataset) =>
        Promise.all([
          dataset.indexed(),
          dataset.rows(0, 50).then(page => page.map(summary)),
          dataset.rows(39_990, 50).then(page => page.map(summary)),
          collect(dataset.rawRows(7, 3)).then(parts => Buffer.concat(parts).toString('latin1')),
          dataset
            .scan({ checks: [], maxFindingsPerCheck: 0 })
            .then(({ profile, malformed }) => ({ profile, malformed })),
        ]).then(read => [...read, dataset.head]);
      assert.deepEqual(await use(path, facts), await use(plain, facts));
    });
  }

  test(`a cut-off or damaged ${extension} says so, wherever it happened`, async () => {
    const whole = packed(rows);
    const damaged = Buffer.from(whole).fill(0x55, 200_000, 200_400);
    for (const bytes of [
      whole.subarray(0, whole.length - 5),
      whole.subarray(0, 11),
      damaged,
      Buffer.from('{"a":1}\n'),
    ]) {
      const path = folder.write(`bad.jsonl${extension}`, bytes);
      await assert.rejects(
        use(path, dataset => dataset.scan({ checks: [], maxFindingsPerCheck: 0 })),
        { name: 'DatasetError', code: 'corrupt', message: /bad\.jsonl.*(damaged|cut off)/ },
      );
    }
  });
}

test('rows that were unpacked before the damage can be read; those after it are not invented', async () => {
  const many = Buffer.concat([rows, rows, rows, rows, rows, rows, rows, rows, rows, rows]);
  const whole = gzipSync(many);
  const path = folder.write('late.jsonl.gz', whole.subarray(0, whole.length - 100));
  await use(path, async dataset => {
    assert.equal((await dataset.rows(0, 10)).length, 10);
    await assert.rejects(dataset.rows(399_990, 10), { code: 'corrupt' });
    assert.equal(dataset.index.state, 'failed');
  });
});

const withChecksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

for (const [name, unpack] of [
  ['Zstandard', unpackZstd],
  ['portable Zstandard', unpackZstdPortably],
] as const) {
  const unpacked = async (bytes: Uint8Array, size?: number): Promise<Buffer> =>
    Buffer.concat(await collect(unpack(chunksOf(bytes, size))));

  test(`${name} gives back the same bytes, however they are packed and chunked`, async () => {
    const data = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }).map(bytes => Buffer.from(bytes)),
      fc.integer({ min: 1, max: 400_000 }).map(length => rows.subarray(0, length)),
      fc.nat(300_000).map(length => Buffer.alloc(length, 'x')),
    );
    const frame = fc.record({ bytes: data, checked: fc.boolean(), skip: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 100, max: 70_000 }),
        async (frames, size) => {
          const packed = frames.flatMap(({ bytes, checked, skip }) => [
            ...(skip ? [skippable] : []),
            zstdCompressSync(bytes, checked ? withChecksum : {}),
          ]);
          const whole = await unpacked(Buffer.concat(packed), size);
          assert.ok(whole.equals(Buffer.concat(frames.map(({ bytes }) => bytes))));
        },
      ),
      { numRuns: 25 },
    );
  });

  test(`${name} finds a file cut off at any byte`, async () => {
    const first = zstdCompressSync(rows.subarray(0, 300));
    const packed = Buffer.concat([first, zstdCompressSync(rows.subarray(0, 500), withChecksum)]);
    assert.ok((await unpacked(packed, 1)).equals(Buffer.concat([rows.subarray(0, 300), rows.subarray(0, 500)])));
    for (let length = 1; length < packed.length; length++) {
      if (length === first.length) continue;
      await assert.rejects(unpacked(packed.subarray(0, length)), { code: /^Z/ }, `${length} of ${packed.length} bytes`);
    }
  });

  test(`${name} takes what follows a frame for damage where it is no frame`, async () => {
    const first = zstdCompressSync(rows.subarray(0, 300));
    await assert.rejects(unpacked(Buffer.concat([first, Buffer.from('no frame starts with these')])), { code: /^Z/ });
  });

  test(`${name}: a little file that unpacks to a great deal passes in small pieces`, async () => {
    const packed = zstdCompressSync(Buffer.alloc(64 << 20, 'x'));
    assert.ok(packed.length < 20_000);
    let largest = 0;
    let total = 0;
    for await (const piece of unpack(chunksOf(packed))) {
      largest = Math.max(largest, piece.length);
      total += piece.length;
    }
    assert.equal(total, 64 << 20);
    assert.ok(largest <= 1 << 20, `${largest} bytes`);
  });
}

test('a single wrong bit in rows with a checksum is found', async () => {
  const packed = zstdCompressSync(Buffer.from('{"id":"8f14e45fceea167a5a36dedd4bea2543"}'), withChecksum);
  const wrong = Buffer.from(packed);
  wrong[20] = (wrong[20] ?? 0) ^ 1;
  await assert.rejects(collect(unpackZstd(chunksOf(wrong))), { code: /^Z/ });
});

test('none of this left a temporary folder', () => {
  assert.deepEqual(readdirSync(unpacked.path), []);
});
