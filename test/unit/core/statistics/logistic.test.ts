import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  fitLogistic,
  logisticFits,
  logProbabilities,
  type LogisticData,
  type SparseVector,
} from '../../../../src/core/statistics/logistic.ts';
import { seededRandom } from '../../../../src/core/statistics/random.ts';

const precise = { tolerance: 1e-9, maxIterations: 500 };

function dense(values: readonly number[]): SparseVector {
  return { indices: Uint16Array.from(values, (_, i) => i), values: Float32Array.from(values) };
}

test('without features the log-odds are those of the weighted classes: equal, however many vectors each has', () => {
  const data = { vectors: [1, 2, 3, 4].map(() => dense([])), classes: [0, 1, 1, 1], classCount: 2, dimension: 0 };
  const result = new Float64Array(2);
  logProbabilities(fitLogistic(data, precise), dense([]), result);
  for (const log of result) assert.ok(Math.abs(log - Math.log(0.5)) < 1e-8);
});

test('one yes-or-no feature and hardly a penalty: the log odds ratio of the two by two table', () => {
  // 30 and 10 of class 0, 15 and 25 of class 1.
  const cells = [
    [30, 1, 0],
    [10, 0, 0],
    [15, 1, 1],
    [25, 0, 1],
  ] as const;
  const rows = cells.flatMap(([count, feature, own]) => Array.from({ length: count }, () => ({ feature, own })));
  const model = fitLogistic(
    {
      vectors: rows.map(({ feature }) => dense([feature])),
      classes: rows.map(({ own }) => own),
      classCount: 2,
      dimension: 1,
    },
    { ...precise, strength: 1e9 },
  );
  const [first = NaN, , second = NaN] = model.weights;
  assert.ok(Math.abs(first - second - Math.log((30 * 25) / (10 * 15))) < 1e-5);
});

test("two classes of unequal size: the same optimum as Newton's method by the dense normal equations", () => {
  const random = seededRandom(7);
  const x = Array.from({ length: 70 }, () => [random() - 0.5, random() - 0.5, random()]);
  const classes = x.map(([a = 0, b = 0]) => (a - b + random() - 0.3 > 0 ? 1 : 0));
  const data = { vectors: x.map(dense), classes, classCount: 2, dimension: 3 };
  const model = fitLogistic(data, { ...precise, strength: 2 });
  const expected = newton(
    x.map(row => Array.from(Float32Array.from(row))),
    classes,
    1 / (2 * 70),
  );
  for (let i = 0; i < 4; i++) {
    const difference = (model.weights[4 + i] ?? NaN) - (model.weights[i] ?? NaN);
    assert.ok(Math.abs(difference - (expected[i] ?? NaN)) < 1e-5, `weight ${i}: ${difference}, not ${expected[i]}`);
  }
});

test('from the model of another penalty on, a fit comes to the same', () => {
  const near = { tolerance: 1e-7, maxIterations: 500 };
  const random = seededRandom(5);
  const vectors = Array.from({ length: 60 }, () => dense([random(), random() + 3, random() - 2]));
  for (const classCount of [2, 3]) {
    const data = { vectors, classes: vectors.map((_, i) => i % classCount), classCount, dimension: 3 };
    const fits = logisticFits(data);
    const alone = fits({ ...near, strength: 5 });
    const after = fits({ ...near, strength: 5, from: fits({ ...near, strength: 0.01 }) });
    alone.weights.forEach((weight, i) => assert.ok(Math.abs(weight - (after.weights[i] ?? NaN)) < 1e-5));
  }
});

test('no step away from the optimum of three classes lowers the penalised loss', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), seed => {
      const random = seededRandom(seed);
      const vectors = Array.from({ length: 24 }, () => dense([random() - 0.5, random() - 0.5]));
      const data = { vectors, classes: vectors.map((_, i) => i % 3), classCount: 3, dimension: 2 };
      const { weights } = fitLogistic(data, { ...precise, strength: 1 });
      const least = loss(data, weights, 1);
      for (let i = 0; i < weights.length; i++) {
        for (const step of [-0.01, 0.01]) {
          const moved = weights.slice();
          moved[i] = (moved[i] ?? 0) + step;
          assert.ok(loss(data, moved, 1) >= least - 1e-9);
        }
      }
    }),
    { numRuns: 20 },
  );
});

/** The penalised mean loss, written out. */
function loss(
  { vectors, classes, classCount, dimension }: LogisticData,
  weights: Float64Array,
  strength: number,
): number {
  const width = dimension + 1;
  let sum = 0;
  vectors.forEach(({ values }, i) => {
    const scores = Array.from({ length: classCount }, (_, c) =>
      [...values, 1].reduce((total, value, k) => total + value * (weights[c * width + k] ?? 0), 0),
    );
    const norm = Math.log(scores.reduce((total, score) => total + Math.exp(score), 0));
    sum += norm - (scores[classes[i] ?? 0] ?? 0);
  });
  const squares = weights.reduce((total, weight, i) => total + (i % width === dimension ? 0 : weight * weight), 0);
  return sum / vectors.length + squares / (2 * strength * vectors.length);
}

/** Two classes, one weight vector. The penalty on two of opposite sign is half that on their difference. */
function newton(x: readonly (readonly number[])[], classes: readonly number[], penalty: number): readonly number[] {
  const counts = [0, 1].map(own => classes.filter(one => one === own).length);
  const w = [0, 0, 0, 0];
  for (let iteration = 0; iteration < 50; iteration++) {
    const gradient = w.map((weight, i) => (i === 3 ? 0 : (penalty / 2) * weight));
    const hessian = w.map((_, i) => w.map((__, j) => (i === j && i < 3 ? penalty / 2 : 0)));
    x.forEach((row, n) => {
      const full = [...row, 1];
      const share = 1 / (2 * (counts[classes[n] ?? 0] ?? 1));
      const p = 1 / (1 + Math.exp(-full.reduce((sum, value, i) => sum + value * (w[i] ?? 0), 0)));
      full.forEach((value, i) => {
        gradient[i] = (gradient[i] ?? 0) + share * (p - (classes[n] ?? 0)) * value;
        full.forEach((other, j) => {
          const line = hessian[i] ?? [];
          line[j] = (line[j] ?? 0) + share * p * (1 - p) * value * other;
        });
      });
    });
    solve(hessian, gradient).forEach((step, i) => (w[i] = (w[i] ?? 0) - step));
  }
  return w;
}

/** Gauss and Jordan. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const lines = matrix.map((line, i) => [...line, right[i] ?? 0]);
  lines.forEach((line, i) => {
    const pivot = line[i] ?? NaN;
    line.forEach((value, k) => (line[k] = value / pivot));
    lines.forEach((other, j) => {
      const factor = other[i] ?? 0;
      if (j !== i) other.forEach((value, k) => (other[k] = value - factor * (line[k] ?? 0)));
    });
  });
  return lines.map(line => line.at(-1) ?? NaN);
}
