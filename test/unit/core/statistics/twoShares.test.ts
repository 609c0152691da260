import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fisherExact, newcombeInterval } from '../../../../src/core/statistics/twoShares.ts';

function near(actual: number, expected: number, tolerance = 1e-10): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} for ${expected}`);
}

const side = fc.integer({ min: 1, max: 25 }).chain(n => fc.record({ count: fc.nat(n), n: fc.constant(n) }));

describe('the interval of a difference of shares', () => {
  // Newcombe 1998, Statistics in Medicine 17:873–890, table II, method 10.
  const published = [
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ] as const;
  for (const [a, m, b, n, ...expected] of published) {
    it(`${a} of ${m} less ${b} of ${n} is the published one`, () => {
      const { value, low, high } = newcombeInterval({ count: a, n: m }, { count: b, n });
      near(value, a / m - b / n);
      assert.deepEqual(
        [low.toFixed(4), high.toFixed(4)],
        expected.map(bound => bound.toFixed(4)),
      );
    });
  }

  it('holds the difference, and is turned about where the sides are', () => {
    fc.assert(
      fc.property(side, side, (first, second) => {
        const { value, low, high } = newcombeInterval(first, second);
        assert.ok(-1 <= low && low <= value && value <= high && high <= 1);
        const turned = newcombeInterval(second, first);
        near(turned.low, -high);
        near(turned.high, -low);
      }),
    );
  });
});

describe('Fisher’s exact test', () => {
  it('gives the p-values that can be worked out by hand', () => {
    // The lady tasting tea: 3 of 4 and 1 of 4.
    near(fisherExact({ count: 3, n: 4 }, { count: 1, n: 4 }), 34 / 70);
    near(fisherExact({ count: 0, n: 10 }, { count: 10, n: 10 }), 2 / 184756);
    assert.equal(fisherExact({ count: 0, n: 10 }, { count: 0, n: 10 }), 1);
    assert.ok(fisherExact({ count: 900, n: 100_000 }, { count: 1200, n: 100_000 }) < 1e-9);
  });

  it('gives what the sum over all tables does, and the same where the sides are turned', () => {
    const choose = (n: number, k: number): number => {
      let result = 1;
      for (let i = 0; i < k; i++) result = (result * (n - i)) / (i + 1);
      return result;
    };
    fc.assert(
      fc.property(side, side, (first, second) => {
        const shown = first.count + second.count;
        const chance = (x: number): number => choose(first.n, x) * choose(second.n, shown - x);
        let [all, extreme] = [0, 0];
        for (let x = Math.max(0, shown - second.n); x <= Math.min(shown, first.n); x++) {
          all += chance(x);
          if (chance(x) <= chance(first.count) * (1 + 1e-7)) extreme += chance(x);
        }
        near(fisherExact(first, second), extreme / all, 1e-9);
        near(fisherExact(second, first), extreme / all, 1e-9);
      }),
    );
  });
});
