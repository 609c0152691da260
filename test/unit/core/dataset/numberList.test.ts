import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isNumberList, isNumberListInJson } from '../../../../src/core/dataset/numberList.ts';

const texts = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...'7 42 , ; . ( ) [ ]'.split(' '), ' ', '\n', '\t', '\v', '\f') },
      fc.string(),
    ),
    {
      maxLength: 8,
    },
  )
  .map(parts => parts.join(''));

test('a number list in the wide sense is digits, white space and marks, as a text and as it stands in JSON', () => {
  const seen = { list: 0, other: 0, undecided: 0 };
  fc.assert(
    fc.property(texts, text => {
      const expected = /^[\d\s,;.()[\]]*$/.test(text) && /^[ -~\t-\r]*$/.test(text) && /\d/.test(text);
      assert.equal(isNumberList(text), expected);
      const bytes = Buffer.from(`4${JSON.stringify(text)}4`);
      const told = isNumberListInJson(bytes, 2, bytes.length - 2);
      seen[told === undefined ? 'undecided' : expected ? 'list' : 'other']++;
      if (told === undefined) assert.match(bytes.toString(), /\\u/);
      else assert.equal(told, expected);
    }),
    { numRuns: 3000 },
  );
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 50, `${what}: ${count}`);
});
