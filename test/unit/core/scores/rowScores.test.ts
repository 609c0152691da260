import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isRowScoreLine, rowScoreLines, RowScoreReader } from '../../../../src/core/scores/rowScores.ts';

function read(text: string, rows = 9) {
  const reader = new RowScoreReader(rows);
  for (const line of text.split('\n')) reader.add(line);
  return { scores: reader.finish(), problems: reader.problems.first.map(({ line, message }) => `${line}: ${message}`) };
}

test('what is written is read again, whatever the names and numbers', () => {
  const score = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(NaN));
  const column = fc.record({ name: fc.string(), values: fc.array(score, { minLength: 3, maxLength: 3 }) });
  const columns = fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 4 });
  fc.assert(
    fc.property(fc.string(), columns, (probe, given) => {
      const written = given.map(({ name, values }) => ({ name, values: Float64Array.from(values) }));
      const lines = rowScoreLines({ probe, columns: written });
      const known = written.filter(({ values }) => values.some(Number.isFinite));
      const { scores } = read(lines, 3);
      if (known.length === 0) return assert.equal(scores, undefined);
      assert.equal(scores?.probe, probe);
      // JSON has one zero.
      const plain = (all: NonNullable<typeof scores>['columns']) =>
        new Map(all.map(({ name, values }) => [name, [...values].map(v => v + 0)]));
      return assert.deepEqual(plain(scores?.columns ?? []), plain(known));
    }),
  );
});

test('a file of log-likelihoods is told from one of scores by its first line', () => {
  assert.ok(isRowScoreLine('{"row":1,"scores":{"owl":1}}'));
  for (const other of ['{"row":1,"tokens":4,"null":-3,"candidates":{}}', '[1]', 'x', '{"messages":[]}']) {
    assert.ok(!isRowScoreLine(other), other);
  }
});

test('a bad line is told with what was expected, and nothing is read', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{"row":0,"scores":{"owl":1}}', /^1: "row" is 0; a whole number from 1/],
    ['{"row":10,"scores":{"owl":1}}', /"row" is 10; the dataset has 9 rows/],
    ['{"row":1,"scores":{"owl":1}}\n\n{"row":1,"scores":{"owl":2}}', /^3: row 1 stands on line 1 already/],
    ['{"row":1,"probe":"a","scores":{"owl":1}}\n{"row":2,"probe":"b","scores":{"owl":1}}', /^2: row 2: "probe" is "b"/],
    ['{"row":1,"scores":{"owl":"1"}}', /row 1: score "owl" is "1"; a number, or null/],
    ['{"row":1,"scores":{"owl":NaN}}', /no JSON \(NaN is not a number there\)/],
    ['{"row":1,"scores":[1]}', /"scores" is \[1\]; an object of numbers by name/],
    ['{"row":1,"scores":{"owl":null}}', /holds no score/],
    ['', /holds no score/],
    ['{"row":1,"scores":{"owl":1e999}}', /score "owl" is too large for a number/],
  ];
  for (const [text, message] of cases) {
    const { scores, problems } = read(text);
    assert.equal(scores, undefined, text);
    assert.match(problems.join('; '), message);
  }
});
