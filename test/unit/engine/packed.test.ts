import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import type { Row } from '../../../src/core/dataset/row.ts';
import { unpackZstd } from '../../../src/engine/jobs/unpackFile.ts';
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

async function portable(bytes: Uint8Array, chunk = bytes.length): Promise<Buffer> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  return Buffer.concat(await collect(unpackZstd(chunks())));
}

for (const [extension, packed] of Object.entries(pack)) {
  for (const [name, bytes] of [
    ['many rows', rows],
    ['nasty rows', nastyFile()],
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
    // The second part's start: of Zstandard's checksums, which are optional, the unpacker asks none.
    const damaged = Buffer.from(whole).fill(0x55, packed(rows.subarray(0, 700_001)).length, 400_000);
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

test('Zstandard gives back the same bytes, however they are packed and chunked', async () => {
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }).map(bytes => Buffer.from(bytes)),
    fc.integer({ min: 1, max: 400_000 }).map(length => rows.subarray(0, length)),
    fc.nat(300_000).map(length => Buffer.alloc(length, 'x')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(data, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 70_000 }),
      async (frames, chunk) => {
        const packed = Buffer.concat(frames.map(frame => zstdCompressSync(frame)));
        assert.ok((await portable(packed, chunk)).equals(Buffer.concat(frames)));
      },
    ),
    { numRuns: 40 },
  );
});

test('a Zstandard file cut off at any byte is an error', async () => {
  const packed = zstdCompressSync(rows.subarray(0, 500));
  for (let length = 1; length < packed.length; length++) {
    await assert.rejects(
      portable(packed.subarray(0, length)),
      { code: 'ZSTD_error' },
      `${length} of ${packed.length} bytes`,
    );
  }
});

test('a little packed file that unpacks to a great deal passes in small pieces', async () => {
  const packed = zstdCompressSync(Buffer.alloc(64 << 20, 'x'));
  assert.ok(packed.length < 20_000);
  let largest = 0;
  let total = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield packed;
  }
  for await (const piece of unpackZstd(chunks())) {
    largest = Math.max(largest, piece.length);
    total += piece.length;
  }
  assert.equal(total, 64 << 20);
  assert.ok(largest <= 128 * 1024, `${largest} bytes`);
});

test('none of this left a temporary folder', () => {
  assert.deepEqual(readdirSync(unpacked.path), []);
});
