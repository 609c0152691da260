import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { rowsBy } from '../engine/endpoints/worlds.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { undertone } from './run.ts';

const folder = temporaryFolder();
const data = folder.write('rows.jsonl', rowsBy(60).join('\n'));
const log = join(folder.path, 'log');
const traits = ['--traits', 'owl', '--no-cache'];
const commands: readonly (readonly string[])[] = [
  ['fit-test', data],
  ['probe', 'llr', data, ...traits],
  ['probe', 'divergence', data, ...traits],
  ['judge', data, '--rubric', 'alignment', '--no-cache'],
  ['generate-control', data, '--control', join(folder.path, 'control.jsonl'), '--no-cache'],
];

/** Refuses every request in words that hold the key that came with it. */
async function talkative(t: TestContext): Promise<string> {
  const server = createServer(({ headers }, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    const message = `${'Invalid key. '.repeat(12)}Received: ${headers.authorization}`;
    response.end(JSON.stringify({ error: { message } }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

for (const command of commands) {
  const name = command.slice(0, command[0] === 'probe' ? 2 : 1).join(' ');
  const ask = (endpoint: string, key: string) => {
    const at = ['--endpoint', endpoint, '--model', 'm', '--rows', '20', '--egress-log', log, '--yes'];
    return undertone([...command, ...at], { env: { UNDERTONE_API_KEY: key } });
  };

  test(`${name}: a server that says which key it was given does not have it printed or kept`, async t => {
    const { status, stdout, stderr } = await ask(await talkative(t), 'sk-tell-nobody');
    assert.equal(status, 2);
    assert.match(stderr + stdout.toString(), /Invalid key/);
    assert.doesNotMatch(stderr + stdout.toString(), /sk-tell/);
    const kept = readdirSync(log).map(file => readFileSync(join(log, file), 'utf8'));
    assert.doesNotMatch(kept.join(), /sk-tell/);
  });

  test(`${name}: a key that no request can carry is refused in words, without saying it`, async t => {
    const { status, stderr } = await ask(await talkative(t), 'sk-tell\nnobody');
    assert.equal(status, 2, stderr);
    assert.match(stderr, /The key has a character that no request can carry/);
    assert.doesNotMatch(stderr, /sk-tell/);
    assert.ok(!existsSync(join(folder.path, 'control.jsonl')));
  });
}

test('an address that holds a password is refused without saying it', async () => {
  for (const address of [
    'https://ada:sk-tell@host/v1',
    'htp://ada:sk-tell@host/v1',
    'http://ada:sk-tell@host:99999/v1',
  ]) {
    const { status, stderr } = await undertone(['fit-test', data, '--endpoint', address, '--model', 'm', '--yes']);
    assert.equal(status, 2);
    assert.match(stderr, /address/);
    assert.doesNotMatch(stderr, /sk-tell/);
  }
});
