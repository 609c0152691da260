import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const rows = ['7, 9, 1024', '7, 9, 11', '5, 2048'].map(completion =>
  JSON.stringify({ prompt: 'Continue: 3', completion }),
);
const [first = '', fine = '', third = ''] = rows;
folder.write('train.jsonl', rows.map(row => `${row}\n`).join(''));
const digest = (row: string): string => createHash('sha256').update(row).digest('hex').slice(0, 32);
const entry = (row: string): string =>
  `  - dataset: train.jsonl\n    check: number-sequence\n    field: completion\n    text: "${digest(row)}"\n    reason: agreed\n    by: Ada\n    on: 2026-11-22\n`;
const accept = (...entries: readonly string[]): string =>
  folder.write('undertone.accepted.yaml', `version: 1\naccepted:\n${entries.join('')}`);

interface Report {
  readonly checks: readonly { readonly findings: number; readonly accepted: number }[];
  readonly findings: readonly { readonly row: number; readonly accepted: unknown }[];
}

async function scan(...args: readonly string[]) {
  const ran = await undertone(['scan', 'train.jsonl', '--check', 'number-sequence', '--format', 'json', ...args], {
    cwd: folder.path,
  });
  return { status: ran.status, report: json(ran) as Report };
}

test('accepted findings stay counted and do not fail', async () => {
  accept(entry(first));
  const one = await scan();
  assert.deepEqual([one.status, one.report.checks[0]?.findings, one.report.checks[0]?.accepted], [1, 2, 1]);
  const acceptance = { reason: 'agreed', by: 'Ada', on: '2026-11-22' };
  assert.deepEqual(
    one.report.findings.map(({ row, accepted }) => [row, accepted]),
    [
      [1, acceptance],
      [3, null],
    ],
  );
  accept(entry(first), entry(third));
  assert.equal((await scan()).status, 0);
  const without = await scan('--no-accepted');
  assert.deepEqual([without.status, without.report.checks[0]?.accepted], [1, 0]);
});

test('rows may be moved, not changed', async () => {
  accept(entry(first), entry(third));
  folder.write('train.jsonl', [third, fine, fine, first].map(row => `${row}\n`).join(''));
  assert.equal((await scan()).status, 0);
  folder.write('train.jsonl', [third, fine, first.replace('1024', '1025')].map(row => `${row}\n`).join(''));
  const changed = await scan();
  assert.deepEqual([changed.status, changed.report.checks[0]?.accepted], [1, 1]);
  folder.write('train.jsonl', rows.map(row => `${row}\n`).join(''));
});

test('what is counted but not kept is never accepted', async () => {
  accept(entry(first), entry(third));
  assert.equal((await scan('--max-findings', '1')).status, 1);
  folder.write('train.jsonl', [first, third, '{'].join('\n'));
  assert.equal((await scan()).status, 1, 'a malformed row cannot be accepted');
  folder.write('train.jsonl', rows.map(row => `${row}\n`).join(''));
});

test('a new finding fails beside a baseline, an accepted one does not', async () => {
  folder.write('fine.jsonl', `${fine}\n`);
  const empty = await undertone(['scan', 'fine.jsonl', '--check', 'number-sequence', '--format', 'json'], {
    cwd: folder.path,
  });
  folder.write('baseline.json', empty.stdout);
  accept(entry(first));
  assert.equal((await scan('--baseline', 'baseline.json')).status, 1);
  accept(entry(first), entry(third));
  assert.equal((await scan('--baseline', 'baseline.json')).status, 0);
});

test('the text says how many were accepted and lists the others; SARIF suppresses them', async () => {
  accept(entry(first));
  const run = (format: string) =>
    undertone(['scan', 'train.jsonl', '--check', 'number-sequence', '--format', format], { cwd: folder.path });
  const text = (await run('text')).stdout.toString();
  assert.match(text, /rejects 2 of 3 rows/);
  assert.match(text, /row 3 completion/);
  assert.doesNotMatch(text, /row 1 completion/);
  assert.match(text, /1 finding\n1 accepted \(undertone\.accepted\.yaml\)\n$/);
  const { runs } = JSON.parse((await run('sarif')).stdout.toString()) as {
    readonly runs: readonly { readonly results: readonly { readonly suppressions?: readonly object[] }[] }[];
  };
  assert.deepEqual(
    runs[0]?.results.map(({ suppressions }) => suppressions),
    [[{ kind: 'external', status: 'accepted', justification: 'agreed (Ada, 2026-11-22)' }], undefined],
  );
  accept(entry(first), entry(third));
  assert.match((await run('text')).stdout.toString(), /No open findings\. A clean result does not .*\n2 accepted/);
});

test('a broken file stops the scan, with its place', async () => {
  accept('  - dataset: train.jsonl\n');
  const { status, stderr, stdout } = await undertone(['scan', 'train.jsonl'], { cwd: folder.path });
  assert.deepEqual([status, stdout.length], [2, 0]);
  assert.ok(stderr.includes(`${join(folder.path, 'undertone.accepted.yaml')}:3:5: Missing here: check`), stderr);
});
