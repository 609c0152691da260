import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FindingStore } from '../../../../src/core/findings/store.ts';

const finding = { field: ['messages', 1, 'content'], start: 3, end: 7, message: 'a message', data: { reasons: ['x'] } };

test('gives back what was added', () => {
  const store = new FindingStore('number-sequence');
  store.add(undefined, 'warning', { message: 'of the dataset', data: {} });
  store.add(4, 'warning', finding);
  assert.deepEqual(store.slice(0, 10), [
    { check: 'number-sequence', severity: 'warning', message: 'of the dataset', data: {} },
    {
      check: 'number-sequence',
      severity: 'warning',
      row: 4,
      field: 'messages[1].content',
      start: 3,
      end: 7,
      message: 'a message',
      data: { reasons: ['x'] },
    },
  ]);
});

test('keeps the first findings and counts all, also by severity', () => {
  const store = new FindingStore('x', 3);
  for (let row = 0; row < 50; row++)
    store.add(row, 'info', { ...finding, ...(row === 49 && { severity: 'error' as const }) });
  assert.equal(store.size, 3);
  assert.equal(store.total, 50);
  assert.deepEqual(store.totals, [1, 0, 49]);
});

test('slices put together equal one pass, limits included', () => {
  const whole = new FindingStore('x', 10);
  const left = new FindingStore('x', 10);
  const right = new FindingStore('x', 10);
  for (let row = 0; row < 40; row++) {
    if (row % 3 === 0) continue;
    const each = { ...finding, message: `m${row % 5}` };
    whole.add(row, 'warning', each);
    if (row < 9) left.add(row, 'warning', each);
    else right.add(row - 9, 'warning', each);
  }
  const merged = new FindingStore('x', 10);
  merged.append(left.toColumns(), 0, left.totals);
  merged.append(structuredClone(right.toColumns()), 9, right.totals);
  assert.deepEqual(merged.slice(0, 100), whole.slice(0, 100));
  assert.equal(merged.total, whole.total);
});

test('finds the findings of a row', () => {
  const store = new FindingStore('x');
  for (const row of [2, 5, 5, 5, 9]) store.add(row, 'warning', finding);
  assert.equal(store.ofRow(5).length, 3);
  assert.equal(store.ofRow(6).length, 0);
  assert.equal(store.positionOf(6), 4);
});

test('keeps the place of a finding in a file beside the dataset, across slices', () => {
  const place = { path: 'README.md', line: 3, field: 'generated_by' };
  const [whole, slice] = [new FindingStore('x'), new FindingStore('x')];
  whole.add(undefined, 'info', { message: 'none', data: {} });
  slice.add(undefined, 'info', { message: 'none', data: {} });
  slice.add(undefined, 'info', { message: 'there', data: {}, place });
  whole.append(structuredClone(slice.toColumns()), 0, slice.totals);
  assert.deepEqual(
    whole.slice(0, 9).map(found => found.place),
    [undefined, undefined, place],
  );
});
