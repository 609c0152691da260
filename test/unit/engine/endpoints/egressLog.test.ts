import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EgressLog, type EgressEntry } from '../../../../src/engine/endpoints/egressLog.ts';
import { readBaseUrl } from '../../../../src/engine/endpoints/endpoint.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const folder = temporaryFolder();

test('the egress log is added to, for its owner alone, in a folder made where there is none', async () => {
  const entry: EgressEntry = {
    time: '2026-01-01T00:00:00.000Z',
    endpoint: 'http://127.0.0.1/v1/models',
    model: 'acme/words',
    rows: [1],
    bytes: 2,
    tokens: null,
    status: 200,
  };
  for (let i = 0; i < 2; i++) {
    const log = await EgressLog.open(join(folder.path, 'a/b'));
    await log.append({ ...entry, bytes: i });
    await log.close();
  }
  const path = join(folder.path, 'a/b/egress.jsonl');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map(line => JSON.parse(line)),
    [
      { ...entry, bytes: 0 },
      { ...entry, bytes: 1 },
    ],
  );
  assert.equal(statSync(path).mode & 0o077, 0);
  mkdirSync(join(folder.path, 'c'));
  writeFileSync(join(folder.path, 'c/file'), '');
  await assert.rejects(EgressLog.open(join(folder.path, 'c/file')), { name: 'DatasetError' });
  assert.ok(existsSync(path));
});

test('an address is taken as it is meant, and refused where it holds more', () => {
  assert.equal(readBaseUrl('http://127.0.0.1:8000'), 'http://127.0.0.1:8000/v1');
  assert.equal(readBaseUrl('https://models.example/api/v1/'), 'https://models.example/api/v1');
  for (const bad of ['', 'localhost:8000', 'file:///etc/passwd', 'http://a:b@host/v1', 'http://host/v1?key=1']) {
    assert.throws(() => readBaseUrl(bad), { name: 'EndpointError' }, bad);
  }
});
