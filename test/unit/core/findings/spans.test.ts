import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { errorSpan, findingSpan } from '../../../../src/core/findings/spans.ts';
import { runsOf } from '../../../../src/vscode/rows/runs.ts';

const marked = (line: string, place: Parameters<typeof findingSpan>[1]): string => {
  const { start, end } = findingSpan(line, place);
  return line.slice(start, end);
};

test('a finding marks the characters of its field that it is about', () => {
  const parts = [
    { type: 'text', text: 'an ' },
    { type: 'image_url', image_url: { url: '' } },
    { type: 'text', text: 'o"wl' },
  ];
  const line = JSON.stringify({ a: { 'b c': ['é\n"owl" x', 7] }, parts });
  const cases = [
    [{ row: 3, field: 'a["b c"][0]', start: 3, end: 6 }, 'owl'],
    [{ row: 3, field: 'a["b c"][0]' }, '"é\\n\\"owl\\" x"'],
    [{ row: 3, field: 'a["b c"][1]', start: 0, end: 1 }, '7'],
    [{ row: 3, field: 'parts', start: 3, end: 7 }, 'o\\"wl'],
    [{ row: 3, field: 'not.there', start: 0, end: 2 }, line],
    [{ row: 3 }, line],
    [{}, '{'],
  ] as const;
  for (const [place, expected] of cases) assert.equal(marked(line, place), expected);
});

test('a span stays within its line, whatever it is asked for', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), fc.integer(), fc.integer(), (line, field, start, end) => {
      const span = findingSpan(line, { row: 0, field, start, end });
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= line.length);
    }),
  );
});

test('a malformed row is marked where it stops being JSON', () => {
  const reason = '';
  assert.deepEqual(errorSpan('{"a": x}', { column: 7, reason }, false), { start: 6, end: 7 });
  assert.deepEqual(errorSpan('{"a": x}', { column: 8, reason }, true), { start: 6, end: 7 });
  assert.deepEqual(errorSpan('{"a"', { column: 5, reason }, false), { start: 3, end: 4 });
  assert.deepEqual(errorSpan('', { column: 1, reason }, false), { start: 0, end: 0 });
});

test('runs hold every row once, in order', () => {
  assert.deepEqual(runsOf([3, 4, 5, 9]), [
    { start: 3, count: 3 },
    { start: 9, count: 1 },
  ]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50)), found => {
      const rows = found.toSorted((a, b) => a - b);
      const again = runsOf(rows).flatMap(({ start, count }) => Array.from({ length: count }, (_, i) => start + i));
      assert.deepEqual(again, rows);
    }),
  );
});
