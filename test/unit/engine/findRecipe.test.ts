import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRecipe } from '../../../src/engine/findRecipe.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('the search ends at the folder that is open, however its name is spelled', async () => {
  const { path, write } = temporaryFolder();
  mkdirSync(join(path, 'Data/sub'), { recursive: true });
  const recipe = write('undertone.yaml', 'version: 1\n');
  const dataset = write('Data/sub/train.jsonl', '{}\n');
  for (const root of ['Data', 'data', 'Data/', 'Data/sub']) {
    assert.equal(await findRecipe(dataset, join(path, root)), undefined, root);
  }
  assert.equal(await findRecipe(dataset, path), recipe);
});
