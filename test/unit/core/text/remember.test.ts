import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remember } from '../../../../src/core/text/remember.ts';

test('what was made of a text is given again, until there are too many', () => {
  const made: string[] = [];
  const letters = remember(text => {
    made.push(text);
    return text.split('');
  }, 2);
  assert.equal(letters('owl'), letters('owl'));
  assert.deepEqual(letters('cat'), ['c', 'a', 't']);
  assert.deepEqual(letters('dog'), ['d', 'o', 'g']);
  assert.deepEqual(letters('owl'), ['o', 'w', 'l']);
  assert.deepEqual(made, ['owl', 'cat', 'dog', 'owl']);
});
