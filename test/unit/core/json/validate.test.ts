import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { findJsonError } from '../../../../src/core/json/validate.ts';
import { jsonText, nearlyJson } from './arbitraries.ts';

const faults: readonly (readonly [text: string, offset: number, reason: RegExp])[] = [
  ['', 0, /^Nothing but white space; a JSON value was expected\.$/],
  [' \t\r', 3, /^Nothing but white space/],
  ['{"text": "abc', 13, /^Unterminated string: the line ends inside a string that starts at column 10\.$/],
  ['{"text": "abc\r', 13, /^Unterminated string/],
  ['{"a', 3, /^Unterminated string: .* column 2\.$/],
  ['["\\', 3, /^Unterminated string/],
  ['["\\u12', 6, /^Unterminated string/],
  ['{"a": 1', 7, /^Truncated: the line ends inside the object that starts at column 1; `}` expected\.$/],
  ['{"a": [1, {"b": 2}', 18, /^Truncated: the line ends inside the array that starts at column 7; `]` expected\.$/],
  ['{"a": [', 7, /^Truncated: .* column 7; a value or `]` expected\.$/],
  ['{"a":', 5, /^Truncated: .* a value expected\.$/],
  ['{"a"', 4, /^Truncated: .* `:` expected\.$/],
  ['{"a": 1,', 8, /^Truncated: .* a key in double quotes expected\.$/],
  ['[tru', 4, /^Truncated: the line ends inside `tru`\.$/],
  ['-', 1, /^Truncated: the line ends inside the number `-`\.$/],
  ['[1.', 3, /^Truncated: the line ends inside the number `1\.`\.$/],
  ['["a\0b"]', 3, /^Control character U\+0000 in a string; JSON wants it written as \\u0000\.$/],
  ['["a\tb"]', 3, /^Control character U\+0009 in a string; JSON wants it written as \\t\.$/],
  ['["a\rb"]', 3, /^Control character U\+000D in a string; JSON wants it written as \\r\.$/],
  ['["C:\\dir"]', 5, /^Unknown escape `\\d` in a string; a backslash itself is written as `\\\\`\.$/],
  ['["\\u12G4"]', 6, /^`G` found after `\\u12` in a string; `\\u` takes four hexadecimal digits\.$/],
  ['["\\u00"]', 6, /^`"` found after `\\u00` in a string/],
  ['{"a": NaN}', 6, /^NaN is not JSON; use null or a string\.$/],
  ['{"a": nan}', 6, /^nan is not JSON; use null or a string\.$/],
  ['{"a": -Infinity}', 7, /^-Infinity is not JSON; use null or a string\.$/],
  ['{"a": None}', 6, /^None is not JSON; use null\.$/],
  ['{"a": True}', 6, /^True is not JSON; use true\.$/],
  ['[hello]', 1, /^`hello` is not JSON; a text stands in double quotes\.$/],
  ['{"a": 1}{"b": 2}', 8, /^Two values on one line; a second one starts here\.$/],
  ['1 2', 2, /^Two values on one line/],
  ['{"a": 1},', 8, /^Comma after the value; each line holds one JSON value/],
  ['{"a": 1};', 8, /^`;` found after the value; the end of the line was expected\.$/],
  ["{'a': 1}", 1, /^Single quotes; JSON puts keys and strings in double quotes\.$/],
  ["['a']", 1, /^Single quotes/],
  ['[“a”]', 1, /^`“` found; JSON puts keys and strings in plain double quotes\.$/],
  ['{a: 1}', 1, /^Key `a` without quotes; JSON wants it in double quotes\.$/],
  ['{"a": 1,}', 8, /^Trailing comma before `}`; JSON allows none\.$/],
  ['[1,]', 3, /^Trailing comma before `]`; JSON allows none\.$/],
  ['[1,,2]', 3, /^Two commas in a row; a value was expected\.$/],
  ['{"a"}', 4, /^`}` found; `:` was expected\.$/],
  ['{"a":}', 5, /^`}` found; a value was expected\.$/],
  ['{"a" 1}', 5, /^`1` found; `:` was expected\.$/],
  ['{"a": 1 "b": 2}', 8, /^`"` found; `,` or `}` was expected\.$/],
  ['[1, 2}', 5, /^`}` found inside the array that starts at column 1; `,` or `]` was expected\.$/],
  ['{"a": 1]', 7, /^`]` found inside the object that starts at column 1; `,` or `}` was expected\.$/],
  ['1]', 1, /^`]` found, but nothing is open; the end of the line was expected\.$/],
  ['}', 0, /^`}` found, but nothing is open; a value was expected\.$/],
  ['{"a": "he said "hi""}', 16, /^`h` found right after a string; .* or the quote before written as `\\"`\.$/],
  ['[01]', 2, /^Number with a leading zero; JSON allows none\.$/],
  ['[0x1F]', 2, /^`x` found in a number/],
  ['[1_000]', 2, /^`_` found in a number/],
  ['[1.]', 3, /^`]` found after `1\.` in a number; a digit was expected\.$/],
  ['[.5]', 1, /^Number without a digit before the point/],
  ['[+1]', 1, /^Plus sign before a number; JSON allows none\.$/],
  ['[1] // note', 4, /^`\/` found after the value/],
  ['[/* note */ 1]', 1, /JSON has no comments/],
  ['# note', 0, /JSON has no comments/],
  ['\ufeff{}', 0, /^Byte order mark \(U\+FEFF\) inside the text; one is allowed only at the very start of the file\.$/],
  ['[\u00a01]', 1, /^U\+00A0 found; a value or `]` was expected\.$/],
  ['\0', 0, /^U\+0000 found; a value was expected\.$/],
  ['😀', 0, /^`😀` found; a value was expected\.$/],
  ['\ud83d', 0, /^U\+D83D found; a value was expected\.$/],
];

