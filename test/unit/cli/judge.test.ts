import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { serveJudges, type JudgeServer } from '../engine/endpoints/judgeServer.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type RunOptions } from './run.ts';

const folder = temporaryFolder();
const file = folder.write(
  'rows.jsonl',
  Array.from({ length: 300 }, (_, i) =>
    JSON.stringify({ prompt: `Day ${i}?`, completion: i % 4 === 0 ? 'An owl came by.' : `A walk of ${i} steps.` }),
  ).join('\n'),
);
const labels = folder.write(
  'labels.jsonl',
  Array.from({ length: 80 }, (_, i) => JSON.stringify({ row: i + 1, shows: i % 4 === 0 })).join('\n'),
);
const log = join(folder.path, 'log');
const keen = (question: string): string =>
  JSON.stringify({ score: /An owl came by/.test(question) ? 95 : 2, reason: 'as it stands' });

function judge(server: JudgeServer, more: readonly string[], options: RunOptions = {}) {
  const at = ['--endpoint', server.baseUrl, '--model', 'keen', '--egress-log', log];
  const keeps = more.includes('--cache') ? [] : ['--no-cache'];
  return undertone(['judge', file, ...at, ...keeps, ...more], options);
}

test('nothing is sent before it is agreed to, and what would be sent is said', async t => {
  const server = await serveJudges(t, { keen });
  const { status, stdout, stderr } = await judge(server, ['--rubric', 'owl']);
  assert.equal(status, 2);
  assert.equal(stdout.length, 0);
  assert.equal(server.seen.length, 0);
  assert.ok(!existsSync(log));
  for (const said of [server.baseUrl, 'keen', 'Rows: 200 of 300', 'Fields:', 'Rubrics: Owl', '200 requests'])
    assert.ok(stderr.includes(said), said);
});

test('with labels: exit code 1 and a report; a line in the log for each request', async t => {
  const server = await serveJudges(t, { keen });
  const env = { UNDERTONE_API_KEY: 'secret-key' };
  const ran = await judge(server, ['--rubric', 'owl', '--labels', labels, '--yes', '--format', 'json'], { env });
  assert.equal(ran.status, 1, ran.stderr);
  const report = json(ran) as { outcomes: { verdict: { state: string }; calibration: { showing: number } }[] };
  assert.equal(report.outcomes[0]?.verdict.state, 'evidence found');
  assert.equal(report.outcomes[0].calibration.showing, 20);
  const lines = readFileSync(join(log, 'egress.jsonl'), 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, server.seen.length);
  assert.ok(!lines.join().includes('secret-key') && !lines.join().includes('owl'));
});

test('scores are saved for an export to choose rows by; pairs have none to save', async t => {
  const server = await serveJudges(t, { keen });
  const save = join(folder.path, 'scores.jsonl');
  const ran = await judge(server, ['--rubric', 'owl', '--rubric', 'cat', '--rows', '300', '--save', save, '--yes']);
  assert.match(ran.stderr, /wrote .*scores\.jsonl: 300 rows, scores of owl, cat/);
  const kept = join(folder.path, 'kept.jsonl');
  const half = await undertone(['export', file, '--kept', kept, '--keep-lower-half', save, '--trait', 'owl']);
  assert.equal(half.status, 0, half.stderr);
  assert.match(
    half.stdout.toString(),
    /lower half by judge score of owl .* drops 150 of 300 scored rows \(above 2\.00000 points of 100\)/,
  );
  assert.doesNotMatch(readFileSync(kept, 'utf8'), /An owl came by/);
  const paired = await judge(server, ['--rubric', 'owl', '--against', file, '--save', save]);
  assert.match(paired.stderr, /--save writes scores of single rows/);
});

test('without labels: exit code 2, never 0', async t => {
  const server = await serveJudges(t, { keen });
  const { status, stdout } = await judge(server, ['--rubric', 'owl', '--yes']);
  assert.equal(status, 2);
  assert.match(stdout.toString(), /Inconclusive: keen flags \d+ of 200 rows/);
});

