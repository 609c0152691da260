import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
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
    const { tokens, status, ...attempt } = { ...entry, bytes: i };
    await log.leaving(attempt)({ tokens, status });
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

test('a process that ends while a request is under way notes it, and what had ended once', () => {
  const path = join(folder.path, 'ended');
  const log = pathToFileURL(join(import.meta.dirname, '../../../../src/engine/endpoints/egressLog.ts')).href;
  const attempt = { time: '2026-01-01T00:00:00.000Z', endpoint: 'http://127.0.0.1/v1', model: 'acme/words', bytes: 2 };
  const script = `
    const { EgressLog } = await import(${JSON.stringify(log)});
    const log = await EgressLog.open(${JSON.stringify(path)});
    const attempt = ${JSON.stringify(attempt)};
    await log.leaving({ ...attempt, rows: [1] })({ tokens: 3, status: 200 });
    log.leaving({ ...attempt, rows: [2] });
    process.exit();
  `;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const lines = readFileSync(join(path, 'egress.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.map(line => JSON.parse(line)),
    [
      { ...attempt, rows: [1], tokens: 3, status: 200 },
      { ...attempt, rows: [2], tokens: null, status: 'cancelled' },
    ],
    stderr,
  );
});

test('an address is taken as it is meant, and refused where it holds more', () => {
  assert.equal(readBaseUrl('http://127.0.0.1:8000'), 'http://127.0.0.1:8000/v1');
  assert.equal(readBaseUrl('https://models.example/api/v1/'), 'https://models.example/api/v1');
  for (const bad of ['', 'localhost:8000', 'file:///etc/passwd', 'http://a:b@host/v1', 'http://host/v1?key=1']) {
    assert.throws(() => readBaseUrl(bad), { name: 'EndpointError' }, bad);
  }
});