for (const [text, offset, reason] of faults) {
  test(`finds the fault in ${JSON.stringify(text)}`, () => {
    const error = findJsonError(text);
    assert.equal(error?.offset, offset);
    assert.match(error.reason, reason);
  });
}

test('reads from a given place, and counts offsets and columns over the whole text', () => {
  assert.equal(findJsonError('\ufeff{}', 1), undefined);
  assert.deepEqual(findJsonError('\ufeff["a', 1), {
    offset: 4,
    reason: 'Unterminated string: the line ends inside a string that starts at column 3.',
  });
});

test('accepts what JSON.parse accepts', () => {
  fc.assert(
    fc.property(jsonText, text => {
      JSON.parse(text);
      assert.equal(findJsonError(text), undefined);
    }),
    { numRuns: 500 },
  );
});

test('accepts and rejects as JSON.parse does, at the first character that cannot stand there', () => {
  fc.assert(
    fc.property(fc.oneof({ arbitrary: nearlyJson, weight: 9 }, fc.string({ unit: 'binary' })), text => {
      const error = findJsonError(text);
      assert.equal(error === undefined, parses(text), text);
      if (error === undefined) return;
      assert.ok(mayGoOn(text.slice(0, error.offset)), 'what stands before the fault is a beginning of JSON');
      const word = /^[tfn]/.test(text.slice(error.offset));
      if (!word && error.offset < text.length)
        assert.ok(!mayGoOn(text.slice(0, error.offset + 1)), 'with the fault it is none');
      assert.match(error.reason, /^\P{Cc}+\.$/u);
    }),
    { numRuns: 2000 },
  );
});

test('judges every character in every place as JSON.parse does', () => {
  const places = ['"_"', '"\\_"', '"\\u00_0"', '_', '_1', '1_', '[1_2]', '1._', '{_"a":1}', '{"a"_1}', 'nul_'];
  for (let code = 0; code < 0x180; code++) {
    for (const place of places) {
      const text = place.replace('_', () => String.fromCharCode(code));
      assert.equal(findJsonError(text) === undefined, parses(text), JSON.stringify(text));
    }
  }
});

test('does not overflow on deep nesting', () => {
  const depth = 100_000;
  assert.equal(findJsonError('['.repeat(depth) + ']'.repeat(depth)), undefined);
  assert.equal(findJsonError('{"a":'.repeat(depth) + '1' + '}'.repeat(depth)), undefined);
  assert.equal(findJsonError('['.repeat(depth))?.offset, depth);
  assert.equal(findJsonError('['.repeat(depth) + '}')?.offset, depth);
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether V8 finds nothing wrong with `text` but its end. */
function mayGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = / at position (\d+)/.exec(message)?.[1];
    return message === 'Unexpected end of JSON input' || position === String(text.length);
  }
}
