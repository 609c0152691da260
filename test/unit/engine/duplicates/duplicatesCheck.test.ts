import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { planScan, type Override } from '../../../../src/core/recipe/plan.ts';
import { duplicatesIn } from '../../../../src/engine/duplicates/inDatasets.ts';
import { exportRows } from '../../../../src/engine/export/exportRows.ts';
import { OpenDataset } from '../../../../src/engine/openDataset.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { bundledWorker, pools } from '../threads.ts';

const poolOf = pools(bundledWorker());
const folder = temporaryFolder();
const rows = (texts: readonly string[]): string =>
  texts.map((completion, id) => `${JSON.stringify({ id, prompt: 'p', completion })}\n`).join('');
const texts = ['owl', 'fox', 'owl', 'elm', 'owl', 'fox'];
const file = folder.write('data.jsonl', `${rows(texts)}{\n\n{"x":1}\n`);

function planOf(overrides: readonly Override[] = [], maxFindingsPerCheck = 100) {
  const { plan, problems } = planScan({ only: ['duplicates'], overrides, maxFindingsPerCheck });
  assert.ok(plan, problems.join(' '));
  return plan;
}

async function withDataset<Result>(path: string, use: (dataset: OpenDataset) => Promise<Result>): Promise<Result> {
  const dataset = await OpenDataset.open(path, poolOf());
  try {
    return await use(dataset);
  } finally {
    await dataset.dispose();
  }
}

test('a scan that names the check finds the rows that repeat another, packed or not', async () => {
  const packed = folder.write('data.jsonl.gz', gzipSync(readFileSync(file)));
  for (const path of [file, packed]) {
    const { outcomes } = await withDataset(path, dataset => dataset.scan(planOf()));
    const [outcome] = outcomes;
    assert.ok(outcome);
    assert.equal(outcome.examined, 6);
    assert.equal(outcome.rejected, 3);
    assert.deepEqual([...outcome.rows], [2, 4, 5]);
    assert.deepEqual(
      outcome.findings.slice(0, 9).map(({ row, message, data }) => [row, message, data]),
      [
        [2, 'The same completion as row 1.', { reasons: ['same text'], cluster: 1, of: 1, similarity: 1 }],
        [4, 'The same completion as row 1.', { reasons: ['same text'], cluster: 1, of: 1, similarity: 1 }],
        [5, 'The same completion as row 2.', { reasons: ['same text'], cluster: 2, of: 2, similarity: 1 }],
      ],
    );
  }
});

test('it does not run unless it is named, by a recipe, a flag or a setting', () => {
  const runs = (request: Parameters<typeof planScan>[0]) =>
    planScan(request).plan?.checks.some(({ id }) => id === 'duplicates');
  assert.equal(runs({}), false);
  assert.equal(runs({ settings: { duplicates: { enabled: false } } }), false);
  assert.equal(runs({ settings: { duplicates: { enabled: true } } }), true);
  assert.equal(runs({ overrides: [{ check: 'duplicates', option: 'field', value: 'row' }] }), true);
  assert.equal(runs({ recipe: { checks: [{ id: 'duplicates', enabled: true, given: {} }] } }), true);
});

test('an export rejects all but one row of each cluster and says of every row why, beyond the findings that are kept', async () => {
  const kept = `${folder.path}/kept.jsonl`;
  const rejected = `${folder.path}/rejected.jsonl`;
  const record = await withDataset(file, dataset =>
    exportRows(dataset, {
      plan: planOf([], 1),
      kept,
      rejected,
      existing: 'refused',
      version: '1.2.3',
      date: '2026-01-01T00:00:00Z',
    }),
  );
  assert.deepEqual(
    readFileSync(kept, 'utf8')
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { completion?: string }).completion),
    ['owl', 'fox', 'elm', undefined],
  );
  const why = readFileSync(rejected, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { row: number; reasons: { check: string; message: string }[] });
  assert.deepEqual(why.map(({ row, reasons }) => [row, reasons[0]?.message]).slice(0, 3), [
    [3, 'The same completion as row 1.'],
    [5, 'The same completion as row 1.'],
    [6, 'The same completion as row 2.'],
  ]);
  assert.deepEqual(record.filters[0]?.reasons, { 'same text': 3 });
  assert.equal(record.rows.kept, 4);
});

test('similar rows are rejected where that is asked for, with how close they are', async () => {
  const words = Array.from({ length: 50 }, (_, i) => `w${i}`).join(' ');
  const path = folder.write('similar.jsonl', rows([words, 'other', `${words} more`]));
  const plan = planOf([{ check: 'duplicates', option: 'similar', value: true }]);
  const { outcomes } = await withDataset(path, dataset => dataset.scan(plan));
  assert.deepEqual(
    outcomes[0]?.findings.slice(0, 9).map(({ row, message, data }) => [row, message, data['reasons']]),
    [[2, 'Similar to row 1: 0.978.', ['similar']]],
  );
});

test('nothing to compare is said, and is no all-clear', async () => {
  const path = folder.write('nothing.jsonl', '{"x":1}\n');
  const { outcomes } = await withDataset(path, dataset => dataset.scan(planOf()));
  assert.equal(outcomes[0]?.skipped, 'No row has the text that is compared.');
});

test('a file that changes meanwhile gives no result', async () => {
  const path = folder.write('changing.jsonl', rows(Array.from({ length: 40_000 }, (_, i) => `text ${i % 1000}`)));
  const query = { field: 'completion', normalise: [], keep: 'first' } as const;
  let changed = false;
  const onProgress = (): void => {
    if (!changed) appendFileSync(path, rows(['one more']));
    changed = true;
  };
  await assert.rejects(
    withDataset(path, dataset => duplicatesIn([dataset], query, { onProgress })),
    { code: 'changed' },
  );
});

test('it can be cancelled at every stage, and the threads are free for other work then', async () => {
  const path = folder.write(
    'long.jsonl',
    rows(Array.from({ length: 60_000 }, (_, i) => `a text of some words, number ${i % 20_000}`)),
  );
  const query = {
    field: 'completion',
    normalise: [],
    keep: 'first',
    near: { threshold: 0.5, shingle: { unit: 'words', size: 3 } },
  } as const;
  await withDataset(path, async dataset => {
    for (const phase of ['reading', 'comparing', 'clustering']) {
      const abort = new AbortController();
      const reached: string[] = [];
      const onProgress = (progress: { readonly phase: string }): void => {
        reached.push(progress.phase);
        if (progress.phase === phase) abort.abort(new Error('enough'));
      };
      await assert.rejects(duplicatesIn([dataset], query, { signal: abort.signal, onProgress }), /enough/);
      assert.ok(reached.includes(phase));
    }
    assert.equal((await dataset.rows(0, 1)).length, 1);
  });
});
