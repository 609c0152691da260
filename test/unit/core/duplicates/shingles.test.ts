import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Shingle } from '../../../../src/core/duplicates/query.ts';
import { jaccard, shingleHasher } from '../../../../src/core/duplicates/shingles.ts';
import { jaccardOfSets, shinglesOf } from '../../support/shingles.ts';

const shingleHashes = (text: string, how: Shingle): Float64Array => shingleHasher(how)(text);
const word = fc.constantFrom('a', 'b', 'owl', 'Owl', 'ö', '😀', '7', ' ', ', ', '\n', '\ud800', '_');
const text = fc.oneof(
  fc.array(word, { maxLength: 60 }).map(words => words.join('')),
  fc.array(word, { maxLength: 60 }).map(words => words.join(' ')),
);
const shingle = fc.record({
  unit: fc.constantFrom('words' as const, 'characters' as const),
  size: fc.integer({ min: 1, max: 12 }),
});

test('hashes of shingles have the number and the similarity of the shingles themselves', () => {
  fc.assert(
    fc.property(text, text, shingle, (left, right, how) => {
      assert.equal(shingleHashes(left, how).length, shinglesOf(left, how).size);
      assert.equal(
        jaccard(shingleHashes(left, how), shingleHashes(right, how)),
        jaccardOfSets(shinglesOf(left, how), shinglesOf(right, how)),
      );
    }),
    { numRuns: 3000 },
  );
});

test('one text after another, short after long, is hashed as if it were the first', () => {
  const how = { unit: 'characters', size: 3 } as const;
  const hash = shingleHasher(how);
  for (const value of ['x'.repeat(10_000), 'abc', '', 'ab', 'abcdef']) {
    assert.deepEqual(hash(value), shingleHashes(value, how));
  }
});

test('a text has similarity 1 to itself where it has a shingle, and 0 otherwise', () => {
  const how = { unit: 'words', size: 5 } as const;
  for (const [value, expected] of [
    ['one two three four five six', 1],
    ['one two', 1],
    ['', 0],
    ['… !', 1],
    ['. !', 0],
  ] as const) {
    const hashes = shingleHashes(value, how);
    assert.equal(jaccard(hashes, hashes), expected, value);
  }
});
