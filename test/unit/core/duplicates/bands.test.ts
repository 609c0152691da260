import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandsFor, permutations, recallAt } from '../../../../src/core/duplicates/bands.ts';

test('the bands of every threshold find nearly all pairs at it, and all of more alike ones', () => {
  for (let threshold = 0.1; threshold <= 1; threshold += 0.05) {
    const bands = bandsFor(threshold);
    assert.ok(bands.bands * bands.rows <= permutations);
    assert.ok(recallAt(threshold, bands) >= 0.95, `${threshold}: ${recallAt(threshold, bands)}`);
    assert.ok(recallAt(Math.min(1, threshold + 0.1), bands) >= recallAt(threshold, bands));
  }
});

test('the chance is that of at least two of many independent bands', () => {
  // Counted over all outcomes of three bands of two numbers.
  const similarity = 0.7;
  let chance = 0;
  for (let outcome = 0; outcome < 64; outcome++) {
    const agree = (number: number): boolean => ((outcome >> number) & 1) === 1;
    const bands = [0, 1, 2].filter(band => agree(band * 2) && agree(band * 2 + 1)).length;
    const weight = [0, 1, 2, 3, 4, 5].reduce((product, i) => product * (agree(i) ? similarity : 1 - similarity), 1);
    if (bands >= 2) chance += weight;
  }
  assert.ok(Math.abs(recallAt(similarity, { bands: 3, rows: 2 }) - chance) < 1e-12);
});
