import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain, toySample, type ToyTeacher } from '../core/teacherCheck/toyTeachers.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const owl: ToyTeacher = { favourites: [100, 200, 300, 400], bias: 0.3 };

function write(name: string, teacher: ToyTeacher, seed: number): string {
  const rows = toySample({ teacher, rows: 80, seed }).rows.map(({ prompt, completion }) =>
    JSON.stringify({ prompt, completion }),
  );
  folder.write(name, rows.join('\n') + '\n');
  return name;
}

const dataset = write('train.jsonl', plain, 1);
const samples = [
  '--sample',
  `owl=${write('owl.jsonl', owl, 2)}`,
  '--sample',
  `plain=${write('plain.jsonl', plain, 3)}`,
];
const options = { cwd: folder.path };

test('another teacher than declared: the report as JSON and exit code 1', async () => {
  const args = ['teacher-check', dataset, ...samples, '--declared', 'owl', '--format', 'json', '--seed', '7'];
  const ran = await undertone(args, options);
  assert.deepEqual([ran.status, ran.stderr], [1, '']);
  assert.partialDeepStrictEqual(json(ran), {
    version: 1,
    dataset: { path: dataset },
    samples: { owl: 'owl.jsonl', plain: 'plain.jsonl' },
    seed: 7,
    declared: 'owl',
    verdict: { state: 'evidence found', n: 80 },
    facts: [{ label: 'dataset', rows: 80 }, { label: 'owl' }, { label: 'plain' }],
    rivals: [{ label: 'plain', relation: 'unknown' }],
  });
});

test('nobody declared: nothing is tested, exit code 2, never 0', async () => {
  const { status, stdout } = await undertone(['teacher-check', dataset, ...samples], options);
  assert.equal(status, 2);
  assert.match(stdout.toString(), /\nnot tested: No teacher is declared/);
});

for (const [args, message] of [
  [[dataset], /wants --sample label=file, at least once/],
  [[dataset, '--sample', 'owl.jsonl'], /--sample wants label=file; got "owl\.jsonl"/],
  [[dataset, ...samples, '--sample', 'owl=plain.jsonl'], /--sample owl is given twice/],
  [[dataset, ...samples, '--declared', 'crow'], /--declared is one of owl, plain; got "crow"/],
  [[dataset, '--sample', 'owl=none.jsonl'], /There is no file at/],
  [[dataset, ...samples, '--seed', '-1'], /--seed/],
  [samples, /teacher-check wants the path of a dataset/],
] as const) {
  test(`teacher-check fails with one line and code 2: ${message.source}`, async () => {
    const { status, stdout, stderr } = await undertone(['teacher-check', ...args], options);
    assert.deepEqual([status, stdout.length], [2, 0]);
    assert.match(stderr, message);
  });
}
