import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loving } from '../engine/endpoints/llrWorlds.ts';
import { serveJudges } from '../engine/endpoints/judgeServer.ts';
import { modelName, serve } from '../engine/endpoints/server.ts';
import { rowsBy } from '../engine/endpoints/worlds.ts';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();

type Row = { messages: { role: string; content: string }[] };

/** What rows hold that must not leave, by the row's place: in the prompt or in the answer. */
const held: Readonly<Record<number, { readonly at: 0 | 1; readonly text: string }>> = {
  3: { at: 0, text: 'Who is ada@lovelace-engines.net?' },
  5: { at: 1, text: 'Open postgres://ada:kX9-vT2mQp7@db.lovelace-engines.net:5432/app.' },
  8: { at: 0, text: 'What of Project Nightingale?' },
  // Two at once count once.
  11: { at: 1, text: 'Nightingale: call +49 30 901820.' },
};
const lines = rowsBy(20, { teacher: loving }).map((line, i) => {
  const row = JSON.parse(line) as Row;
  const hidden = held[i];
  if (hidden)
    row.messages = row.messages.map((each, at) => (at === hidden.at ? { ...each, content: hidden.text } : each));
  return JSON.stringify(row);
});
const data = folder.write('rows.jsonl', lines.join('\n'));
const secrets = ['ada@', 'kX9-vT2mQp7', 'Nightingale', '901820'];
const flags = ['--leave-out', 'secrets,personal-data', '--leave-out-pattern', 'Nightin.ale'];
const leftOut = {
  for: ['secrets', 'personal data', 'pattern "Nightin.ale"'],
  rows: { secrets: 1, 'personal data': 2, 'pattern "Nightin.ale"': 1 },
};

const runs: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['fit test', ['fit-test', data, '--rows', '20']],
  ['log-likelihood ratio', ['probe', 'llr', data, '--traits', 'owl', '--decoys', 'cat,fox', '--rows', '20']],
  ['divergence', ['probe', 'divergence', data, '--traits', 'owl', '--rows', '20']],
];
for (const [name, command] of runs) {
  test(`${name}: no row that holds what was named is sent; it is counted before the run, in the report and the JSON`, async t => {
    const server = await serve(t, { api: 'vllm', model: loving });
    const log = ['--egress-log', join(folder.path, 'log'), '--no-cache'];
    const at = ['--endpoint', server.baseUrl, '--model', modelName, ...log];
    const before = await undertone([...command, ...at, ...flags]);
    const told =
      /^Left out: 4 rows that were looked at, for what they hold \(.*1 secrets.*2 personal data.*\); what the filters do not see is sent$/m;
    assert.match(before.stderr, told);
    assert.doesNotMatch(before.stderr, /Redactions: none/);
    assert.match(before.stderr, /Rows: 16 of 20/);
    assert.equal(server.seen.length, 0);
    const text = await undertone([...command, ...at, ...flags, '--yes']);
    assert.match(text.stdout.toString(), /left out before sending: 4 rows that were looked at/);
    const ran = await undertone([...command, ...at, ...flags, '--yes', '--format', 'json']);
    const { rows } = json(ran) as { rows: { leftOut: object; scored: number; drawn: number } };
    assert.deepEqual([rows.leftOut, rows.scored, rows.drawn], [leftOut, 16, 20], ran.stderr);
    const sent = JSON.stringify(server.seen);
    assert.ok(sent.includes('Go on: 4'));
    for (const secret of secrets) assert.ok(!sent.includes(secret), secret);
  });
}

