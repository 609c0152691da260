import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScoreReader, type Expected } from '../../../../src/core/llr/scoreReader.ts';
import { problemsText } from '../../../../src/core/scores/scoreFile.ts';

function read(lines: readonly string[], expected: Expected = { rows: 100 }) {
  const reader = new ScoreReader(expected);
  for (const line of lines) reader.add(line);
  return { table: reader.finish(), problems: reader.problems };
}

const line = (row: unknown, more: object = {}): string =>
  JSON.stringify({ row, tokens: 45, null: -93.1, candidates: { owl: -91.2, cat: -91.9 }, ...more });

test('rows come in columns, in the order of the dataset whatever that of the file', () => {
  const { table } = read([line(3), '', line(1, { null: -90, candidates: { cat: -1.5, owl: -2 } }), line(2)]);
  assert.ok(table);
  assert.deepEqual([...table.rows], [1, 2, 3]);
  assert.deepEqual([...table.none], [-90, -93.1, -93.1]);
  assert.deepEqual(table.candidates, ['owl', 'cat']);
  assert.deepEqual(
    table.scores.map(column => column[0]),
    [-2, -1.5],
  );
  assert.equal(table.clusters.count, 3);
});

test('rows written anew may be more than the dataset has, and several for one row, which count together', () => {
  const { table } = read([line(7), line(2), line(7)], { rows: undefined, candidates: ['owl', 'cat'] });
  assert.deepEqual([...(table?.rows ?? [])], [2, 7, 7]);
  assert.deepEqual([...(table?.clusters.of ?? [])], [0, 1, 1]);
});

test('rows that name a cluster count by it', () => {
  const { table } = read([line(4, { cluster: 'b' }), line(1, { cluster: 'a' }), line(2, { cluster: 'b' })]);
  assert.deepEqual([...(table?.clusters.of ?? [])], [0, 1, 1]);
});

const bad: readonly (readonly [string, string, RegExp])[] = [
  ['no JSON', '{"row":2,', /line is no JSON: .*an object such as/],
  ['NaN', '{"row":2,"tokens":45,"null":NaN,"candidates":{"owl":-1,"cat":-1}}', /NaN is not a number there/],
  ['no object', '[1]', /the line is \[1\]; an object/],
  ['no row', line(undefined), /"row" is missing; a whole number from 1/],
  ['row 0', line(0), /"row" is 0;/],
  ['half a row', line(1.5), /"row" is 1.5;/],
  ['a row as text', line('2'), /"row" is "2";/],
  ['a row that the dataset does not have', line(101), /"row" is 101; the dataset has 100 rows/],
  ['a row again', line(1), /row 1 stands on line 1 already/],
  ['no tokens', line(2, { tokens: 0 }), /row 2: "tokens" is 0; a whole number from 1/],
  ['null under no prompt', line(2, { null: null }), /row 2: "null" is null; a finite log-likelihood of at most 0/],
  ['a positive one', line(2, { null: 0.5 }), /row 2: "null" is 0.5;/],
  ['a text', line(2, { candidates: { owl: '-91', cat: -1 } }), /candidate "owl" is "-91";/],
  ['too large a number', line(2).replace('-91.2', '-1e999'), /candidate "owl" is too large for a number/],
  ['zeros', line(2, { null: 0, candidates: { owl: 0, cat: 0 } }), /all log-likelihoods of 45 tokens are 0;/],
  ['an impossible token', line(2, { candidates: { owl: -1e9, cat: -1 } }), /-1000000000 for 45 tokens/],
  ['no candidates', line(2, { candidates: [] }), /"candidates" is \[\]; an object/],
  ['a candidate less', line(2, { candidates: { owl: -1 } }), /\(cat missing\); owl, cat were expected/],
  ['another candidate', line(2, { candidates: { owl: -1, fox: -1 } }), /cat missing, fox not in the rows before/],
  ['a cluster that is none', line(2, { cluster: {} }), /"cluster" is \{\}; a text or a number/],
  ['a cluster where none was', line(2, { cluster: 1 }), /"cluster" is given, in the rows before it is not/],
];

for (const [name, text, message] of bad) {
  test(`a bad line is told by its number, and nothing is computed: ${name}`, () => {
    const { table, problems } = read([line(1), text, line(3)]);
    assert.equal(table, undefined);
    assert.equal(problems.count, 1);
    assert.equal(problems.first[0]?.line, 2);
    assert.match(problems.first[0].message, message);
    assert.match(problemsText('s.jsonl', problems), /^s\.jsonl, line 2: .*\nNothing was computed/s);
  });
}

test('an empty file, and one of zeros, are no scores', () => {
  assert.match(read([]).problems.first[0]?.message ?? '', /holds no row/);
  assert.match(read(['', ' ']).problems.first[0]?.message ?? '', /holds no row/);
  const zeros = read([line(1, { candidates: { owl: 0, cat: -1 } }), line(2, { candidates: { owl: 0, cat: -2 } })]);
  assert.match(zeros.problems.first[0]?.message ?? '', /candidate "owl" is 0 in every row/);
});

test('a second file needs the candidates of the first', () => {
  const { problems } = read([line(1)], { rows: 5, candidates: ['owl', 'fox'] });
  assert.match(problems.first[0]?.message ?? '', /fox missing, cat not in/);
});

test('of many bad lines some are told, and how many there are', () => {
  const { problems } = read(Array.from({ length: 500 }, () => 'x'));
  assert.equal(problems.count, 500);
  assert.match(problemsText('s', problems), /20 of 500 such lines are shown/);
});

test('no line makes the reader throw, and what it takes is finite', () => {
  const values = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(-1, 0, 1e308, -1e308));
  const lines = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        { row: values, tokens: values, null: values, candidates: fc.dictionary(fc.string(), values) },
        { requiredKeys: [] },
      )
      .map(value => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 5 }), all => {
      const { table, problems } = read(all);
      assert.equal(table === undefined, problems.count > 0);
      for (const column of table ? [table.none, ...table.scores] : []) assert.ok(column.every(Number.isFinite));
    }),
  );
});
