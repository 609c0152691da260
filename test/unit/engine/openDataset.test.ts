import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readdirSync, writeSync } from 'node:fs';
import { after, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import { isObject } from '../../../src/core/json/value.ts';
import type { WorkerPool } from '../../../src/engine/workerPool.ts';
import { everyRowCheck, plain, scanSliced } from '../core/scan/scanning.ts';
import { physicalLines } from '../support/oracles.ts';
import { collect } from '../support/collect.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { kindOf, nastyFile, nastyLines } from './nastyRows.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const newPool = pools(bundledWorker());
const open: OpenDataset[] = [];
after(() => Promise.all(open.map(dataset => dataset.dispose())));

async function openDataset(path: string, pool: WorkerPool = newPool()): Promise<OpenDataset> {
  const dataset = await OpenDataset.open(path, pool);
  open.push(dataset);
  return dataset;
}

const plan = { checks: [], maxFindingsPerCheck: 0 };

test('every row of a nasty file is what an oracle says, whether read by page, by bytes or by scan', async t => {
  const bytes = nastyFile();
  const lines = physicalLines(bytes);
  const dataset = await openDataset(folder.write('nasty.jsonl', bytes));
  const expected = lines.map((line, i) => kindOf(line, { first: i === 0 }));
  const rows = await dataset.rows(0, 1000, { maxRowBytes: 1e6 });
  assert.equal(rows.length, nastyLines.length);
  for (const [i, [name]] of nastyLines.entries()) {
    await t.test(name, () => {
      const row = rows[i];
      assert.ok(row);
      assert.equal(row.content?.kind, expected[i]);
      assert.equal(row.text, new TextDecoder('utf-8', { ignoreBOM: true }).decode(lines[i]));
      assert.deepEqual(bytes.subarray(row.span.byteStart, row.span.byteEnd), Buffer.from(lines[i] ?? []));
    });
  }
  const count = (kind: string): number => expected.filter(each => each === kind).length;
  const { profile, malformedRows } = await dataset.scan(plan);
  assert.equal(await dataset.indexed(), lines.length);
  assert.deepEqual(
    [profile.rows, profile.blank, profile.malformed],
    [lines.length, count('blank'), count('malformed')],
  );
  assert.deepEqual(
    [...malformedRows],
    [...expected.keys()].filter(i => expected[i] === 'malformed'),
  );
  for (const start of [0, 3, lines.length - 1]) {
    const pieces = await collect(dataset.rawRows(start, 5));
    const asked = lines.slice(start, start + 5);
    const all = Buffer.concat(asked.flatMap((line, i) => (i === 0 ? [line] : [Buffer.from('\n'), line])));
    assert.ok(Buffer.concat(pieces).toString('latin1').startsWith(all.toString('latin1')));
  }
});

for (const [name, content, rows] of [
  ['empty', '', 0],
  ['newline', '\n', 1],
  ['two-newlines', '\n\n', 2],
  ['no-newline', '{}', 1],
  ['bom-alone', '\ufeff', 1],
] as const) {
  test(`${name}: ${rows} rows, plain and packed`, async () => {
    for (const dataset of [
      await openDataset(folder.write(`${name}.jsonl`, content)),
      await openDataset(folder.write(`${name}.jsonl.gz`, gzipSync(content))),
    ]) {
      assert.equal(await dataset.indexed(), rows);
      assert.equal((await dataset.rows(0, 10)).length, rows);
      assert.equal((await dataset.scan(plan)).profile.rows, rows);
      assert.equal((await dataset.scan(plan)).profile.malformed, 0);
      assert.equal(dataset.head.rows, rows);
    }
  });
}

test('the first rows are there before the index is', async () => {
  // A thread that never answers: the index never comes.
  const idle = pools(folder.write('idle.js', 'require("node:worker_threads").parentPort.on("message", () => {})'));
  const dataset = await openDataset(folder.write('first.jsonl', '{"a":1}\n'.repeat(100_000)), idle(1));
  const rows = await dataset.rows(0, 100);
  assert.equal(rows.length, 100);
  assert.equal(dataset.index.state, 'building');
});

test('the head is whole rows alone, and the rows around its end are read like any other', async () => {
  const bytes = Buffer.from(
    Array.from({ length: 20_000 }, (_, i) => `{"prompt":"${'é'.repeat(i % 47)}","i":${i}}\n`).join(''),
  );
  for (const path of [folder.write('head.jsonl', bytes), folder.write('head.jsonl.gz', gzipSync(bytes))]) {
    const dataset = await openDataset(path);
    const { rows, malformed } = dataset.head;
    assert.ok(rows > 1000 && rows < 20_000, `${rows} rows`);
    assert.equal(malformed, 0);
    assert.deepEqual(
      (await dataset.rows(rows - 2, 4)).map(
        ({ content }) => content?.kind === 'value' && isObject(content.value) && content.value['i'],
      ),
      [rows - 2, rows - 1, rows, rows + 1],
    );
  }
});

test('a 100 MB row is one row: it does not stop its neighbours, and it is scanned', async () => {
  const long = Buffer.concat([
    Buffer.from('{"a":1}\n{"text":"'),
    Buffer.alloc(100 << 20, 'x'),
    Buffer.from('"}\n{"b":2}'),
  ]);
  const dataset = await openDataset(folder.write('long.jsonl', long));
  const [first, row, last, ...more] = await dataset.rows(0, 10);
  assert.deepEqual(first?.content, { kind: 'value', value: { a: 1 } });
  assert.equal(row?.content, undefined);
  assert.ok(row?.text.startsWith('{"text":"xxx') && row.text.length < 1e6);
  assert.deepEqual(last?.content, { kind: 'value', value: { b: 2 } });
  assert.deepEqual(more, []);
  const { profile } = await dataset.scan(plan);
  assert.deepEqual([profile.rows, profile.malformed], [3, 0]);
});

test('a row too long for one text is counted and reported, never read', async () => {
  const path = folder.write('oversized.jsonl', '{"a":1}\n');
  const file = openSync(path, 'r+');
  ftruncateSync(file, 300 << 20);
  writeSync(file, '\n{"b":2}\n', 300 << 20);
  closeSync(file);
  const dataset = await openDataset(path);
  const { profile, malformed } = await dataset.scan(plan);
  assert.deepEqual([profile.rows, profile.malformed], [3, 1]);
  assert.equal(malformed[0]?.row, 1);
  assert.match(malformed[0]?.error.reason ?? '', /300 MB long; rows of up to 256 MB are read/);
  assert.deepEqual([...(await dataset.find({ text: '"b"', caseSensitive: true }))], [2]);
  assert.equal(await dataset.indexed(), 3);
});

test('the hash is SHA-256 of the file as it stands on disk', async () => {
  const packed = gzipSync('{"a":1}\n');
  const dataset = await openDataset(folder.write('hash.jsonl.gz', packed));
  assert.equal(await dataset.sha256(), createHash('sha256').update(packed).digest('hex'));
});

test('rows that hold a text are found in every slice, on any number of threads', async () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, i) => `{"completion":"${'word '.repeat(8)}${i % 977 === 5 ? 'OWL' : 'cat'} ${i}"}`,
  );
  const expected = [...lines.keys()].filter(i => lines[i]?.includes('OWL'));
  const path = folder.write('find.jsonl', lines.join('\n'));
  for (const threads of [1, 2]) {
    const dataset = await openDataset(path, newPool(threads));
    const progress: number[] = [];
    const found = await dataset.find(
      { text: 'owl', caseSensitive: false },
      { onProgress: ({ rowsSearched }) => progress.push(rowsSearched) },
    );
    assert.deepEqual([...found], expected);
    assert.equal(progress.at(-1), lines.length);
    assert.ok(progress.length > 1, 'more than one slice');
  }
});

