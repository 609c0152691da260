import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { benjaminiHochberg, holm } from '../../../../src/core/statistics/multiplicity.ts';

const vectors = join(import.meta.dirname, '../../../../../shared/data/science/vectors.json');
const pValues = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];

function near(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((p, i) => assert.ok(Math.abs(p - (expected[i] ?? NaN)) <= 1e-10, `${p} for ${expected[i]}`));
}

test('the reference p-values come to what scipy gives, in the order given', () => {
  const expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057142857142857, 0.216, 0.216, 0.216];
  near(benjaminiHochberg(pValues), expected);
  near(holm(pValues), [0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615]);
  assert.deepEqual(holm([0.5, 0.01]), [0.5, 0.02]);
  assert.deepEqual([holm([]), benjaminiHochberg([])], [[], []]);
});

test('and to those of the vectors file', { skip: !existsSync(vectors) && `${vectors} is not here` }, () => {
  const { two_sample: given } = JSON.parse(readFileSync(vectors, 'utf8')) as {
    two_sample: { pvalues: number[]; BH: number[]; Holm: number[] };
  };
  near(benjaminiHochberg(given.pvalues), given.BH);
  near(holm(given.pvalues), given.Holm);
});

/** Which hypotheses are rejected, by the letter: the step-up procedure of Benjamini and Hochberg, the step-down one of Holm. */
const procedures = {
  benjaminiHochberg(ps: readonly number[], level: number): readonly boolean[] {
    const sorted = ps.toSorted((a, b) => a - b);
    const last = sorted.findLastIndex((p, i) => p <= ((i + 1) / ps.length) * level);
    return ps.map(p => last >= 0 && p <= (sorted[last] ?? 0));
  },
  holm(ps: readonly number[], level: number): readonly boolean[] {
    const sorted = ps.toSorted((a, b) => a - b);
    const kept = sorted.findIndex((p, i) => p > level / (ps.length - i));
    return ps.map(p => kept < 0 || p < (sorted[kept] ?? 0));
  },
};

for (const [name, adjust] of Object.entries({ benjaminiHochberg, holm })) {
  test(`${name}: what is at most the level is what the procedure rejects at it`, () => {
    // Whole parts of a prime: no product of ranks stands on the edge of a level, where rounding decides.
    const p = fc.integer({ min: 1, max: 1008 }).map(part => part / 1009);
    const level = fc.integer({ min: 1, max: 996 }).map(part => part / 997);
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 12 }), level, (ps, alpha) => {
        const rejected = procedures[name as keyof typeof procedures](ps, alpha);
        assert.deepEqual(
          adjust(ps).map(adjusted => adjusted <= alpha),
          rejected,
        );
      }),
    );
  });
}