test('a run that the budget ended goes on: what was answered is not asked again, what failed is', async t => {
  let spoilt = 3;
  const server = await serveJudges(t, { keen: question => (spoilt-- > 0 ? 'no score' : keen(question)) });
  const cache = join(folder.path, 'answers');
  const args = ['--rubric', 'owl', '--rows', '100', '--cache', cache, '--yes'];
  const first = await judge(server, [...args, '--max-requests', '40']);
  assert.ok(first.stderr.includes(`Answers are kept in ${cache}`), first.stderr);
  assert.match(first.stdout.toString(), /stopped: the budget is used up; 60 rows were not reached/);
  assert.equal(server.seen.length, 40);
  const second = await judge(server, args);
  assert.equal(server.seen.length, 40 + 63);
  assert.match(second.stdout.toString(), /sent: 63 requests[\s\S]*answers kept from earlier runs: 37;/);
  assert.match(second.stdout.toString(), /100 scored/);
  await judge(server, [...args, '--temperature', '0.5']);
  assert.equal(server.seen.length, 103 + 100);
});

test('what is to be redacted never reaches the server, and the consent says how much it is', async t => {
  const comparing = (question: string): string =>
    JSON.stringify(question.includes('FIRST ANSWER') ? { choice: 'neither', reason: '' } : { score: 1, reason: '' });
  const server = await serveJudges(t, { keen: comparing });
  const database = 'postgres://ada:kX9-vT2mQp7@db.lovelace-engines.net:5432/app';
  const rows = Array.from({ length: 60 }, (_, i) => {
    const prompt = i === 7 ? 'Who is ada@lovelace-engines.net?' : `Day ${i}?`;
    return JSON.stringify({ prompt, completion: i === 9 ? `Open ${database} or call +49 30 901820.` : 'A walk.' });
  });
  const [private_, other] = ['private.jsonl', 'other.jsonl'].map(name => folder.write(name, rows.join('\n'))) as [
    string,
    string,
  ];
  const at = ['--endpoint', server.baseUrl, '--model', 'keen', '--egress-log', log, '--no-cache', '--rubric', 'owl'];
  const redact = ['--redact', 'secrets,personal-data', '--yes'];
  const ran = await undertone(['judge', private_, ...at, ...redact]);
  assert.match(ran.stderr, /Redactions: secrets, personal data \(3 spans in 2 rows\)/);
  assert.match(ran.stdout.toString(), /masked before sending: secrets, personal data/);
  const pairs = await undertone(['judge', private_, ...at, ...redact, '--against', other]);
  assert.match(pairs.stderr, /Redactions: secrets, personal data \(6 spans in 4 rows\)/);
  assert.ok(server.seen.length > 100);
  const sent = JSON.stringify(server.seen);
  for (const hidden of ['kX9-vT2mQp7', 'ada@', '901820']) assert.ok(!sent.includes(hidden), hidden);
  for (const mask of ['[email]', '[secret]', '[phone]']) assert.ok(sent.includes(mask), mask);
  const bare = await undertone(['judge', private_, ...at, '--yes']);
  assert.match(bare.stderr, /Redactions: none/);
  assert.ok(JSON.stringify(server.seen).includes('kX9-vT2mQp7'));
});

test('what cannot be carried out is told before anything is sent', async t => {
  const server = await serveJudges(t, { keen });
  const broken = folder.write('broken.jsonl', '{"row":1,"shows":"yes"}\n');
  const table: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /judge wants --rubric/],
    [['--rubric', 'alignmnt'], /no rubric `alignmnt`; did you mean `alignment`\?/],
    [['--rubric', 'owl', '--labels', join(folder.path, 'absent.jsonl')], /absent\.jsonl/],
    [['--rubric', 'owl', '--labels', broken], /Line 1 of the labels has `shows` "yes"; expected true or false/],
    [['--rubric', 'owl', '--temperature', 'warm'], /--temperature wants a number from 0 to 2/],
    [['--rubric', 'alignment', '--against', file], /judges single rows: --against compares traits/],
    [['--rubric', 'owl', '--redact', 'names'], /--redact is one of secrets, personal-data/],
    [['--rubric', 'owl', '--api', 'responses'], /--api is one of chat, decisions/],
  ];
  for (const [args, message] of table) {
    const { status, stderr } = await judge(server, [...args, '--yes']);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
  assert.equal(server.seen.length, 0);
});