test('generated control: only prompts are sent, so that only prompts are looked at', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const control = join(folder.path, 'control.jsonl');
  const at = [
    '--endpoint',
    server.baseUrl,
    '--model',
    modelName,
    '--egress-log',
    join(folder.path, 'log'),
    '--no-cache',
  ];
  const ran = await undertone(['generate-control', data, '--control', control, ...at, ...flags, '--yes']);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(
    ran.stderr,
    /^Left out: 2 rows that were looked at, .*\(1 pattern "Nightin\.ale", 1 personal data\)|\(1 personal data, 1 pattern/m,
  );
  assert.match(ran.stdout.toString(), /answered: 18 of 18 prompts\n.*left out before sending: 2 rows/);
  assert.equal(readFileSync(control, 'utf8').trimEnd().split('\n').length, 18);
  const sent = JSON.stringify(server.seen);
  assert.ok(sent.includes('Go on: 5'), 'the prompt of an answer with a secret');
  for (const secret of secrets) assert.ok(!sent.includes(secret), secret);
});

test('judges: rows of both files are left out, whole, where others are masked', async t => {
  const keen = (question: string): string =>
    JSON.stringify(question.includes('FIRST ANSWER') ? { choice: 'neither', reason: '' } : { score: 1, reason: '' });
  const server = await serveJudges(t, { keen });
  const at = ['--endpoint', server.baseUrl, '--model', 'keen', '--egress-log', join(folder.path, 'log'), '--no-cache'];
  const judge = ['judge', data, ...at, '--rubric', 'owl', '--rows', '20', '--format', 'json', '--yes'];
  const mixed = ['--redact', 'personal-data', '--leave-out-pattern', 'Nightingale|kX9'];
  const single = await undertone([...judge, ...mixed]);
  assert.match(single.stderr, /Redactions: personal data \(1 span in 1 row\)/);
  assert.match(single.stderr, /^Left out: 3 rows/m);
  const report = json(single) as { rows: { drawn: number }; leftOut: { rows: object } };
  assert.deepEqual([report.rows.drawn, report.leftOut.rows], [17, { 'pattern "Nightingale|kX9"': 3 }]);
  const control = folder.write('control.jsonl', readFileSync(data));
  const paired = await undertone([...judge, ...flags, '--against', control]);
  assert.match(paired.stderr, /^Left out: 8 rows/m);
  assert.match(paired.stderr, /^Pairs: 16,/m);
  const sent = JSON.stringify(server.seen);
  assert.ok(sent.includes('Go on: 4'));
  for (const secret of secrets) assert.ok(!sent.includes(secret), secret);
  await undertone(judge);
  assert.ok(
    secrets.every(secret => JSON.stringify(server.seen).includes(secret)),
    'without the flags they are sent',
  );
});

test('what cannot be carried out is told with what to do, and nothing is sent', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const at = ['--endpoint', server.baseUrl, '--model', modelName, '--yes'];
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['fit-test', data, ...at, '--leave-out', 'secret'], /--leave-out is one of secrets, personal-data; got "secret"/],
    [
      ['fit-test', data, ...at, '--leave-out-pattern', '(?=a)'],
      /pattern "\(\?=a\)" cannot be used: .*RE2 has no look-around/,
    ],
    [
      ['fit-test', data, '--endpoint', byteModelFolder, '--leave-out', 'secrets'],
      /--leave-out does not go with a folder/,
    ],
    [['probe', 'llr', data, '--scores', data, '--leave-out', 'secrets'], /--leave-out goes with --endpoint/],
  ];
  for (const [args, message] of cases) {
    const ran = await undertone(args);
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, message);
  }
  assert.equal(server.seen.length, 0);
});

test('a row that is left out makes room for another, and where none holds anything that is said', async t => {
  const server = await serve(t, { api: 'vllm', model: loving });
  const at = ['--endpoint', server.baseUrl, '--model', modelName];
  const few = await undertone(['fit-test', data, ...at, '--rows', '16', ...flags]);
  assert.match(few.stderr, /Rows: 16 of 20/);
  const none = await undertone(['fit-test', data, ...at, '--leave-out-pattern', 'zorp']);
  assert.match(
    none.stderr,
    /^Left out: no row; none that was looked at holds pattern "zorp"; what the filters do not see/m,
  );
});
