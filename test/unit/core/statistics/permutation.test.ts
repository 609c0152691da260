import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { gStatistic, jensenShannonBits } from '../../../../src/core/statistics/twoCounts.ts';
import { holdersOf } from '../../../../src/core/statistics/dealing.ts';
import { permutationP, permuteUnits, type PermutationOptions } from '../../../../src/core/statistics/permutation.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { rowsOf, unitsOf } from './rows.ts';

const vectors = join(import.meta.dirname, '../../../../../shared/data/science/vectors.json');

// Figures of scipy 1.x for one table of twenty bins.
const counts = {
  first: [10, 9, 9, 6, 7, 13, 9, 8, 9, 16, 11, 7, 10, 8, 7, 15, 16, 14, 6, 10],
  second: [15, 15, 5, 14, 16, 5, 10, 13, 11, 11, 11, 9, 11, 6, 7, 9, 3, 12, 5, 12],
};

function near(actual: number, expected: number, tolerance = 1e-10): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} for ${expected}`);
}

describe('statistics of two samples', () => {
  it('gives G and the divergence of the reference table', () => {
    near(gStatistic(counts), 28.953464914849178);
    near(jensenShannonBits(counts), 0.05221377531150839);
  });

  it('agrees with the vectors file', { skip: !existsSync(vectors) && `${vectors} is not here` }, () => {
    const { two_sample: given } = JSON.parse(readFileSync(vectors, 'utf8')) as {
      two_sample: { counts: number[][]; G: number; JSD_bits: number };
    };
    const [first = [], second = []] = given.counts;
    near(gStatistic({ first, second }), given.G);
    near(jensenShannonBits({ first, second }), given.JSD_bits);
  });
});

function countsOf(rows: readonly number[][], start: number, end: number): number[] {
  const result = Array.from({ length: end - start }, () => 0);
  for (const bin of rows.flat()) if (bin >= start && bin < end) result[bin - start] = (result[bin - start] ?? 0) + 1;
  return result;
}

describe('permuteUnits', () => {
  const row = fc.array(fc.nat(11), { maxLength: 6 });
  const side = fc.array(row, { minLength: 2, maxLength: 12 });

  it('measures every permutation as a naive count of the two sides does', async () => {
    const profiles = [
      { start: 0, end: 7 },
      { start: 7, end: 12 },
    ];
    await fc.assert(
      fc.asyncProperty(side, side, fc.nat(), async (first, second, seed) => {
        const result = await permuteUnits(unitsOf(first, second, 12), profiles, {
          permutations: 5,
          random: seededRandom(seed),
          binsOf: 1,
        });
        const all = [...first, ...second];
        const observed = profiles.map(({ start, end }) => {
          const table = { first: countsOf(first, start, end), second: countsOf(second, start, end) };
          return { g: gStatistic(table), jsd: jensenShannonBits(table) };
        });
        observed.forEach(({ g, jsd }, i) => {
          near(result.profiles[i]?.g.observed ?? NaN, g, 1e-8);
          near(result.profiles[i]?.jsd?.observed ?? NaN, jsd, 1e-8);
        });
        // Each permutation is some choice of as many rows: its G is one of those that all choices give.
        if (all.length > 10) return;
        const possible = choices(all.length, first.length).map(chosen => {
          const inFirst = all.filter((_, i) => chosen.includes(i));
          const inSecond = all.filter((_, i) => !chosen.includes(i));
          return gStatistic({ first: countsOf(inFirst, 0, 7), second: countsOf(inSecond, 0, 7) });
        });
        for (const g of result.profiles[0]?.g.null ?? []) assert.ok(possible.some(each => Math.abs(each - g) < 1e-8));
      }),
      { numRuns: 60 },
    );
  });

  it('changes sides within a stratum alone', async () => {
    // Two strata of which each has but one side: nothing can change.
    const units = { ...unitsOf([[0], [0], [1]], [[2], [2]], 3), strata: Uint32Array.of(0, 0, 0, 1, 1) };
    const { profiles } = await permuteUnits(units, [{ start: 0, end: 3 }], {
      permutations: 20,
      random: seededRandom(1),
    });
    const [test] = profiles;
    assert.ok(test);
    assert.ok(test.g.null.every(value => Math.abs(value - test.g.observed) < 1e-9));
    assert.equal(permutationP(test.g), 1);
  });

  it('is told to stop by what it awaits', async () => {
    const stop = permuteUnits(unitsOf([[0]], [[1]], 2), [{ start: 0, end: 2 }], {
      permutations: 100,
      random: seededRandom(1),
      breathe: () => Promise.reject(new Error('cancelled')),
    });
    await assert.rejects(stop, /cancelled/);
  });

  it('keeps its level on rows whose numbers depend on each other, where the χ² table does not', async () => {
    const random = seededRandom(7);
    let [byRows, byTable] = [0, 0];
    const runs = 600;
    const critical = 30.144; // χ² of 19 degrees of freedom at .05
    for (let run = 0; run < runs; run++) {
      const units = unitsOf(rowsOf(60, random, 20, 0.5), rowsOf(60, random, 20, 0.5), 20);
      const { profiles } = await permuteUnits(units, [{ start: 0, end: 20 }], { permutations: 199, random });
      const [test] = profiles;
      assert.ok(test);
      if (permutationP(test.g) <= 0.05) byRows++;
      if (test.g.observed > critical) byTable++;
    }
    assert.ok(byRows / runs <= 1.3 * 0.05, `permutation: ${byRows / runs}`);
    assert.ok(byTable / runs > 0.5, `the χ² table: ${byTable / runs}`);
  });

  it('gives the same G where nothing else is asked for', async () => {
    const random = seededRandom(4);
    const units = unitsOf(rowsOf(60, random, 20, 0.2), rowsOf(50, random, 20, 0.2), 20);
    const ranges = [{ start: 3, end: 9 }];
    const test = (options: Pick<PermutationOptions, 'only' | 'holders'>) =>
      permuteUnits(units, ranges, { permutations: 70, random: seededRandom(2), ...options });
    const [both, alone] = [await test({}), await test({ only: 'g', holders: holdersOf(units) })];
    assert.deepEqual(alone.profiles, [{ g: both.profiles[0]?.g }]);
  });
});

function choices(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap(first =>
    choices(n, k - 1, first + 1).map(rest => [first, ...rest]),
  );
}
