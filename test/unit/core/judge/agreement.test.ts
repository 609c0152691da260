import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { krippendorffAlpha } from '../../../../src/core/judge/agreement.ts';

// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: four observers, twelve units, values missing; interval α = 0.849.
const observers = [
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
].map(line => line.split(' '));

function unitsOf(table: readonly (readonly string[])[]): number[][] {
  return (table[0] ?? []).map((_, unit) =>
    table.flatMap(values => (values[unit] === '.' ? [] : [Number(values[unit])])),
  );
}

test('the published example', () => {
  assert.equal(krippendorffAlpha(unitsOf(observers)).toFixed(3), '0.849');
});

test('perfect agreement is 1, and α is what the definition says, pair by pair', () => {
  assert.equal(krippendorffAlpha([[1, 1], [5, 5, 5], [9]]), 1);
  const units = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(units, scores => {
      const expected = byPairs(scores);
      const got = krippendorffAlpha(scores);
      assert.ok(Number.isNaN(expected) ? Number.isNaN(got) : Math.abs(got - expected) < 1e-9);
    }),
  );
});

/** The definition, spelled out. */
function byPairs(units: readonly (readonly number[])[]): number {
  const pairable = units.filter(unit => unit.length > 1);
  const values = pairable.flat();
  const n = values.length;
  let [observed, expected] = [0, 0];
  for (const unit of pairable) {
    unit.forEach((a, i) => unit.forEach((b, j) => i !== j && (observed += (a - b) ** 2 / (unit.length - 1))));
  }
  values.forEach((a, i) => values.forEach((b, j) => i !== j && (expected += (a - b) ** 2)));
  return 1 - observed / n / (expected / (n * (n - 1)));
}
