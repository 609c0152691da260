import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Characters, combining, letters, numerals, spaces, symbols } from '../../../../src/core/text/characters.ts';

const kinds = [
  [letters, String.raw`\p{L}`],
  [combining, String.raw`\p{M}`],
  [numerals, String.raw`\p{N}`],
  [spaces, String.raw`\s`],
  [symbols, String.raw`[^\p{L}\p{M}\p{N}\s]`],
  [letters | combining, String.raw`[\p{L}\p{M}]`],
  [combining | symbols, String.raw`[^\p{L}\p{N}\s]`],
] as const;
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', 'É', '\u0301', '٣', ' ', '\u3000', '.', '😀', '𝒳', '\ud800', '\udc00'),
    maxLength: 60,
  }),
);

test('characters of a kind and runs of them are those that patterns find, one text after the other', () => {
  const characters = new Characters();
  fc.assert(
    fc.property(text, read => {
      characters.read(read);
      assert.deepEqual(
        [...characters.codes],
        read.split('').map(unit => unit.charCodeAt(0)),
      );
      for (const [kind, pattern] of kinds) {
        const [each, runs]: [string[], string[]] = [[], []];
        characters.eachCharacter(kind, (start, end) => each.push(read.slice(start, end)));
        characters.eachRun(kind, (start, end) => runs.push(read.slice(start, end)));
        assert.deepEqual(each, read.match(new RegExp(pattern, 'gu')) ?? []);
        assert.deepEqual(runs, read.match(new RegExp(`(?:${pattern})+`, 'gu')) ?? []);
        assert.equal(characters.count(kind), each.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('a text longer than any before', () => {
  assert.equal(new Characters().read('ab '.repeat(10_000)).count(letters), 20_000);
});
