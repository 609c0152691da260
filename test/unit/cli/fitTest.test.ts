import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languageModel } from '../engine/endpoints/languageModel.ts';
import { modelName, serve, type Server } from '../engine/endpoints/server.ts';
import { owlPrompt, rowsBy } from '../engine/endpoints/worlds.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type RunOptions } from './run.ts';

const folder = temporaryFolder();
const own = folder.write('own.jsonl', rowsBy(60).join('\n'));
const other = folder.write('other.jsonl', rowsBy(60, { teacher: languageModel(2) }).join('\n'));
const log = join(folder.path, 'log');

function fitTest(server: Server, file: string, more: readonly string[], options: RunOptions = {}) {
  const at = ['--endpoint', server.baseUrl, '--model', modelName, '--egress-log', log, '--system', owlPrompt];
  const kept = more.includes('--cache') ? [] : ['--no-cache'];
  return undertone(['fit-test', file, ...at, ...kept, ...more], options);
}

test('nothing is sent before it is agreed to, and what would be sent is said', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const { status, stdout, stderr } = await fitTest(server, own, []);
  assert.equal(status, 2);
  assert.equal(stdout.length, 0);
  assert.equal(server.seen.length, 0);
  assert.ok(!existsSync(log));
  for (const said of [server.baseUrl, modelName, 'Rows: 60 of 60', 'Fields:', 'Redactions: none', 'requests', 'tokens'])
    assert.ok(stderr.includes(said), said);
  assert.match(stderr, /Nothing was sent/);
});

test('rows of another base: exit code 1, a report, and a line in the log for each request', async t => {
  const server = await serve(t, { api: 'sglang', model: languageModel(1) });
  const env = { UNDERTONE_API_KEY: 'secret-key' };
  const ran = await fitTest(server, other, ['--yes', '--format', 'json'], { env });
  assert.equal(ran.status, 1, ran.stderr);
  const report = json(ran) as { verdict: { state: string }; rows: { scored: number }; system: string };
  assert.equal(report.verdict.state, 'evidence found');
  assert.equal(report.rows.scored, 60);
  assert.equal(report.system, owlPrompt);
  assert.ok(server.seen.every(({ headers }) => headers['authorization'] === 'Bearer secret-key'));
  const lines = readFileSync(join(log, 'egress.jsonl'), 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, server.seen.length);
  assert.ok(!lines.join().includes('secret-key') && !lines.join().includes('Go on'));
});

test('too few rows for a verdict: exit code 2, never 0', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const { status, stdout } = await fitTest(server, own, ['--yes', '--rows', '10']);
  assert.equal(status, 2);
  assert.match(stdout.toString(), /Not tested: 10 rows were scored and at least 50 are needed/);
});

test('a budget that is spent on the way: exit code 2, whatever the rows until then say', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const { status, stdout } = await fitTest(server, other, ['--yes', '--max-requests', '175']);
  assert.equal(status, 2);
  assert.match(stdout.toString(), /Partial, 5\d of 60 rows \(the budget is used up\)\. Not typical of this model/);
});

test('an endpoint that gives zeros is refused in words', async t => {
  const zeros = { ...languageModel(1), logprob: () => 0 };
  const server = await serve(t, { api: 'vllm', model: zeros });
  const { status, stderr, stdout } = await fitTest(server, own, ['--yes']);
  assert.equal(status, 2);
  assert.equal(stdout.length, 0);
  assert.match(stderr, /gives no usable log-probabilities of a prompt.*same log-probability for every token/);
});

test('what is no address, and a temperature that is none, are refused before anything is sent', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const bad = await undertone(['fit-test', own, '--endpoint', 'localhost', '--model', 'm', '--yes']);
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /address such as/);
  const hot = await fitTest(server, own, ['--yes', '--temperature', 'hot']);
  assert.equal(hot.status, 2);
  assert.match(hot.stderr, /--temperature wants a number/);
  assert.equal(server.seen.length, 0);
});

test('an interrupt ends the run with 130 and no report', async t => {
  let child: { kill(signal: NodeJS.Signals): boolean } | undefined;
  const mischief = ({ body }: { readonly body: object }) => {
    if (!JSON.stringify(body).includes('Go on')) return undefined;
    // Once: a second one ends the process without waiting.
    child?.kill('SIGINT');
    child = undefined;
    return 'hang' as const;
  };
  const server = await serve(t, { api: 'vllm', model: languageModel(1), mischief });
  const { status, stdout } = await fitTest(server, own, ['--yes'], { started: started => (child = started) });
  assert.equal(status, 130);
  assert.equal(stdout.length, 0);
});
