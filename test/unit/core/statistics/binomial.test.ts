import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binomialTail } from '../../../../src/core/statistics/binomial.ts';

/** With whole numbers of any size: the sum of the coefficients over 2^n. */
function halfTail(count: number, n: number): number {
  let coefficient = 1n;
  let sum = 0n;
  for (let k = 0; k <= n; k++) {
    if (k >= count) sum += coefficient;
    coefficient = (coefficient * BigInt(n - k)) / BigInt(k + 1);
  }
  return Number((sum * 2n ** 64n) / 2n ** BigInt(n)) / 2 ** 64;
}

test('the tail is exact, from small numbers to large', () => {
  for (const n of [1, 2, 10, 31, 32, 33, 100, 500]) {
    for (const count of [0, 1, n >> 1, (n >> 1) + 1, Math.floor(n * 0.7), n]) {
      const expected = halfTail(count, n);
      assert.ok(Math.abs(binomialTail(count, n, 0.5) - expected) <= 1e-10 + 1e-9 * expected, `${count} of ${n}`);
    }
  }
});

test('any chance, against the sum of its terms', () => {
  assert.ok(Math.abs(binomialTail(2, 3, 0.2) - (3 * 0.04 * 0.8 + 0.008)) < 1e-12);
  assert.equal(binomialTail(0, 5, 0.3), 1);
});