test('a packed file leaves nothing behind', async () => {
  const temporary = temporaryFolder();
  const path = folder.write('packed.jsonl.gz', gzipSync('{"a":1}\n'));
  const dataset = await OpenDataset.open(path, newPool(1), { temporaryFolder: temporary.path });
  assert.equal((await dataset.rows(0, 1)).length, 1);
  assert.equal(readdirSync(temporary.path).length, 1);
  await dataset.dispose();
  await dataset.dispose();
  assert.deepEqual(readdirSync(temporary.path), []);
});

for (const limit of [8_000, 50]) {
  test(`a scan comes to the same on one thread and on two, plain and packed, with ${limit} findings kept`, async () => {
    const lines = Array.from({ length: 24_000 }, (_, i) =>
      i % 200 === 7 ? '{"broken"' : `{"prompt":"p${i}","completion":"${i % 3 === 0 ? 'the owl' : `${i}, ${i + 1}`}"}`,
    );
    const bytes = Buffer.from(lines.join('\n'));
    const path = folder.write('scan.jsonl', bytes);
    const packed = folder.write('scan.jsonl.gz', gzipSync(bytes));
    const whole = plain(scanSliced(bytes, [], everyRowCheck(limit)));
    for (const [file, threads] of [
      [path, 1],
      [path, 2],
      [packed, 2],
    ] as const) {
      const dataset = await openDataset(file, newPool(threads));
      let blocks = 0;
      const result = await dataset.scan(everyRowCheck(limit), { onProgress: () => blocks++ });
      assert.ok(blocks > 1, 'more than one block');
      assert.equal(result.profile.malformed, 120);
      const got = plain(result);
      // Part by part: the difference of two whole results is too large to print.
      for (const [i, outcome] of got.outcomes.entries()) {
        assert.deepEqual(outcome.verdict, whole.outcomes[i]?.verdict);
        assert.ok(isDeepStrictEqual(outcome, whole.outcomes[i]), `${outcome.check.id}, ${threads} threads`);
      }
      assert.deepEqual({ ...got, outcomes: [] }, { ...whole, outcomes: [] });
    }
  });
}
