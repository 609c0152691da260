import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changePoint } from '../../../../src/core/statistics/changePoint.ts';
import { permutationP } from '../../../../src/core/statistics/permutation.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';

/** By every split: what the means before and after it differ by, in standard deviations, times k(n − k)/n, over √n. */
function bySplits(values: readonly number[]): readonly number[] {
  const n = values.length;
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const sd = Math.sqrt(mean(values.map(value => (value - mean(values)) ** 2)));
  return values.slice(1).map((_, i) => {
    const k = i + 1;
    const shift = Math.abs(mean(values.slice(0, k)) - mean(values.slice(k)));
    return sd < 1e-12 ? 0 : ((shift / sd) * k * (n - k)) / n ** 1.5;
  });
}

const items = fc
  .integer({ min: 1, max: 3 })
  .chain(features =>
    fc.array(fc.array(fc.nat(6), { minLength: features, maxLength: features }), { minLength: 2, maxLength: 20 }),
  );

function columnsOf(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return (rows[0] ?? []).map((_, feature) => rows.map(row => row[feature] ?? 0));
}

test('the change is where a search over all splits of all features finds the largest', () => {
  fc.assert(
    fc.property(items, rows => {
      const { statistic, feature, after } = changePoint(rows, { permutations: 0, random: seededRandom(1) });
      const splits = columnsOf(rows).map(bySplits);
      const largest = Math.max(...splits.flat());
      assert.ok(Math.abs(statistic.observed - largest) < 1e-9, `${statistic.observed} for ${largest}`);
      if (largest > 0) assert.ok(Math.abs((splits[feature]?.[after - 1] ?? 0) - largest) < 1e-9);
    }),
  );
});

test('a step is found where it is, and hardly any order of the items has as large a one', () => {
  const random = seededRandom(1);
  const rows = Array.from({ length: 80 }, (_, i) => [random(), random() + (i < 30 ? 0 : 1)]);
  const { statistic, feature, after } = changePoint(rows, { permutations: 99, random });
  assert.equal(feature, 1);
  assert.ok(Math.abs(after - 30) <= 3, String(after));
  assert.equal(permutationP(statistic), 0.01);
});

function orders<Item>(list: readonly Item[]): readonly (readonly Item[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((item, i) => orders(list.toSpliced(i, 1)).map(rest => [item, ...rest]));
}

test('the null is that of all orders of whole items', () => {
  const rows = [
    [0, 3],
    [1, 1],
    [1, 4],
    [5, 1],
    [2, 9],
  ];
  const all = orders(rows).map(order => Math.max(...columnsOf(order).flatMap(bySplits)));
  const { statistic } = changePoint(rows, { permutations: 20_000, random: seededRandom(3) });
  for (const value of new Set(all.map(each => each.toFixed(9)))) {
    const share = (of: ArrayLike<number>): number =>
      Array.from(of).filter(each => Math.abs(each - Number(value)) < 1e-8).length / of.length;
    assert.ok(Math.abs(share(statistic.null) - share(all)) < 0.015, `${value}: ${share(statistic.null)}`);
  }
});

test('items that are all alike do not change', () => {
  const { statistic } = changePoint([[3], [3], [3]], { permutations: 9, random: seededRandom(1) });
  assert.equal(statistic.observed, 0);
  assert.equal(permutationP(statistic), 1);
});
