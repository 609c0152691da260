import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studentQuantile, studentTail } from '../../../../src/core/statistics/studentT.ts';

function near(got: number, want: number, relative = 1e-9): void {
  assert.ok(Math.abs(got - want) <= relative * want, `${got} is not ${want}`);
}

test('tails of Student’s t with one and two degrees of freedom are what their closed forms give', () => {
  for (const t of [0.001, 0.5, 1, 3, 12.7, 400]) {
    near(studentTail(t, 1), Math.atan2(1, t) / Math.PI);
    const root = Math.sqrt(2 + t * t);
    // (1 − t/√(2+t²))/2 without cancelling.
    near(studentTail(t, 2), 1 / (root * (root + t)));
    near(studentTail(-t, 1), 1 - studentTail(t, 1));
  }
});

/** Upper tail by Simpson’s rule on the density, its constant by recurrence: nothing shared with the code. */
function integrated(t: number, df: number): number {
  let constant = df % 2 === 1 ? 1 / Math.PI : 1 / (2 * Math.SQRT2);
  for (let k = df % 2 === 1 ? 1 : 2; k < df; k += 2) constant *= ((k + 1) / k) * Math.sqrt(k / (k + 2));
  const density = (x: number): number => constant * (1 + (x * x) / df) ** (-(df + 1) / 2);
  const [steps, span] = [200_000, 60];
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * density(t + (span * i) / steps);
  }
  return (sum * span) / steps / 3;
}

test('tails with many degrees of freedom are what integrating the density gives', () => {
  for (const [t, df] of [
    [0.3, 9],
    [2, 30],
    [3.5, 49],
    [6, 299],
    [21.7, 300],
  ] as const) {
    near(studentTail(t, df), integrated(t, df), 1e-6);
  }
});

test('published points: 12.706 for one degree of freedom, 2.045 for 29, 1.960 for many', () => {
  near(studentQuantile(0.025, 1), 12.7062047, 1e-7);
  near(studentQuantile(0.025, 29), 2.0452296, 1e-7);
  near(studentQuantile(0.025, 1e7), 1.959964, 1e-6);
  near(studentTail(studentQuantile(0.001, 47), 47), 0.001);
});

test('no number, no tail', () => {
  assert.ok(Number.isNaN(studentTail(NaN, 3)));
  assert.ok(Number.isNaN(studentTail(1, 0)));
  assert.deepEqual([studentTail(Infinity, 3), studentTail(-Infinity, 3)], [0, 1]);
});
