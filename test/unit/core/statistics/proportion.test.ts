import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { detectableShare, wilsonInterval } from '../../../../src/core/statistics/proportion.ts';

describe('the interval of a share', () => {
  // Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [count, n, low, high] of published) {
    it(`${count} of ${n} is the published one`, () => {
      const interval = wilsonInterval(count, n);
      assert.deepEqual([interval.low.toFixed(4), interval.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
    });
  }

  it('ends where the score test just rejects, and holds the share', () => {
    const counts = fc
      .integer({ min: 1, max: 1_000_000 })
      .chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([count, n]) => {
        const { value, low, high, confidence } = wilsonInterval(count, n);
        assert.ok(0 <= low && low <= value && value <= high && high <= 1);
        assert.equal(confidence, 0.95);
        for (const bound of [low, high]) {
          if (bound === 0 || bound === 1) continue;
          const score = Math.abs(value - bound) / Math.sqrt((bound * (1 - bound)) / n);
          assert.ok(Math.abs(score - 1.959964) < 1e-4, `score ${score}`);
        }
      }),
    );
  });

  it('is exact at both ends', () => {
    assert.equal(wilsonInterval(0, 7).low, 0);
    assert.equal(wilsonInterval(7, 7).high, 1);
  });
});

describe('the share that would have been seen', () => {
  it('is missed with the remaining probability', () => {
    for (const n of [1, 10, 1000, 10_000_000]) {
      const share = detectableShare(n, 0.8);
      assert.ok(Math.abs(Math.exp(n * Math.log1p(-share)) - 0.2) < 1e-9);
    }
  });
});
