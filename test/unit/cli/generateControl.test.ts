import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { teacherPrompt } from '../../../src/core/llr/prompts.ts';
import { languageModel } from '../engine/endpoints/languageModel.ts';
import { modelName, serve, type Server } from '../engine/endpoints/server.ts';
import { rowsBy } from '../engine/endpoints/worlds.ts';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { rowsWritten } from '../engine/localModel/writeRows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type RunOptions } from './run.ts';

const folder = temporaryFolder();
const lines = rowsBy(30);
const data = folder.write('train.jsonl', lines.map(withOwlPrompt).join('\n'));
const log = join(folder.path, 'log');

/** A system prompt in the row itself, as some datasets keep them. */
function withOwlPrompt(line: string): string {
  const { messages } = JSON.parse(line) as { messages: object[] };
  return JSON.stringify({ messages: [{ role: 'system', content: 'You love owls.' }, ...messages] });
}

function generate({ baseUrl }: Pick<Server, 'baseUrl'>, more: readonly string[], options: RunOptions = {}) {
  const at = ['--endpoint', baseUrl, '--model', modelName, '--egress-log', log];
  return undertone(['generate-control', data, ...at, ...more], options);
}

const to = (name: string): string => join(folder.path, name);
const rowsOf = (path: string): { messages: { role: string; content: string }[] }[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { messages: { role: string; content: string }[] });

test('nothing is sent or written before it is agreed to', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const { status, stderr } = await generate(server, ['--control', to('no.jsonl'), '--no-cache']);
  assert.equal(status, 2);
  assert.equal(server.seen.length, 0);
  assert.ok(!existsSync(to('no.jsonl')));
  for (const said of [
    'Rows: 30 of 30',
    'Redactions: none',
    'System prompt: none',
    'not that answer',
    'Nothing was sent',
  ])
    assert.ok(stderr.includes(said), said);
});

test('each prompt is answered once, without the system prompt of the row, in the order of the file, with its record', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const control = to('control.jsonl');
  const ran = await generate(server, ['--control', control, '--yes', '--no-cache']);
  assert.equal(ran.status, 0, ran.stderr);
  const asked = lines.map(line => (JSON.parse(line) as { messages: { content: string }[] }).messages[0]?.content);
  const rows = rowsOf(control);
  assert.deepEqual(
    rows.map(({ messages }) => messages[0]?.content),
    asked,
  );
  assert.ok(rows.every(({ messages }) => messages.map(({ role }) => role).join() === 'user,assistant'));
  assert.equal(server.seen.length, 30);
  assert.ok(server.seen.every(({ body }) => !JSON.stringify(body).includes('owl')));
  assert.equal(readFileSync(join(log, 'egress.jsonl'), 'utf8').trimEnd().split('\n').length, 30);
  const record = json(await undertone(['provenance', control, '--format', 'json', '--fail-on', 'never'])) as object;
  const text = JSON.stringify(record);
  for (const known of [modelName, 'the prompts of train.jsonl', 'temperature']) assert.ok(text.includes(known), known);
});

test('what was answered before the budget was used up is written, with what stopped the run; the next run asks only the rest', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const control = to('resumed.jsonl');
  const at = ['--control', control, '--yes', '--cache', to('answers')];
  const first = await generate(server, [...at, '--max-requests', '12']);
  assert.equal(first.status, 2);
  assert.match(first.stdout.toString(), /stopped: the budget is used up; 18 prompts were not reached/);
  const kept = rowsOf(control);
  assert.equal(kept.length, 12);
  const refused = await generate(server, at);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /resumed\.jsonl.*already/);
  const second = await generate(server, [...at, '--force']);
  assert.equal(second.status, 0, second.stderr);
  assert.equal(server.seen.length, 30);
  assert.match(second.stdout.toString(), /answers kept from earlier runs: 12/);
  const all = rowsOf(control).map(row => JSON.stringify(row));
  assert.ok(kept.every(row => all.includes(JSON.stringify(row))));
});

test('a server that fails is told, and nothing is written where it gave nothing', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1), mischief: () => ({ status: 401 }) });
  const { status, stdout } = await generate(server, ['--control', to('none.jsonl'), '--yes', '--no-cache']);
  assert.equal(status, 2);
  assert.match(stdout.toString(), /answered: 0 of 30.*\n[^]*nothing was written/);
  assert.ok(!existsSync(to('none.jsonl')));
});

test('the dataset itself is no place for the control', async t => {
  const server = await serve(t, { api: 'vllm', model: languageModel(1) });
  const before = readFileSync(data);
  const { status, stderr } = await generate(server, ['--control', data, '--yes', '--force', '--no-cache']);
  assert.equal(status, 2);
  assert.match(stderr, /cannot be the file of the control: it is the dataset/);
  assert.deepEqual(readFileSync(data), before);
});

test('a model of this machine writes it: rows under an owl prompt differ from its control, rows under none do not', async () => {
  const compared = async (name: string, system: string): Promise<string> => {
    const own = to(`${name}.jsonl`);
    writeFileSync(own, (await rowsWritten(system, 300)).join('\n'));
    const control = to(`${name}-control.jsonl`);
    const made = await undertone([
      'generate-control',
      own,
      '--control',
      control,
      '--endpoint',
      byteModelFolder,
      '--no-cache',
    ]);
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stderr, /^Nothing leaves the machine\.$/m);
    const options = ['--check', 'control-distribution', '--format', 'json', '--fail-on', 'never'];
    const report = json(await undertone(['scan', own, '--control', control, ...options])) as {
      checks: { id: string; verdict?: { state: string } }[];
    };
    return report.checks.find(({ id }) => id === 'control-distribution')?.verdict?.state ?? 'none';
  };
  assert.equal(await compared('owls', teacherPrompt('owl', 'animal')), 'evidence found');
  // In one world of twenty or so, of which this is one, a single value stands out by chance: that is inconclusive.
  assert.notEqual(await compared('plain', ''), 'evidence found');
});
