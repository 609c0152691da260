import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RowSet } from '../../../../src/core/findings/rowSet.ts';

const rows = fc.array(fc.nat(5000), { maxLength: 300 });

function setOf(members: readonly number[]): RowSet {
  const set = new RowSet();
  for (const row of members) set.add(row);
  return set;
}

test('holds what a sorted set holds, by iteration, rank and membership', () => {
  fc.assert(
    fc.property(rows, fc.nat(300), fc.nat(50), (members, start, count) => {
      const set = setOf(members);
      const sorted = [...new Set(members)].sort((a, b) => a - b);
      assert.equal(set.size, sorted.length);
      assert.deepEqual([...set], sorted);
      assert.deepEqual(set.slice(start, count), sorted.slice(start, start + count));
      for (const row of [0, 1, 31, 32, 4999]) assert.equal(set.has(row), sorted.includes(row));
      assert.deepEqual([...new RowSet(set.toWords())], sorted);
    }),
  );
});

test('a later slice is added behind any offset, rows that are in already counted once', () => {
  const some = fc.array(fc.nat(200), { maxLength: 40 });
  fc.assert(
    fc.property(some, some, fc.nat(200), (before, later, offset) => {
      const whole = setOf(before);
      whole.addAll(setOf(later), offset);
      const expected = new Set([...before, ...later.map(row => row + offset)]);
      assert.deepEqual(
        [...whole],
        [...expected].sort((left, right) => left - right),
      );
      assert.equal(whole.size, expected.size);
    }),
  );
});

test('a later slice is added behind an offset', () => {
  const whole = setOf([1, 40]);
  whole.addAll(setOf([0, 31, 32]), 100);
  assert.deepEqual([...whole], [1, 40, 100, 131, 132]);
  assert.equal(whole.size, 5);
});
