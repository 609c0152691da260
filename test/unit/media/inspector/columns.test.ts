import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from '../../../../media/inspector/columns.ts';

const columns = ['a', 'b', 'c'].map(id => ({ id, title: id, source: 'field' as const }));

test('columns share the view', () => {
  const { widths, total } = layOut(columns, {}, 1000, 800);
  assert.equal(new Set(widths).size, 1);
  assert.equal(total, 800);
});

test('a sized column keeps its width, the others share what is left', () => {
  const { widths } = layOut(columns, { b: 300 }, 1000, 800);
  assert.equal(widths[1], 300);
  assert.equal(widths[0], widths[2]);
});

test('many columns are wider than the view, and none is too narrow to read', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ id: String(index), title: '', source: 'field' as const }));
  const { widths, total } = layOut(many, {}, 1000, 800);
  assert.ok(Math.min(...widths) >= 120);
  assert.ok(total > 800);
});

test('the row number has room for its digits', () => {
  const width = (rows: number): number => layOut(columns, {}, rows, 800).numberWidth;
  assert.ok(width(1e8) > width(1000));
});
