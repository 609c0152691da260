import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quantile } from '../../../../src/core/statistics/interval.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { rankArea, rankAreaInterval, type Grouped } from '../../../../src/core/statistics/rankCurve.ts';

const few = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 20 });

test('the area is the share of pairs in order, ties counting half', () => {
  fc.assert(
    fc.property(few, few, (high, low) => {
      const wins = high.flatMap(a => low.map(b => (a > b ? 1 : a === b ? 0.5 : 0)));
      const share = wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
      assert.ok(Math.abs(rankArea(Float64Array.from(high), Float64Array.from(low)) - share) < 1e-12);
    }),
  );
});

/** Independent values of a logistic distribution, shifted: their area is known. */
function logistic(count: number, shift: number, random: () => number, perGroup = 1): Grouped {
  let value = 0;
  const values = Float64Array.from({ length: count }, (_, i) => {
    if (i % perGroup > 0) return value;
    const uniform = random();
    return (value = shift + Math.log(uniform / (1 - uniform)));
  });
  return { values, groups: Uint32Array.from(values, (_, i) => Math.floor(i / perGroup)) };
}

test('the interval covers the true area of independent values about as often as it says', () => {
  const shift = 1;
  // Of two logistic variables: (e^s (e^s − 1 − s)) / (e^s − 1)².
  const truth = (Math.exp(shift) * (Math.exp(shift) - 1 - shift)) / (Math.exp(shift) - 1) ** 2;
  let covered = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed);
    const low = logistic(60, 0, random);
    const high = logistic(60, shift, random);
    const apart = { ...high, groups: high.groups.map(group => group + 60) };
    const interval = rankAreaInterval(apart, low, random, 200);
    if (interval.low <= truth && truth <= interval.high) covered++;
  }
  assert.ok(covered >= 275 && covered <= 297, `covered ${covered} of 300`);
});

test('copies of a value add nothing: eight of each widen no interval, where independent rows would narrow it', () => {
  const width = (perGroup: number): number => {
    const random = seededRandom(5);
    const high = logistic(400, 0.7, random, perGroup);
    const low = logistic(400, 0, random, perGroup);
    const interval = rankAreaInterval(high, low, random);
    return interval.high - interval.low;
  };
  assert.ok(width(8) > 2 * width(1));
});

test('quantiles by linear interpolation', () => {
  const values = Float64Array.from([1, 2, 4, 8]);
  assert.deepEqual([quantile(values, 0), quantile(values, 0.5), quantile(values, 1)], [1, 3, 8]);
});
