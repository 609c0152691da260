import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AnswerCache } from '../../../../src/engine/endpoints/answerCache.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const folder = temporaryFolder();
const at = { baseUrl: 'http://127.0.0.1/v1', model: 'acme/words' };

test('answers last from run to run, a line that a crash cut off is passed over, requests stand as hashes', async () => {
  const path = join(folder.path, 'answers');
  const first = await AnswerCache.open(path, at);
  await first.put(['score', 'a secret prompt'], { sum: -1 });
  await first.close();
  appendFileSync(first.path, '{"key":"abc","val');
  const second = await AnswerCache.open(path, at);
  assert.deepEqual(second.get(['score', 'a secret prompt']), { sum: -1 });
  assert.equal(second.get(['score', 'another']), undefined);
  assert.equal(second.hits, 1);
  await second.put(['score', 'another'], { sum: -2 });
  await second.put(['sample'], { text: 'lines\u2028of\r\nwhat\nit wrote' });
  await second.close();
  const third = await AnswerCache.open(path, at);
  assert.deepEqual(third.get(['score', 'another']), { sum: -2 });
  assert.deepEqual(third.get(['sample']), { text: 'lines\u2028of\r\nwhat\nit wrote' });
  await third.close();
  assert.ok(!readFileSync(first.path, 'utf8').includes('secret'));
  assert.equal(statSync(first.path).mode & 0o077, 0);
});

test('each endpoint and model has a file of its own', async () => {
  const path = join(folder.path, 'several');
  for (const one of [at, { ...at, model: 'other' }, { ...at, baseUrl: 'http://localhost/v1' }]) {
    await (await AnswerCache.open(path, one)).close();
  }
  assert.equal(readdirSync(path).length, 3);
});

test('a folder that cannot be written is an error in words', async () => {
  await assert.rejects(AnswerCache.open(folder.write('file', ''), at), { name: 'DatasetError' });
});
