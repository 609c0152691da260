import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import { rowMatcher } from '../../../../src/core/dataset/rowMatcher.ts';

const kernel = plainKernel();
const find = (rows: readonly string[], text: string, caseSensitive = true): readonly number[] =>
  rowMatcher(text, { caseSensitive, kernel })(new TextEncoder().encode(rows.join('\n'))).found;

const rows = [
  '{"a":"the owl sees"}',
  '{"a":"caf\\u00e9 \\"quoted\\""}',
  '{"a":"Owl\\nin two lines"}',
  '{"a":"café"}',
  '{"a":"\\u006fwl"}',
  'not json: owl',
];

for (const [text, caseSensitive, expected] of [
  ['owl', true, [0, 4, 5]],
  ['OWL', false, [0, 2, 4, 5]],
  ['café', true, [1, 3]],
  ['"quoted"', true, [1]],
  ['.', true, []],
  ['(', true, []],
  ['\\u00e9', true, [1]],
] as const) {
  test(`"${text}" is found in rows ${expected.join(', ') || 'none'}`, () => {
    assert.deepEqual(find(rows, text, caseSensitive), expected);
  });
}

test('counts the rows of a block, its last line without newline included', () => {
  const match = rowMatcher('x', { caseSensitive: true, kernel });
  assert.equal(match(new TextEncoder().encode('a\nb\n')).rows, 2);
  assert.equal(match(new TextEncoder().encode('a\nb')).rows, 2);
});

test('every string a row holds is found in it, however its writer escaped it', () => {
  const ascii = (json: string): string =>
    json.replace(/[^\x20-\x7e]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 8 }), texts => {
      for (const write of [JSON.stringify, (value: unknown) => ascii(JSON.stringify(value))]) {
        const lines = texts.map(text => write({ text }));
        texts.forEach((text, row) =>
          assert.ok(find(lines, text).includes(row), `${JSON.stringify(text)} in ${lines[row]}`),
        );
      }
    }),
  );
});

test('a text of several lines is found where a row escapes it, never across rows', () => {
  const lines = ['{"a":"one"}', '{"b":"two"}', '{"c":"one\\ntwo"}'];
  assert.deepEqual(find(lines, '}\n{'), []);
  assert.deepEqual(find(lines, '"}\n'), []);
  assert.deepEqual(find(lines, 'one\ntwo'), [2]);
});
