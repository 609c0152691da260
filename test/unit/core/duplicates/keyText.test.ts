import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joined, readable } from '../../../../src/core/duplicates/keyText.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u001e', '\u001f', '\n'), maxLength: 8 });
const texts = fc.array(text, { minLength: 1, maxLength: 4 });

test('no two lists of texts come to the same, and of each its texts are shown as they stand', () => {
  fc.assert(
    fc.property(texts, texts, (own, other) => {
      const [one, two] = [own, other].map(list => joined(list.map(each => ({ text: each }))));
      assert.equal(one === two, JSON.stringify(own) === JSON.stringify(other));
      assert.equal(readable(one ?? ''), own.join('\n'));
    }),
    { numRuns: 2000 },
  );
});
