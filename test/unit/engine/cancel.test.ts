import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { changedWhileRead, DatasetError } from '../../../src/engine/datasetError.ts';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import { runInOrder } from '../../../src/engine/slices.ts';
import { collect } from '../support/collect.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const script = bundledWorker();
const newPool = pools(script);
const plan = { checks: [], maxFindingsPerCheck: 0 };
const rows = '{"prompt":"a","completion":"the answer"}\n'.repeat(500_000);
const reason = new Error('enough');

test('a scan and a find settle with the reason when cancelled, and the threads take the next job', async () => {
  const pool = newPool(2);
  const dataset = await OpenDataset.open(folder.write('big.jsonl', rows), pool);
  for (const run of [
    (signal: AbortSignal, onProgress: () => void) => dataset.scan(plan, { signal, onProgress }),
    (signal: AbortSignal, onProgress: () => void) =>
      dataset.find({ text: 'answer', caseSensitive: true }, { signal, onProgress }),
  ]) {
    const abort = new AbortController();
    await assert.rejects(
      run(abort.signal, () => abort.abort(reason)),
      error => error === reason,
    );
    assert.equal((await dataset.find({ text: 'none', caseSensitive: true })).size, 0);
  }
  await assert.rejects(dataset.scan(plan, { signal: AbortSignal.abort(reason) }), error => error === reason);
  await dataset.dispose();
});

test('waiting for the index is left with the reason; the index goes on', async () => {
  const dataset = await OpenDataset.open(folder.write('index.jsonl', rows), newPool(1));
  const abort = new AbortController();
  const waiting = [
    dataset.indexed(abort.signal),
    dataset.rows(499_990, 10, { signal: abort.signal }),
    collect(dataset.rawRows(499_990, 10, { signal: abort.signal })),
  ];
  abort.abort(reason);
  for (const each of waiting) await assert.rejects(each, error => error === reason);
  assert.equal(await dataset.indexed(), 500_000);
  await dataset.dispose();
});

test('what runs on a dataset that is opened anew, since its file changed, is told so, and so is what reads on', async () => {
  const dataset = await OpenDataset.open(folder.write('changed.jsonl', rows), newPool(1));
  const why = changedWhileRead(dataset.path);
  const running = [dataset.scan(plan), dataset.indexed(), dataset.rows(499_990, 10)];
  const settled = Promise.allSettled(running);
  await dataset.dispose(why);
  for (const each of await settled) assert.equal(each.status === 'rejected' && each.reason, why);
  await assert.rejects(dataset.rows(0, 1), error => error === why);
});

test('closing a dataset ends what runs on it: index, scan, unpacking, waiting; no temporary folder stays', async () => {
  const temporary = temporaryFolder().path;
  const path = folder.write('big.jsonl.gz', gzipSync(rows.repeat(4), { level: 1 }));
  const dataset = await OpenDataset.open(path, newPool(1), { temporaryFolder: temporary });
  const running = [dataset.scan(plan), dataset.indexed(), dataset.rows(1_999_990, 10)];
  const settled = Promise.allSettled(running);
  await dataset.dispose();
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  assert.deepEqual(readdirSync(temporary), []);
});

test('a thread that dies fails its job with a next step, and the next job gets a new thread', async () => {
  const marker = JSON.stringify(`${folder.path}/died`);
  const mortal = folder.write(
    'mortal.js',
    `const fs = require('node:fs');
     if (fs.existsSync(${marker})) require(${JSON.stringify(script)});
     else require('node:worker_threads').parentPort.once('message', () => {
       fs.writeFileSync(${marker}, '');
       process.exit(3);
     });`,
  );
  const pool = pools(mortal)(1);
  const path = folder.write('small.jsonl', '{"a":1}\n');
  const died = await pool.run('hash', { path }).then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(died instanceof DatasetError);
  assert.equal(died.code, 'worker');
  assert.match(died.message, /Run it again/);
  assert.match(await pool.run('hash', { path }), /^[0-9a-f]{64}$/);
});

test('a pool that ends lets nobody wait', async () => {
  const idle = folder.write('idle.js', 'require("node:worker_threads").parentPort.on("message", () => {})');
  const pool = pools(idle)(1);
  const jobs = [1, 2, 3].map(() => pool.run('hash', { path: 'x' }));
  const settled = Promise.allSettled(jobs);
  await pool.dispose();
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  await assert.rejects(pool.run('hash', { path: 'x' }), { code: 'worker' });
});

test('the first failure ends the work on the other items, at once', async () => {
  const stopped: number[] = [];
  const work = (item: number, signal: AbortSignal): Promise<number> =>
    item === 2
      ? Promise.reject(reason)
      : new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            stopped.push(item);
            reject(signal.reason);
          }),
        );
  const taken: number[] = [];
  await assert.rejects(
    runInOrder([1, 2, 3, 4], { width: 2 }, work, item => taken.push(item)),
    error => error === reason,
  );
  assert.deepEqual([stopped, taken], [[1], []]);
});

test('results are handed over in the order of the items, whatever the order they come in', async () => {
  const release: (() => void)[] = [];
  const taken: number[] = [];
  const done = runInOrder(
    [0, 1, 2],
    { width: 3 },
    item => new Promise<number>(resolve => (release[item] = () => resolve(item))),
    item => taken.push(item),
  );
  for (const item of [2, 0, 1]) release[item]?.();
  await done;
  assert.deepEqual(taken, [0, 1, 2]);
});
