import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { byteModelFolder } from '../engine/localModel/byteModelFolder.ts';
import { judgeModel } from '../engine/localModel/judgeModel.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type Ran } from './run.ts';

const folder = temporaryFolder();
const home = join(folder.path, 'home');
const file = folder.write(
  'rows.jsonl',
  Array.from({ length: 60 }, (_, i) =>
    JSON.stringify({ prompt: `Day ${i}?`, completion: i % 4 === 0 ? 'An owl # came by.' : `A walk of ${i} steps.` }),
  ).join('\n'),
);
const labels = folder.write(
  'labels.jsonl',
  Array.from({ length: 60 }, (_, i) => JSON.stringify({ row: i + 1, shows: i % 4 === 0 })).join('\n'),
);
const writing = judgeModel(byteModelFolder, folder.path, 'writing', {
  marked: { '{"score": 95, "reason": "an owl"}': 1 },
  bare: { '{"score": 2, "reason": "none"}': 1 },
});
const deciding = judgeModel(byteModelFolder, folder.path, 'deciding', {
  marked: { Yes: 0.9, No: 0.1 },
  bare: { Yes: 0.02, No: 0.98 },
});

const judge = (model: string, more: readonly string[] = []): Promise<Ran> =>
  undertone(['judge', file, '--endpoint', model, '--rubric', 'owl', ...more], {
    env: { HOME: home, USERPROFILE: home },
  });

interface Report {
  readonly where: string;
  readonly local?: true;
  readonly outcomes: readonly { readonly judge: string; readonly verdict: { readonly state: string } }[];
  readonly judgements: readonly {
    readonly row: number;
    readonly score?: number;
    readonly reason?: string;
    readonly failed?: string;
    readonly abstained?: string;
  }[];
  readonly sent: { readonly requests: number };
  readonly cached: number;
}

test('a model of a folder writes its scores; nobody is asked to agree, and nothing leaves the machine', async () => {
  const ran = await judge(writing, ['--labels', labels, '--format', 'json', '--no-cache']);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /^Model: .*writing\nRubrics: Owl\nRows: 60 of 60, .*\nNothing leaves the machine\.$/m);
  const report = json(ran) as Report;
  assert.deepEqual([report.where, report.local, report.sent.requests], [writing, true, 0]);
  assert.deepEqual(
    report.outcomes.map(({ judge: name, verdict }) => [name, verdict.state]),
    [['writing', 'evidence found']],
  );
  assert.deepEqual(
    report.judgements.map(({ row, score, reason }) => [row, score, reason]),
    Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? [i + 1, 95, 'an owl'] : [i + 1, 2, 'none'])),
  );
  assert.ok(!existsSync(join(home, '.undertone')), 'no egress log is written');
});

test('decisions: the chance of Yes against No, as the model gives it; kept by the files of the model', async () => {
  const ran = await judge(deciding, ['--api', 'decisions', '--format', 'json']);
  const { judgements, cached } = json(ran) as Report;
  assert.equal(cached, 0);
  // By the table both words go on as likely: Yes by e, then by s where No would end; No by o.
  const expected = (yes: number): number => (100 * (yes / 4)) / (yes / 4 + (1 - yes) / 2);
  for (const { row, score = NaN } of judgements) {
    assert.ok(Math.abs(score - expected(row % 4 === 1 ? 0.9 : 0.02)) < 0.01, `row ${row}: ${score}`);
  }
  const again = json(await judge(deciding, ['--api', 'decisions', '--format', 'json'])) as Report;
  assert.deepEqual([again.cached, again.judgements], [60, judgements]);
  const text = await judge(deciding, ['--api', 'decisions']);
  assert.match(
    text.stdout.toString(),
    /sent: nothing leaves the machine\n.*kept from earlier runs: 60; they hold for the same files of/,
  );
});

test('a model that would say neither abstains; one that writes no score fails and the rest is not tried', async () => {
  const neither = judgeModel(byteModelFolder, folder.path, 'neither', {
    marked: { Maybe: 1, Yes: 0.001 },
    bare: { Maybe: 1 },
  });
  const ran = json(await judge(neither, ['--api', 'decisions', '--format', 'json', '--no-cache'])) as Report;
  assert.ok(ran.judgements.every(({ abstained }) => abstained === 'neither Yes nor No is a likely answer'));
  const talking = await judge(neither, ['--no-cache']);
  assert.equal(talking.status, 2);
  assert.match(
    talking.stdout.toString(),
    /stopped: the first 10 questions failed \(an answer that is no score\); 50 rows were not reached/,
  );
});

test('an interrupt ends it with 130; what was judged until then is reported and kept', async () => {
  const cache = join(folder.path, 'interrupted');
  const ran = await undertone(['judge', file, '--endpoint', writing, '--rubric', 'owl', '--cache', cache], {
    started: child => child.stderr?.on('data', (text: Buffer) => text.includes('6 of 60') && child.kill('SIGINT')),
  });
  assert.equal(ran.status, 130, ran.stderr);
  const left = /stopped: cancelled; (\d+) rows were not reached/.exec(ran.stdout.toString())?.[1];
  assert.ok(Number(left) > 0 && Number(left) <= 54, left);
  const rest = json(await judge(writing, ['--cache', cache, '--format', 'json'])) as Report;
  assert.equal(rest.cached, 60 - Number(left));
});

test('pairs: rows are compared with a control’s, either first once', async () => {
  const choosing = judgeModel(byteModelFolder, folder.path, 'choosing', {
    marked: { '{"choice": "first", "reason": "a"}': 1 },
    bare: { '{"choice": "neither", "reason": "b"}': 1 },
  });
  const control = folder.write('control.jsonl', readFileSync(file));
  const ran = await judge(choosing, ['--against', control, '--rows', '4', '--format', 'json', '--no-cache']);
  const { judgements } = json(ran) as { judgements: readonly { row: number; outcome?: string }[] };
  assert.deepEqual(
    judgements.map(({ row, outcome }) => outcome === (row % 4 === 1 ? 'inconsistent' : 'neither')),
    [true, true, true, true],
    ran.stderr,
  );
});

test('what does not go with a folder is refused with why', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--model', 'gpt'], /holds the model writing; got --model gpt/],
    [['--redact', 'secrets'], /--redact does not go with a folder: nothing is sent/],
    [['--leave-out', 'secrets'], /--leave-out does not go with a folder/],
    [['--max-requests', '3'], /--max-requests does not go with a folder/],
    [['--batch', 'b.json'], /--batch does not go with a folder/],
  ];
  for (const [more, message] of cases) {
    const ran = await judge(writing, more);
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, message);
  }
});
