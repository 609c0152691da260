import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionBetween, project, type ReplyPair } from '../../../../src/core/projection/projection.ts';
import { projectionVerdict } from '../../../../src/core/projection/projectionVerdict.ts';
import { seededRandom, type Random } from '../../../../src/core/statistics/random.ts';
import { clusteredMean, signFlipTest } from '../../../../src/core/statistics/signFlip.ts';

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const state = (random: Random, shift = 0): Float64Array =>
  Float64Array.from({ length: 6 }, (_, i) => normal(random) + (i === 0 ? shift : 0));

test('a direction is the difference of means, of length 1; alike replies have none', () => {
  const direction = directionBetween(
    [Float64Array.of(0, 0), Float64Array.of(2, 0)],
    [Float64Array.of(1, 3), Float64Array.of(1, 5)],
  );
  assert.deepEqual([...(direction ?? [])], [0, 1]);
  assert.equal(directionBetween([Float64Array.of(1, 2)], [Float64Array.of(1, 2)]), undefined);
});

test('sign flips: exact on all flips of a few clusters', () => {
  const values = Float64Array.of(3, 1, -1, 2, 0.5);
  const clusters = Uint32Array.of(0, 0, 1, 2, 3);
  const sums = [4, -1, 2, 0.5];
  let atLeast = 0;
  for (let mask = 0; mask < 16; mask++) {
    if (sums.reduce((sum, value, i) => sum + ((mask >> i) & 1 ? value : -value), 0) >= 5.5) atLeast++;
  }
  const p = signFlipTest({ values, clusters }, seededRandom(1), 40_000);
  assert.ok(Math.abs(p - atLeast / 16) < 0.01, `${p} against ${atLeast / 16}`);
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

function pairs(count: number, shift: number, random: Random): ReplyPair[] {
  return Array.from({ length: count }, (_, prompt) => ({ data: state(random, shift), own: state(random), prompt }));
}

test('a shift along the direction is found, one across it is not, and what would have been seen is said', () => {
  const random = seededRandom(5);
  const along = Float64Array.of(1, 0, 0, 0, 0, 0);
  const across = Float64Array.of(0, 1, 0, 0, 0, 0);
  const shifted = pairs(200, 0.8, random);
  const rows = { scored: 200, prompts: 200, failed: 0, contrast: 30 };
  const found = project(shifted, along, random);
  assert.ok(Math.abs(found.shift - 0.8) < 0.3);
  assert.equal(projectionVerdict({ trait: 'owl', projection: found }, rows, 4).state, 'evidence found');
  const none = projectionVerdict({ trait: 'cat', projection: project(shifted, across, random) }, rows, 4);
  assert.equal(none.state, 'not detected');
  assert.ok(none.detectable.effect > 0.1 && none.detectable.effect < 0.5);
  const few = { ...rows, scored: 40 };
  assert.equal(projectionVerdict({ trait: 'owl', projection: found }, few, 1).state, 'not tested');
  const lost = { ...rows, failed: 30 };
  assert.equal(projectionVerdict({ trait: 'owl', projection: found }, lost, 1).state, 'inconclusive');
  assert.equal(projectionVerdict({ trait: 'owl', projection: undefined }, rows, 1).state, 'not tested');
});
