import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OriginCounts } from '../../../../src/core/dataset/originCounts.ts';
import { formatPath, type FieldPath } from '../../../../src/core/json/value.ts';
import type { ProvenanceField } from '../../../../src/core/provenance/record.ts';

type Seen = readonly [field: ProvenanceField, path: FieldPath, value: string];

function counted(seen: readonly Seen[]): OriginCounts {
  const counts = new OriginCounts();
  for (const [field, path, value] of seen) counts.see(field, path, value);
  return counts;
}

/** Few columns with few values, or many of both: past the bounds. */
const seen: fc.Arbitrary<Seen> = fc.tuple(
  fc.constantFrom<ProvenanceField>('teacher', 'teacher.seed'),
  fc.oneof(
    fc.constantFrom<FieldPath>(['model'], ['meta', 'model'], ['list', 0], ['list', '0']),
    fc.nat(300).map(n => [`c${n}`]),
  ),
  fc.oneof(fc.constantFrom('a', 'b'), fc.nat(2000).map(String)),
);

test('what few rows say is counted exactly', () => {
  fc.assert(
    fc.property(fc.array(seen, { maxLength: 90 }), all => {
      const { origins, cut } = counted(all).counts();
      const expected = new Map<string, number>();
      for (const [field, path, value] of all) {
        const key = JSON.stringify([field, formatPath(path), value]);
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
      assert.equal(cut, false);
      assert.deepEqual(
        new Map(origins.map(({ field, path, value, rows }) => [JSON.stringify([field, path, value]), rows])),
        expected,
      );
      assert.deepEqual(
        origins.map(({ rows }) => rows),
        origins.map(({ rows }) => rows).toSorted((a, b) => b - a),
      );
    }),
  );
});

test('however the rows are cut into slices, past the bounds too: the same counts in the same order', () => {
  const many = fc.array(seen, { minLength: 3000, maxLength: 5000, size: 'max' });
  fc.assert(
    fc.property(many, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }), (all, cuts) => {
      const whole = counted(all).counts();
      const places = [0, ...cuts.map(cut => Math.floor(cut * all.length)).toSorted((a, b) => a - b), all.length];
      const merged = new OriginCounts();
      places.slice(1).forEach((end, i) => merged.merge(structuredClone(counted(all.slice(places[i], end)).toState())));
      assert.deepEqual(merged.counts(), whole);
    }),
    { numRuns: 30 },
  );
});

test('a column of many values displaces no other, and it is told that values are left out', () => {
  const counts = new OriginCounts();
  for (let i = 0; i < 5000; i++) {
    counts.see('teacher', ['model'], i % 2 === 0 ? 'a' : 'b');
    counts.see('teacher.seed', ['seed'], String(i));
  }
  const { origins, cut } = counts.counts();
  assert.equal(cut, true);
  const merged = new OriginCounts();
  merged.merge(counts.toState());
  assert.deepEqual(merged.counts(), { origins, cut }, 'a slice that was cut stays so');
  assert.equal(origins.length, 202);
  assert.deepEqual(origins.slice(0, 2), [
    { field: 'teacher', path: 'model', value: 'a', rows: 2500 },
    { field: 'teacher', path: 'model', value: 'b', rows: 2500 },
  ]);
});
