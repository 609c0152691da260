import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notReachedLines } from '../../../../src/core/report/runWords.ts';

test('a run that ended early says why, and how much it did not reach', () => {
  assert.deepEqual(notReachedLines(undefined, 0), []);
  assert.deepEqual(notReachedLines(undefined, 1), ['stopped: cancelled; 1 row was not reached']);
  assert.deepEqual(notReachedLines('the budget is used up', 1200, 'prompt'), [
    'stopped: the budget is used up; 1,200 prompts were not reached',
  ]);
  // Every row was asked about, and what was to come after them was not.
  assert.deepEqual(notReachedLines('refused: 401', 0), ['stopped: refused: 401']);
});