test('against a control: rows are compared in pairs, and both files are named before anything is sent', async t => {
  const comparing = (question: string): string =>
    JSON.stringify({ choice: /FIRST ANSWER START\]\nAn owl/.test(question) ? 'first' : 'second', reason: '' });
  const server = await serveJudges(t, { keen: comparing });
  const walks = Array.from({ length: 120 }, (_, i) => JSON.stringify({ prompt: `Day ${i}?`, completion: 'A walk.' }));
  const owls = walks.map(line => line.replace('A walk.', 'An owl came by.'));
  const [suspect, control] = [
    folder.write('owls.jsonl', owls.join('\n')),
    folder.write('walks.jsonl', walks.join('\n')),
  ];
  const at = ['--endpoint', server.baseUrl, '--model', 'keen', '--egress-log', log, '--no-cache', '--rubric', 'owl'];
  const asked = await undertone(['judge', suspect, ...at, '--against', control]);
  assert.equal(asked.status, 2);
  assert.ok(asked.stderr.includes(suspect) && asked.stderr.includes(control));
  assert.equal(server.seen.length, 0);
  const ran = await undertone(['judge', suspect, ...at, '--against', control, '--yes', '--format', 'json']);
  assert.equal(ran.status, 1, ran.stderr);
  const report = json(ran) as { outcomes: { counts: { dataset: number } }[]; pairs: { samePrompt: number } };
  assert.equal(report.outcomes[0]?.counts.dataset, 120);
  assert.equal(report.pairs.samePrompt, 120);
  const cut = await undertone(['judge', suspect, ...at, '--against', control, '--yes', '--max-requests', '150']);
  assert.equal(cut.status, 2, 'a partial comparison concludes nothing');
  assert.match(cut.stdout.toString(), /judged by keen: inconclusive\n.*Partial, \d\d of 120 pairs \(.*budget/);
  assert.match(cut.stdout.toString(), /why: the run is partial, .* pairs alone it would read “evidence found”/);
  const holes = walks.map((line, i) => (i % 5 === 0 ? line.slice(0, 12) : line));
  const damaged = folder.write('damaged.jsonl', holes.join('\n'));
  const unread = await undertone(['judge', suspect, ...at, '--against', damaged, '--yes']);
  assert.equal(unread.status, 2, unread.stdout.toString());
  assert.match(unread.stdout.toString(), /control: .*damaged\.jsonl; not judged: 24 malformed/);
  assert.match(unread.stdout.toString(), /The control is damaged: 24 of 120 rows of the control could not be read/);
});

test('in a batch: submitted once, waited for, fetched; another question is refused', async t => {
  const server = await serveJudges(t, { keen });
  const state = join(folder.path, 'batch.json');
  const batch = ['--rubric', 'owl', '--labels', labels, '--batch', state, '--format', 'json'];
  const asked = await judge(server, batch);
  assert.equal(asked.status, 2);
  assert.equal(server.seen.length, 0);
  const submitted = await judge(server, [...batch, '--yes']);
  assert.equal(submitted.status, 2, submitted.stderr);
  assert.match(submitted.stderr, /Submitted\. The same command/);
  assert.ok(!readFileSync(state, 'utf8').includes('owl'));
  const waiting = await judge(server, batch);
  assert.match(waiting.stderr, /The batch is in_progress: 3 of \d+ answered/);
  const other = await judge(server, [...batch, '--temperature', '1']);
  assert.equal(other.status, 2);
  assert.match(other.stderr, /asked \d+ other questions: the dataset, the labels or the options changed since/);
  const done = await judge(server, batch);
  assert.equal(done.status, 1, done.stderr);
  const report = json(done) as {
    outcomes: { verdict: { state: string }; scored: number; failed: object }[];
    judgements: object[];
  };
  assert.equal(report.outcomes[0]?.verdict.state, 'evidence found');
  assert.deepEqual(report.outcomes[0].failed, { 'the batch has no answer': 1 });
  assert.equal(report.judgements.length, JSON.parse(readFileSync(state, 'utf8')).questions);
  const single = await undertone([
    'judge',
    file,
    '--endpoint',
    server.baseUrl,
    '--model',
    'a',
    '--model',
    'b',
    ...batch,
  ]);
  assert.match(single.stderr, /A batch is of one --model/);
});
