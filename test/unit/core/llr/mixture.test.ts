import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixtureShare } from '../../../../src/core/llr/mixture.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { gaussian } from './support.ts';

/** Log-likelihood ratios of two normal sources one standard deviation and a half apart. */
function ratios(share: number, rows: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const apart = 1.5;
  return Float64Array.from({ length: rows }, () => {
    const x = gaussian(random) + (random() < share ? apart : 0);
    return apart * x - (apart * apart) / 2;
  });
}

/** The EM algorithm as the textbook has it. */
function byEm(values: Float64Array): number {
  let pi = 0.5;
  for (let step = 0; step < 5000; step++) {
    let sum = 0;
    for (const ratio of values) sum += (pi * Math.exp(ratio)) / (pi * Math.exp(ratio) + 1 - pi);
    pi = sum / values.length;
  }
  return pi;
}

test('the share is where the EM algorithm ends', () => {
  for (const share of [0.1, 0.5, 0.9]) {
    const values = ratios(share, 400, 3);
    assert.ok(Math.abs(mixtureShare(values).share - byEm(values)) < 1e-6);
  }
});

test('the interval holds the true share in some 95 % of runs', () => {
  const runs = 200;
  for (const share of [0, 0.5, 1]) {
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const { low, high } = mixtureShare(ratios(share, 300, run + 1));
      if (low <= share && share <= high) held++;
    }
    assert.ok(held >= 0.92 * runs, `${share}: ${held} of ${runs}`);
  }
});

test('ratios of thousands of nats overflow nothing', () => {
  const { share, low, high } = mixtureShare(Float64Array.of(5000, -5000, 4000, -4000));
  assert.ok(Math.abs(share - 0.5) < 1e-6);
  assert.ok(low > 0 && high < 1);
  assert.deepEqual(mixtureShare(new Float64Array(50).fill(-3000)).share, 0);
  assert.deepEqual(mixtureShare(new Float64Array(50).fill(3000)).share, 1);
});
