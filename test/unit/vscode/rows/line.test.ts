import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Row } from '../../../../src/core/dataset/row.ts';
import { lineOf, longestThatFits, pageText, rowsPerPage } from '../../../../src/vscode/rows/line.ts';

const row = (index: number, text: string, whole = true): Row => ({
  span: { index, byteStart: 0, byteEnd: whole ? text.length : 1_000_000 },
  text,
  ...(whole && { content: { kind: 'blank' } }),
});

test('a line is its row without the byte order mark and the carriage return that VS Code hides', () => {
  assert.equal(lineOf(row(0, '\uFEFF{}\r')), '{}');
  assert.equal(lineOf(row(1, '\uFEFF{}\r')), '\uFEFF{}');
});

test('a page has one line per row, whatever a row holds', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), texts => {
      const rows = texts.map((text, i) => row(i, text.replaceAll('\n', '')));
      const lines = pageText(rows, 1_000_000).split(/\r\n|\n|\r/);
      assert.equal(lines.length, Math.max(1, rows.length));
    }),
  );
});

test('a page cuts its longest rows and says so', () => {
  const text = pageText([row(0, 'short'), row(1, 'x'.repeat(500)), row(2, 'beginning', false)], 100);
  const [short, long, beginning] = text.split('\n');
  assert.equal(short, 'short');
  assert.match(long ?? '', /^x{86} … ⟨cut here: 86 characters of 500 bytes shown⟩$/);
  assert.match(beginning ?? '', /^beginning … ⟨cut here: 9 characters of 1,000,000 bytes shown⟩$/);
});

test('the limit on a row is the largest that keeps a page within its budget', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.nat(20_000), (lengths, budget) => {
      const total = (limit: number): number => lengths.reduce((sum, length) => sum + Math.min(length, limit), 0);
      const limit = longestThatFits(lengths, budget);
      assert.ok(total(limit) <= budget);
      if (Number.isFinite(limit)) assert.ok(total(limit + 1) > budget);
      else assert.ok(lengths.every(length => length <= 1000));
    }),
  );
});

test('a page is as many rows as fit, a round number', () => {
  const cases = [
    [256_000, 1000, 500],
    [256_000, 10, 100],
    [256_000, 1, 10],
    [4_000_000, 1, 1],
    [0, 0, 500],
  ] as const;
  for (const [bytes, rows, expected] of cases) assert.equal(rowsPerPage(bytes, rows, 4_000_000), expected);
});
