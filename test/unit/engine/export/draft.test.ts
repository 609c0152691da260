import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commit, Draft } from '../../../../src/engine/export/draft.ts';
import { temporaryFolder } from '../../support/temporary.ts';

async function finished(target: string, text: string): Promise<Draft> {
  const draft = await Draft.begin(target);
  await draft.write(Buffer.from(text));
  await draft.finish();
  return draft;
}

test('a file that cannot be put in its place leaves what stood there, and nothing beside it', async () => {
  const { path, write } = temporaryFolder();
  const kept = write('kept.jsonl', 'before');
  const draft = await finished(kept, 'after');
  for (const name of readdirSync(path).filter(each => each.endsWith('.part'))) rmSync(join(path, name));
  await assert.rejects(commit([draft]), { name: 'DatasetError', code: 'unwritable' });
  assert.deepEqual([readdirSync(path), readFileSync(kept, 'utf8')], [['kept.jsonl'], 'before']);
});

test('two files whose names are one to the file system are refused: neither is written over the other', async () => {
  const { path } = temporaryFolder();
  const target = join(path, 'rows.jsonl');
  const drafts = [await finished(target, 'kept'), await finished(target, 'rejected')];
  await assert.rejects(
    commit(drafts),
    /rows\.jsonl could not be written: to this file system its name is that of another/,
  );
  for (const draft of drafts) await draft.discard();
  assert.deepEqual(readdirSync(path), []);
});
