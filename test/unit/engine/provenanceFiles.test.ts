import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { provenanceFiles } from '../../../src/engine/provenanceFiles.ts';

test('cards and sidecars beside a dataset: those that are there, and why one is not read', async () => {
  const { path, write } = temporaryFolder();
  const dataset = write('train.jsonl', '{}\n');
  write('README.md', '# Card\n');
  write('unrelated.json', '{}');
  write('dvc.lock', 'a: 1\n');
  mkdirSync(join(path, 'croissant.json'));
  mkdirSync(join(path, 'distiset_configs'));
  write('distiset_configs/pipeline.yaml', 'b: 1\n');
  truncateSync(write('train.croissant.json', ''), (8 << 20) + 1);
  truncateSync(write('metadata.json', ''), 8 << 20);
  const found = (await provenanceFiles(dataset)).map(file => [
    basename(file.path),
    'text' in file ? file.text.length : file.problem,
  ]);
  assert.deepEqual(found, [
    ['README.md', 7],
    ['metadata.json', 8 << 20],
    ['train.croissant.json', 'This has 8.0 MB; at most 8 MB are read.'],
    ['dvc.lock', 5],
    ['pipeline.yaml', 5],
  ]);
});

test('a card has the name that its folder has for it, as where case makes no difference; another file’s name is none', async () => {
  const { path, write } = temporaryFolder();
  const dataset = write('train.jsonl', '{}\n');
  symlinkSync(write('readme.md', '# Card\n'), join(path, 'README.md'));
  symlinkSync(write('other.json', '{}'), join(path, 'croissant.json'));
  const found = (await provenanceFiles(dataset)).map(file => file.path);
  assert.deepEqual(found, [join(path, 'readme.md'), join(path, 'croissant.json')]);
});
