import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { marksOf, marksWithin, scoredMarks, segmentsOf } from '../../../../media/shared/marks.ts';
import type { Mark } from '../../../../media/shared/marks.ts';
import type { Finding, Severity } from '../../../../src/core/findings/finding.ts';

const mark = (start: number, end: number, severity: Severity = 'info'): Mark => ({
  start,
  end,
  severity,
  finding: 0,
  title: '',
});
const anyMark = fc
  .tuple(fc.nat(60), fc.nat(60), fc.constantFrom<Severity>('error', 'warning', 'info'))
  .map(([a, b, severity]) => mark(Math.min(a, b), Math.max(a, b), severity));

test('segments cover the text without gaps, each with the marks over it', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.array(anyMark, { maxLength: 8 }), (length, marks) => {
      const segments = segmentsOf(length, marks);
      assert.equal(
        segments.map(({ start, end }) => end - start).reduce((sum, size) => sum + size, 0),
        length,
      );
      let at = 0;
      for (const segment of segments) {
        assert.equal(segment.start, at);
        at = segment.end;
        for (let place = segment.start; place < segment.end; place++) {
          const over = marks.filter(({ start, end }) => start <= place && place < end).length;
          assert.equal(segment.marks.length, over);
        }
      }
    }),
  );
});

test('the most severe mark comes first', () => {
  const [first] = segmentsOf(4, [mark(0, 4, 'info'), mark(0, 4, 'error'), mark(0, 4, 'warning')]);
  assert.deepEqual(
    first?.marks.map(({ severity }) => severity),
    ['error', 'warning', 'info'],
  );
});

test('findings mark their own field: a span, or all of it', () => {
  const about = { check: 'c', severity: 'info', data: {} } as const;
  const findings: Finding[] = [
    { ...about, message: 'span', field: 'a', start: 1, end: 3 },
    { ...about, message: 'elsewhere', field: 'b', start: 1, end: 3 },
    { ...about, message: 'whole', field: 'a' },
    { ...about, message: 'row' },
  ];
  assert.deepEqual(
    marksOf(findings, 'a', 10).map(({ start, end, title, finding }) => [start, end, title, finding]),
    [
      [1, 3, 'span', 0],
      [0, 10, 'whole', 2],
    ],
  );
});

test('places of scores mark their own field, and findings come before them', () => {
  const places = [
    { field: 'a', start: 0, end: 4, title: 'divergent' },
    { field: 'b', start: 0, end: 4, title: 'elsewhere' },
  ];
  const [first, second] = segmentsOf(6, [...scoredMarks(places, 'a'), mark(2, 6)]);
  assert.deepEqual(first, { start: 0, end: 2, marks: [{ start: 0, end: 4, severity: 'scored', title: 'divergent' }] });
  assert.deepEqual(
    second?.marks.map(({ severity }) => severity),
    ['info', 'scored'],
  );
});

test('marks move into the part of the text that they overlap', () => {
  const marks = [mark(0, 5), mark(8, 12), mark(20, 30)];
  assert.deepEqual(
    marksWithin(marks, 4, 10).map(({ start, end }) => [start, end]),
    [
      [0, 1],
      [4, 6],
    ],
  );
});
