import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { changedFields, changesText } from '../../../../src/core/compare/changes.ts';
import { matchRows, type RowDigests } from '../../../../src/core/compare/matchRows.ts';

interface Row {
  readonly bytes: number;
  /** 0: none. */
  readonly key: number;
  readonly prompt: number;
}

function digestsOf(rows: readonly Row[]): RowDigests {
  // The first words alone do not tell rows apart: what shares them must still be compared whole.
  const bytes = rows.flatMap(row => [1, (row.bytes % 2) << 11, 0, row.bytes]);
  const two = (value: number): readonly number[] => (value === 0 ? [0, 0] : [7, value << 11]);
  return {
    rows: rows.length,
    bytes: Uint32Array.from(bytes),
    keys: Uint32Array.from(rows.flatMap(row => two(row.key))),
    prompts: Uint32Array.from(rows.flatMap(row => two(row.prompt))),
  };
}

const rows = fc.array(
  fc.record({
    bytes: fc.integer({ min: 1, max: 9 }),
    key: fc.integer({ min: 0, max: 12 }),
    prompt: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 14 },
);

function matchPlainly(left: readonly Row[], right: readonly Row[]) {
  const leftAlone = new Set(left.keys());
  const rightAlone = new Set(right.keys());
  const pair = (of: (row: Row) => number): number[] => {
    const pairs: number[] = [];
    for (const [at, row] of left.entries()) {
      if (!leftAlone.has(at) || of(row) === 0) continue;
      const other = [...rightAlone].sort((a, b) => a - b).find(one => of(right[one] ?? row) === of(row));
      if (other === undefined) continue;
      leftAlone.delete(at);
      rightAlone.delete(other);
      pairs.push(at, other);
    }
    return pairs;
  };
  const unique = [left, right].every(file => {
    const keys = file.map(row => row.key).filter(key => key !== 0);
    return keys.length > 0 && new Set(keys).size === keys.length;
  });
  const same = pair(row => row.bytes);
  const byKey = unique ? pair(row => row.key) : [];
  const byPrompt = pair(row => row.prompt);
  return { same, byKey, byPrompt, removed: [...leftAlone], added: [...rightAlone], unique };
}

test('rows are matched as looking at each pair matches them', () => {
  fc.assert(
    fc.property(rows, rows, (left, right) => {
      const found = matchRows(digestsOf(left), digestsOf(right));
      const expected = matchPlainly(left, right);
      assert.equal(found.keyIsUnique, expected.unique);
      assert.equal(found.same, expected.same.length / 2);
      assert.deepEqual([...found.changedByKey], expected.byKey);
      assert.deepEqual([...found.changedByPrompt], expected.byPrompt);
      assert.deepEqual([...found.removed], expected.removed);
      assert.deepEqual(
        [...found.added],
        expected.added.sort((a, b) => a - b),
      );
      assert.equal(found.moved.length / 2, found.same - longestRun(expected.same));
    }),
    { numRuns: 1000 },
  );
});

test('what moved is the least that explains the order', () => {
  const file = (order: readonly number[]) => digestsOf(order.map(bytes => ({ bytes, key: 0, prompt: 0 })));
  const moved = (before: readonly number[], after: readonly number[]): number[] => [
    ...matchRows(file(before), file(after)).moved,
  ];
  assert.deepEqual(moved([1, 2, 3, 4], [1, 2, 3, 4]), []);
  assert.deepEqual(moved([1, 2, 3, 4], [4, 1, 2, 3]), [3, 0]);
  assert.deepEqual(moved([1, 2, 3, 4], [2, 3, 1, 4, 9]), [0, 2]);
});

test('the fields that differ are named', () => {
  const before = { id: 1, a: 'x', b: [1, 2], gone: null };
  const after = { id: 1, a: 'y', b: [1, 2], come: true };
  assert.deepEqual(changedFields(before, after), [
    { field: 'a', kind: 'changed' },
    { field: 'gone', kind: 'removed' },
    { field: 'come', kind: 'added' },
  ]);
  assert.equal(changesText(changedFields(before, after)), 'a, −gone, +come');
  assert.equal(changesText(changedFields(before, { ...before })), 'written otherwise');
  assert.deepEqual(changedFields([1], [2]), [{ field: '(the row)', kind: 'changed' }]);
});

/** The longest run of pairs whose second rows ascend, by trying each as the last. */
function longestRun(pairs: readonly number[]): number {
  const targets = pairs.filter((_, at) => at % 2 === 1);
  const longest: number[] = [];
  for (const [at, target] of targets.entries()) {
    longest.push(1 + Math.max(0, ...longest.filter((_, before) => before < at && (targets[before] ?? 0) < target)));
  }
  return Math.max(0, ...longest);
}
