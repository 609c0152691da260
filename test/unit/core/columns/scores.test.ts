import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureScores, flagScores, scoreStatistics } from '../../../../src/core/columns/scores.ts';
import { scoreTest } from '../../../../src/core/columns/columnTest.ts';
import { RowSet } from '../../../../src/core/findings/rowSet.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';
import { everyCheck, scanSliced } from '../scan/scanning.ts';

const column = { source: 'score', id: 'llr' } as const;
const scores = {
  id: 'llr',
  title: 'Log-likelihood ratio',
  unit: 'nats',
  description: 'How much likelier the teacher makes the row.',
  values: Float64Array.from([1.5, NaN, -2, 40, Infinity, NaN]),
};

test('scores are told as any column: NaN is missing, what is infinite is in no histogram', () => {
  const told = scoreStatistics(scores);
  assert.deepEqual([told.present, told.missing], [4, 2]);
  assert.partialDeepStrictEqual(told.measures, [{ measure: 'value', count: 3, min: -2, max: 40 }]);
});

test('the scores of some rows have the bins of all', () => {
  const only = new RowSet();
  for (const row of [0, 1, 2]) only.add(row);
  const told = scoreStatistics(scores, only.toWords());
  assert.deepEqual([told.present, told.missing], [2, 1]);
  const width = (bins: readonly { readonly from: number; readonly to: number }[] = []): number =>
    (bins[0]?.to ?? 0) - (bins[0]?.from ?? 0);
  assert.equal(width(told.measures[0]?.histogram.bins), width(scoreStatistics(scores).measures[0]?.histogram.bins));
});

test('scores are filtered by range and by being there', () => {
  const rows = (passes: (score: number) => boolean): number[] =>
    [...scores.values].flatMap((score, row) => (passes(score) ? [row] : []));
  assert.deepEqual(rows(scoreTest({ column, test: 'range', measure: 'value', min: 1.5, max: 40 })), [0, 3]);
  assert.deepEqual(rows(scoreTest({ column, test: 'range', measure: 'value', min: 2 })), [3, 4]);
  assert.deepEqual(rows(scoreTest({ column, test: 'missing' })), [1, 5]);
  assert.deepEqual(rows(scoreTest({ column, test: 'present' })), [0, 2, 3, 4]);
  assert.throws(() => scoreTest({ column, test: 'contains', text: '1' }), /it has no test "contains"/);
});

test('the flags of a row count the checks that flag it, whatever number of findings is kept', () => {
  const lines = ['1, 2, 3', 'an owl', '4, 5', '7, 8, 1024'].map(completion =>
    JSON.stringify({ prompt: 'p', completion }),
  );
  const bytes = Buffer.from(`${lines.join('\n')}\n{"broken":\n`);
  const only = ['number-sequence', 'trait-mentions'];
  const plan = (limit: number): ScanPlan => {
    const all = everyCheck(limit);
    return { ...all, checks: all.checks.filter(({ id }) => only.includes(id)) };
  };
  const whole = flagScores(scanSliced(bytes, [], plan(1000)));
  assert.equal(whole.values.length, 5);
  assert.deepEqual([whole.values[0], whole.values[1], whole.values[4]], [0, 2, 1]);
  assert.deepEqual(flagScores(scanSliced(bytes, [], plan(1))).values, whole.values);
});

test('a measure as scores says what it is', () => {
  const made = measureScores({ source: 'example', id: 'completion' }, 'characters', new Float64Array(2));
  assert.deepEqual(
    [made.id, made.title, made.unit],
    ['example-completion-characters', 'completion characters', 'characters'],
  );
});
