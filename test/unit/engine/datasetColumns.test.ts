import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { OpenDataset } from '../../../src/engine/openDataset.ts';
import { RowSet } from '../../../src/core/findings/rowSet.ts';
import { planScan } from '../../../src/core/recipe/plan.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { bundledWorker, pools } from './threads.ts';

const folder = temporaryFolder();
const newPool = pools(bundledWorker());
const open: OpenDataset[] = [];
after(() => Promise.all(open.map(dataset => dataset.dispose())));

const count = 9000;
const names = ['wren', 'owl', 'Éider', 'auk', 'owl 2'];
const rows = Array.from({ length: count }, (_, i) => ({
  prompt: `Question ${i} ${'about owls '.repeat(i % 40)}`,
  completion: `${'word '.repeat((i * 7) % 90)}end`,
  ...(i % 5 !== 0 && { score: Math.sin(i) }),
  name: names[i % names.length],
  id: `row-${(i * 7919) % count}`,
}));
const lines = rows.map((row, i) => (i % 1000 === 999 ? (i % 2000 === 999 ? '' : '{"broken":') : JSON.stringify(row)));
const isValue = (i: number): boolean => i % 1000 !== 999;
const path = folder.write('rows.jsonl', `${lines.join('\n')}\n`);

async function openDataset(file: string, threads: number): Promise<OpenDataset> {
  const dataset = await OpenDataset.open(file, newPool(threads));
  open.push(dataset);
  return dataset;
}

const column = (id: string) => ({ source: 'field' as const, id });

test('the statistics of all rows are the same on one thread and on three, packed or not', async () => {
  const one = await (await openDataset(path, 1)).columns.statistics();
  const packed = folder.write('rows.jsonl.gz', gzipSync(`${lines.join('\n')}\n`));
  assert.deepEqual(await (await openDataset(path, 3)).columns.statistics(), one);
  assert.deepEqual(await (await openDataset(packed, 2)).columns.statistics(), one);
  assert.deepEqual([one.rows, one.blank, one.malformed], [count, 5, 4]);
  const score = one.columns.find(({ id }) => id === 'score');
  assert.equal(score?.missing, rows.filter((row, i) => isValue(i) && row.score === undefined).length);
});

test('the statistics of kept rows are those of a file of the kept rows', async () => {
  const kept = new RowSet();
  rows.forEach((_, i) => i % 3 === 1 && kept.add(i));
  const dataset = await openDataset(path, 2);
  const found = await dataset.columns.statisticsOf(kept, 'kept');
  const alone = folder.write('kept.jsonl', lines.filter((_, i) => i % 3 === 1).join('\n'));
  const expected = await (await openDataset(alone, 2)).columns.statistics();
  const counts = ({ columns }: typeof found) =>
    columns.map(({ id, present, types, missing, distinct }) => ({ id, present, types, missing, distinct }));
  assert.deepEqual(counts(found), counts(expected));
  assert.deepEqual([found.rows, found.blank, found.malformed], [expected.rows, expected.blank, expected.malformed]);
});

test('the head says "first" where there are more rows, and "all" where there are not', async () => {
  const large = await (await openDataset(path, 1)).columns.head();
  assert.equal(large.scope, 'first');
  assert.ok(large.rows > 100 && large.rows < count);
  const small = await openDataset(folder.write('small.jsonl', lines.slice(0, 50).join('\n')), 1);
  const head = await small.columns.head();
  assert.equal(head.scope, 'all');
  assert.deepEqual(await (await openDataset(small.path, 2)).columns.statistics(), head);
  const empty = await (await openDataset(folder.write('empty.jsonl', ''), 1)).columns.head();
  assert.deepEqual([empty.scope, empty.rows, empty.columns], ['all', 0, []]);
});

