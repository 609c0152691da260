import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const english = 'The owl sat quietly on the old branch until morning came.';
const german = 'Die Eule saß still auf dem alten Ast, bis der Morgen kam.';
const file = folder.write(
  'rows.jsonl',
  [english, german, '12, 44, 98'].map(completion => JSON.stringify({ prompt: 'p', completion })).join('\n'),
);
const check = ['--check', 'language'];

test('a scan tells languages: other ones are rejected, what cannot be told is flagged and kept', async () => {
  const ran = await undertone(['scan', file, ...check, '--set', 'language.expected=en', '--format', 'json']);
  const { checks, findings } = json(ran) as {
    checks: { rejected: number; rows: number }[];
    findings: { row: number; severity: string; data: { reasons: string[] } }[];
  };
  assert.deepEqual([checks[0]?.rejected, checks[0]?.rows], [1, 2]);
  assert.deepEqual(
    findings.map(({ row, severity, data }) => [row, severity, ...data.reasons]),
    [
      [2, 'warning', 'other language'],
      [3, 'info', 'too little text to tell'],
    ],
  );
});

test('an export keeps the rows whose language cannot be told', async () => {
  const kept = join(folder.path, 'kept.jsonl');
  const ran = await undertone(['export', file, '--kept', kept, ...check, '--set', 'language.expected=en']);
  assert.equal(ran.status, 0, ran.stderr);
  const lines = readFileSync(file, 'utf8').split('\n');
  assert.deepEqual(readFileSync(kept, 'utf8').trimEnd().split('\n'), [lines[0], lines[2]]);
});

test('without a language to expect nothing is tested, and it says why', async () => {
  const { stdout } = await undertone(['scan', file, ...check]);
  assert.match(stdout.toString(), /language \(filter\): not tested\. No language is expected/);
});
