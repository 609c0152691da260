import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { jsonNotes } from '../../../../src/core/json/notes.ts';
import { jsonText, nearlyJson, reference } from './arbitraries.ts';

const cases: readonly (readonly [text: string, notes: readonly string[]])[] = [
  ['{"a": 1, "b": [1.5, 9007199254740991, -9007199254740991, 1e300, "😀", "\\ud83d\\ude00"]}', []],
  ['{"a": 1, "a": 2, "a": 3}', ['Duplicate key `a` at the top level: JSON.parse keeps the last value alone.']],
  [
    '{"messages": [{"role": 1}, {"role": 1, "\\u0072ole": 2}]}',
    ['Duplicate key `role` in `messages[1]`: JSON.parse keeps the last value alone.'],
  ],
  ['[{"a": 1}, {"a": 1}, [{"a": {"a": 1}}]]', []],
  [
    '{"id": 9007199254740993}',
    ['Integer `9007199254740993` in `id` is past 2^53: JavaScript reads it as 9007199254740992.'],
  ],
  [
    '{"ids": [-12345678901234567890, 9007199254740992]}',
    ['Integer `-12345678901234567890` in `ids[0]` is past 2^53: JavaScript reads it as -12345678901234567168.'],
  ],
  ['-1e400', ['Number `-1e400` at the top level is too large: JavaScript reads it as -Infinity.']],
  ['{"s": "a\\uD83Db"}', ['Lone surrogate \\ud83d in the text in `s`: half a character, which UTF-8 cannot hold.']],
  [
    '{"s\\udc00": 1}',
    ['Lone surrogate \\udc00 in the key in `["s\\udc00"]`: half a character, which UTF-8 cannot hold.'],
  ],
  [
    '{"a": {"__proto__": {}}}',
    ['Key `__proto__` in `a`: data here, but code that copies keys by assignment loses it.'],
  ],
  ['{"a": 1, "a": 2', []],
];

for (const [text, notes] of cases) {
  test(`notes on ${text}`, () => assert.deepEqual(jsonNotes(text), notes));
}

test('many notes of one kind are counted and hide no other kind', () => {
  const text = `[${Array.from({ length: 25 }, () => '{"a":1,"a":2}').join(',')},1e999]`;
  const notes = jsonNotes(text);
  assert.equal(notes.length, 12);
  assert.equal(notes[10], '15 more duplicate keys.');
  assert.match(notes[11] ?? '', /1e999/);
});

test('long keys and digits are shown in part, with their length', () => {
  const digits = '1'.repeat(500);
  assert.match(jsonNotes(digits)[0] ?? '', /^Number `1{60}…1{20} \(500 characters\)` at the top level is too large/);
});

test('speaks of rounded integers, too large numbers and lone surrogates where the parsed value shows them', () => {
  fc.assert(
    fc.property(jsonText, text => {
      const notes = jsonNotes(text).join('\n');
      const tokens = text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gu) ?? [];
      const numbers = tokens.filter(token => !token.startsWith('"'));
      const strings = tokens.filter(token => token.startsWith('"')).map(token => JSON.parse(token) as string);
      const rounded = numbers.some(token => /^-?\d+$/.test(token) && BigInt(token) !== BigInt(Number(token)));
      assert.equal(/^Integer/m.test(notes), rounded);
      assert.equal(
        /^Number/m.test(notes),
        numbers.some(token => !Number.isFinite(Number(token))),
      );
      assert.equal(
        /^Lone/m.test(notes),
        strings.some(string => !string.isWellFormed()),
      );
    }),
    { numRuns: 500 },
  );
});

test('speaks of duplicate keys where parsing loses members', () => {
  fc.assert(
    fc.property(jsonText, text => {
      const members = countMembers(reference(text));
      // A lost member may hold members of its own, so only the presence of a loss is compared.
      const written = text.match(/"(?:[^"\\]|\\.)*"[ \t\r\n]*:/gu)?.length ?? 0;
      assert.equal(/^Duplicate/m.test(jsonNotes(text).join('\n')), members < written);
    }),
    { numRuns: 500 },
  );
});

test('takes any text, and deep nesting', () => {
  fc.assert(fc.property(nearlyJson, text => void jsonNotes(text)));
  const depth = 100_000;
  const notes = jsonNotes('{"a":['.repeat(depth) + '{"b":1,"b":2}' + ']}'.repeat(depth));
  assert.equal(notes.length, 1);
  assert.ok((notes[0] ?? '').length < 300);
});

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, child) => sum + countMembers(child), own);
}