test('rows are sorted by number, by length and by alphabet as plain code sorts them', async () => {
  const { columns } = await openDataset(path, 2);
  const cases = [
    [column('score'), 'value', (i: number) => rows[i]?.score],
    [{ source: 'example', id: 'completion' }, 'words', (i: number) => rows[i]?.completion.split(' ').length],
    [{ source: 'row', id: 'bytes' }, 'value', (i: number) => Buffer.byteLength(lines[i] ?? '')],
    [column('id'), 'text', (i: number) => rows[i]?.id],
    [column('name'), 'text', (i: number) => rows[i]?.name],
  ] as const;
  for (const [ref, measure, of] of cases) {
    const values = await columns.values(ref, measure);
    assert.equal(values.length, count);
    for (const direction of ['ascending', 'descending'] as const) {
      const sign = direction === 'ascending' ? 1 : -1;
      const key = (i: number) => (isValue(i) ? of(i) : undefined);
      const expected = rows
        .map((_, i) => i)
        .sort((a, b) => {
          const [left, right] = [key(a), key(b)];
          if (left === undefined || right === undefined)
            return Number(left === undefined) - Number(right === undefined);
          return left === right ? 0 : (left < right ? -1 : 1) * sign;
        });
      assert.deepEqual([...(await columns.sort(values, direction, undefined))], expected, `${ref.id} ${direction}`);
    }
  }
});

test('a sort of some rows gives those rows alone', async () => {
  const { columns } = await openDataset(path, 2);
  const only = new RowSet();
  for (const row of [4000, 12, 7, 8999, 1]) only.add(row);
  const order = await columns.sort(await columns.values(column('score'), 'value'), 'ascending', only);
  const score = (row: number): number => (isValue(row) ? (rows[row]?.score ?? Infinity) : Infinity);
  assert.deepEqual(
    [...order],
    [1, 7, 12, 4000, 8999].sort((a, b) => score(a) - score(b)),
  );
});

test('rows are filtered by what a column holds', async () => {
  const { columns } = await openDataset(path, 2);
  const where = async (test: Parameters<typeof columns.where>[0]) => [...(await columns.where(test))];
  const all = (keep: (i: number) => boolean) => rows.flatMap((_, i) => (isValue(i) && keep(i) ? [i] : []));
  const score = column('score');
  const name = column('name');
  assert.deepEqual(
    await where({ column: score, test: 'range', measure: 'value', min: 0.5, max: 1 }),
    all(i => (rows[i]?.score ?? 0) >= 0.5),
  );
  assert.deepEqual(
    await where({ column: score, test: 'missing' }),
    all(i => rows[i]?.score === undefined),
  );
  assert.deepEqual(
    await where({ column: score, test: 'present' }),
    all(i => rows[i]?.score !== undefined),
  );
  assert.deepEqual(
    await where({ column: name, test: 'equals', text: 'owl' }),
    all(i => rows[i]?.name === 'owl'),
  );
  assert.deepEqual(
    await where({ column: name, test: 'contains', text: 'ÉID' }),
    all(i => rows[i]?.name === 'Éider'),
  );
  assert.deepEqual(
    await where({ column: score, test: 'type', type: 'number' }),
    all(i => rows[i]?.score !== undefined),
  );
  assert.deepEqual(await where({ test: 'blank' }), [999, 2999, 4999, 6999, 8999]);
});

test('progress ends at the whole file, and what is cancelled ends', async () => {
  const { columns, bytes } = await openDataset(path, 2);
  let last = 0;
  await columns.where({ test: 'blank' }, { onProgress: ({ bytesDone }) => (last = bytesDone) });
  assert.equal(last, bytes);
  await assert.rejects(columns.statistics({ signal: AbortSignal.abort(new Error('enough')) }), /enough/);
});

test('a plan over the head alone decides the head rows as the scan of all does', async () => {
  for (const file of [path, folder.write('head.jsonl.gz', gzipSync(lines.join('\n')))]) {
    const dataset = await openDataset(file, 2);
    const { plan } = planScan({ only: ['number-sequence'] });
    assert.ok(plan);
    const head = await dataset.scanHead(plan);
    assert.equal(head.rows, dataset.head.rows);
    assert.ok(head.rows < count);
    const { outcomes } = await dataset.scan(plan);
    const filter = outcomes[0];
    assert.ok(filter && filter.rows.size > 0);
    assert.deepEqual(
      [...new RowSet(head.checks[0]?.rows)],
      [...filter.rows].filter(row => row < head.rows),
    );
  }
});
