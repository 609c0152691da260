import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { clusteredMean, signFlipTest, type ClusteredDifferences } from '../../../../src/core/statistics/signFlip.ts';
import { normal } from '../../support/normal.ts';

/** Numbers that lead through every choice of one of `sides` for each of `places`, once each. */
function everyChoice(places: number, sides: number): () => number {
  let at = 0;
  return () => {
    const [choice, place] = [Math.floor(at / places), at % places];
    at++;
    return (Math.floor(choice / sides ** place) % sides) / sides;
  };
}

/** Up to five clusters of whole numbers, so that sums are exact. */
const clustered: fc.Arbitrary<ClusteredDifferences> = fc
  .array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
  .map(groups => ({
    values: Float64Array.from(groups.flat()),
    clusters: Uint32Array.from(groups.flatMap((group, cluster) => group.map(() => cluster))),
  }));

function sumsOf({ values, clusters }: ClusteredDifferences): readonly number[] {
  const count = 1 + Math.max(...clusters);
  return Array.from({ length: count }, (_, own) =>
    values.reduce((sum, value, i) => (clusters[i] === own ? sum + value : sum), 0),
  );
}

test('flipped once each way, clusters give the share of all flips that reach the observed sum', () => {
  fc.assert(
    fc.property(clustered, pairs => {
      const sums = sumsOf(pairs);
      const flips = 2 ** sums.length;
      const observed = sums.reduce((sum, value) => sum + value, 0);
      const reached = Array.from({ length: flips }, (_, mask) =>
        sums.reduce((sum, value, place) => sum + ((mask >> place) & 1 ? -value : value), 0),
      ).filter(sum => sum >= observed).length;
      assert.equal(signFlipTest(pairs, everyChoice(sums.length, 2), flips), (reached + 1) / (flips + 1));
    }),
  );
});

test('drawn once each way, clusters give the spread of all resamples', () => {
  fc.assert(
    fc.property(clustered, pairs => {
      const sums = sumsOf(pairs);
      const counts = sums.map((_, own) => pairs.clusters.filter(cluster => cluster === own).length);
      const k = sums.length;
      const resamples = k ** k;
      const means = Array.from({ length: resamples }, (_, choice) => {
        const chosen = Array.from({ length: k }, (_, place) => Math.floor(choice / k ** place) % k);
        const total = (of: readonly number[]): number => chosen.reduce((sum, own) => sum + (of[own] ?? 0), 0);
        return total(sums) / total(counts);
      }).sort((a, b) => a - b);
      const found = clusteredMean(pairs, everyChoice(k, k), resamples);
      const mean = pairs.values.reduce((sum, value) => sum + value, 0) / pairs.values.length;
      assert.ok(Math.abs(found.mean - mean) < 1e-12);
      assert.equal(found.low, means[Math.round(0.025 * (resamples - 1))]);
      assert.equal(found.high, means[Math.round(0.975 * (resamples - 1))]);
      if (resamples === 1) return;
      const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      assert.ok(Math.abs(found.standardError - Math.sqrt(squares / (resamples - 1))) < 1e-9);
    }),
  );
});

test('under the null the test rejects no more often than it says, clusters and all', () => {
  const random = seededRandom(11);
  let rejected = 0;
  const runs = 500;
  for (let run = 0; run < runs; run++) {
    const clusters = Uint32Array.from({ length: 60 }, (_, i) => i >> 1);
    const shared = Float64Array.from({ length: 30 }, () => normal(random));
    const values = Float64Array.from(clusters, cluster => (shared[cluster] ?? 0) + 0.3 * normal(random));
    if (signFlipTest({ values, clusters }, random, 499) < 0.05) rejected++;
  }
  assert.ok(rejected / runs <= 0.05 * 1.3, `${rejected} of ${runs}`);
});

test('the mean’s interval holds it, by whole clusters', () => {
  const random = seededRandom(2);
  let held = 0;
  for (let run = 0; run < 200; run++) {
    const clusters = Uint32Array.from({ length: 120 }, (_, i) => i >> 1);
    const shared = Float64Array.from({ length: 60 }, () => normal(random));
    const values = Float64Array.from(clusters, cluster => 1 + (shared[cluster] ?? 0));
    const { low, high } = clusteredMean({ values, clusters }, random, 500);
    if (low <= 1 && 1 <= high) held++;
  }
  assert.ok(held >= 180, `${held}`);
});
