import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { minimise, type Objective } from '../../../../src/core/statistics/minimise.ts';

function near(actual: Float64Array, expected: readonly number[], tolerance: number): void {
  expected.forEach((value, i) =>
    assert.ok(Math.abs((actual[i] ?? NaN) - value) < tolerance, `${actual.join()} for ${expected.join()}`),
  );
}

test('a quadratic function of any positive definite matrix is least where it was made to be', () => {
  const number = fc.integer({ min: -5, max: 5 });
  const size = 4;
  const vector = fc.array(number, { minLength: size, maxLength: size });
  fc.assert(
    fc.property(fc.array(vector, { minLength: size, maxLength: size }), vector, vector, (factor, lowest, start) => {
      // ½ |F(x − m)|² + ½ |x − m|²
      const objective: Objective = (point, gradient) => {
        const off = lowest.map((value, i) => (point[i] ?? 0) - value);
        const image = factor.map(row => row.reduce((sum, value, i) => sum + value * (off[i] ?? 0), 0));
        off.forEach((value, i) => {
          gradient[i] = value + factor.reduce((sum, row, j) => sum + (row[i] ?? 0) * (image[j] ?? 0), 0);
        });
        return [...image, ...off].reduce((sum, value) => sum + value ** 2 / 2, 0);
      };
      near(minimise(objective, Float64Array.from(start), { tolerance: 1e-8 }), lowest, 1e-6);
    }),
  );
});

test('the banana of Rosenbrock is least at (1, 1)', () => {
  const objective: Objective = (point, gradient) => {
    const [x = 0, y = 0] = point;
    gradient.set([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  };
  near(minimise(objective, Float64Array.of(-1.2, 1), { tolerance: 1e-8 }), [1, 1], 1e-6);
});

test('n ln(1 + eˣ) − k x is least at the log-odds of k in n', () => {
  for (const [k, n] of [
    [1, 2],
    [3, 10],
    [1, 1000],
    [999, 1000],
  ] as const) {
    const objective: Objective = (point, gradient) => {
      const [x = 0] = point;
      gradient[0] = n / (1 + Math.exp(-x)) - k;
      return n * Math.log1p(Math.exp(x)) - k * x;
    };
    near(minimise(objective, Float64Array.of(0), { tolerance: 1e-9 }), [Math.log(k / (n - k))], 1e-6);
  }
});

test('it ends where the gradient is small enough or steps have run out, and leaves the start as it was', () => {
  let asked = 0;
  const bowl: Objective = (point, gradient) => {
    asked++;
    const [x = 0] = point;
    gradient[0] = 4 * x ** 3;
    return x ** 4;
  };
  const start = Float64Array.of(3);
  const [rough = 0] = minimise(bowl, start, { tolerance: 0.01 });
  assert.ok(Math.abs(4 * rough ** 3) <= 0.01 && rough !== 0);
  assert.deepEqual([...start], [3]);
  asked = 0;
  assert.deepEqual([...minimise(bowl, start, { maxIterations: 0 })], [3]);
  assert.equal(asked, 1);
  const [once = 0] = minimise(bowl, start, { maxIterations: 1 });
  assert.ok(once < 3 && once > rough);
});
