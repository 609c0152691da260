import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { binTests } from '../../../../src/core/statistics/binTests.ts';
import { benjaminiHochberg } from '../../../../src/core/statistics/multiplicity.ts';
import {
  excess,
  permutationP,
  permuteUnits,
  type PermutationResult,
} from '../../../../src/core/statistics/permutation.ts';
import { randomIndex, seededRandom, type Random } from '../../../../src/core/statistics/random.ts';
import { rowsOf, unitsOf } from './rows.ts';

const permutations = 199;

async function permuted(
  first: readonly number[][],
  second: readonly number[][],
  { bins, random }: { readonly bins: number; readonly random: Random },
): Promise<PermutationResult & { readonly differences: NonNullable<PermutationResult['differences']> }> {
  const units = unitsOf(first, second, bins);
  const result = await permuteUnits(units, [{ start: 0, end: bins }], { permutations, random, binsOf: 0 });
  assert.ok(result.differences);
  return { ...result, differences: result.differences };
}

/** The same by its definition: each difference studentised among all, counted among all, and each run corrected and judged. */
function byDefinition(
  { observed, null: values }: NonNullable<PermutationResult['differences']>,
  tested: readonly number[],
) {
  const runs = [observed, ...Array.from({ length: permutations }, (_, run) => values.subarray(run * observed.length))];
  const columns = tested.map(bin => {
    const column = runs.map(run => run[bin] ?? 0);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const sd = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (column.length - 1));
    // Counted in steps of 1/200 of a deviation.
    return column.map(value => (sd > 0 ? Math.floor((Math.abs(value - mean) / sd) * 200) : 0));
  });
  const all = columns.flatMap(column => column.slice(1)).sort((a, b) => b - a);
  const pOf = (step: number): number => (1 + all.filter(other => other >= step).length) / (1 + all.length);
  const adjusted = runs.map((_, run) => benjaminiHochberg(columns.map(column => pOf(column[run] ?? 0))));
  const lowest = adjusted.map(each => Math.min(1, ...each));
  return { adjusted: adjusted[0], anyP: lowest.filter(p => p <= (lowest[0] ?? 0) * (1 + 1e-9)).length / lowest.length };
}

describe('binTests', () => {
  it('corrects, and judges every permutation, as the definition says', async () => {
    const random = seededRandom(11);
    for (const shift of [0, 0.1, 0.5]) {
      const first = rowsOf(40, random, 12, 0.3).map(row => row.map(bin => (random() < shift ? 3 : bin)));
      const { differences } = await permuted(first, rowsOf(50, random, 12, 0.3), { bins: 12, random });
      for (const tested of [Array.from({ length: 12 }, (_, bin) => bin), [1, 3, 7]]) {
        const { adjusted, anyP } = binTests(differences, tested);
        const expected = byDefinition(differences, tested);
        assert.deepEqual(adjusted, expected.adjusted);
        assert.equal(anyP, expected.anyP);
      }
    }
  });

  it('finds a value that one side writes too often, and says which', async () => {
    const random = seededRandom(3);
    const second = rowsOf(500, random, 100, 0.2);
    const first = rowsOf(500, random, 100, 0.2).map(each => (random() < 0.5 ? [...each.slice(1), 42] : each));
    const { profiles, differences } = await permuted(first, second, { bins: 100, random });
    const [test] = profiles;
    assert.ok(test?.jsd);
    assert.equal(permutationP(test.jsd), 1 / 200);
    assert.ok(excess(test.jsd).z > 4);
    const { adjusted, anyP } = binTests(differences, [...differences.observed.keys()]);
    assert.equal(anyP, 1 / 200);
    assert.deepEqual(
      adjusted.flatMap((p, bin) => (p <= 0.05 ? [bin] : [])),
      [42],
    );
  });

  it('keeps its level where bins of one row depend on each other and rare ones come in bursts', async () => {
    const random = seededRandom(5);
    const bins = 60;
    // Half of the bins are written by few rows, many times over.
    const rows = (): number[][] =>
      Array.from({ length: 60 }, () =>
        random() < 0.2
          ? Array.from(
              { length: 12 },
              (
                (bin: number) => () =>
                  bin
              )(30 + randomIndex(random, 30)),
            )
          : Array.from({ length: 10 }, () => randomIndex(random, 30)),
      );
    const runs = 600;
    let any = 0;
    for (let run = 0; run < runs; run++) {
      const { differences } = await permuted(rows(), rows(), { bins, random });
      if (binTests(differences, [...differences.observed.keys()]).anyP <= 0.05) any++;
    }
    assert.ok(any / runs <= 1.3 * 0.05, `${any / runs}`);
  });

  it('finds nothing where nothing varies', async () => {
    const random = seededRandom(1);
    const { differences } = await permuted([[0], [0]], [[0], [0]], { bins: 2, random });
    const { z, adjusted, anyP } = binTests(differences, [0, 1]);
    assert.deepEqual([...z, ...adjusted, anyP], [0, 0, 1, 1, 1]);
    assert.deepEqual(binTests(differences, []).anyP, 1);
  });
});
