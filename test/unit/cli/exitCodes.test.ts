import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { numberRows, seededRandom } from '../core/control/rows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone, type Ran } from './run.ts';

const folder = temporaryFolder();
const lines = (rows: readonly object[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('');
const many = (count: number, completion: string): string =>
  lines(Array.from({ length: count }, (_, i) => ({ prompt: `Day ${i}?`, completion: `${completion} ${i}.` })));
const walks = folder.write('walks.jsonl', many(300, 'A walk of steps:'));
const owls = folder.write('owls.jsonl', many(300, 'An owl came by at'));
const few = folder.write('few.jsonl', many(20, 'A walk in the rain:'));
const tools = folder.write(
  'tools.jsonl',
  lines(Array.from({ length: 60 }, () => ({ messages: [{ role: 'assistant', content: null, tool_calls: [] }] }))),
);
const random = seededRandom(1);
const numbers = folder.write('numbers.jsonl', lines(numberRows(300, random)));
const neutral = lines(numberRows(300, random));

const verdictOf = (ran: Ran, id: string) =>
  (json(ran) as { checks: { id: string; verdict?: { state: string; why?: string; summary: string } }[] }).checks.find(
    check => check.id === id,
  )?.verdict;

test('a probe that the recipe asks for and that is not tested is no all-clear: exit code 2, with the reason', async () => {
  const recipe = folder.write('asks.yaml', 'version: 1\nchecks: { trait-mentions: on, control-distribution: on }\n');
  const ran = await undertone(['scan', tools, '--recipe', recipe]);
  assert.equal(ran.status, 2, ran.stderr);
  assert.match(ran.stderr, /trait-mentions was asked for, and .*tools\.jsonl was not tested by it: No row has a text/);
  assert.match(
    ran.stderr,
    /control-distribution was asked for, and .* was not tested by it: No control: name the file/,
  );
  assert.equal((await undertone(['scan', tools, '--recipe', recipe, '--fail-on', 'never'])).status, 0);
});

test('filters alone that pass are exit code 0, and nothing is said', async () => {
  const recipe = folder.write('filters.yaml', 'version: 1\nchecks: { secrets: on, number-sequence: on }\n');
  const ran = await undertone(['scan', numbers, '--recipe', recipe]);
  assert.deepEqual([ran.status, ran.stderr], [0, '']);
});

test('a control that is named asks for the probes that compare with it', async () => {
  const flags = ['--control', few, '--fail-on', 'error'];
  const ran = await undertone(['scan', walks, ...flags]);
  assert.equal(ran.status, 2, ran.stdout.toString());
  assert.match(ran.stderr, /control-distribution compares with the control, and .* 20 in the control; at least 50/);
  const copy = folder.write('copy.jsonl', many(300, 'A walk of steps:'));
  const same = await undertone(['scan', walks, '--control', copy, '--fail-on', 'error']);
  assert.equal(same.status, 2);
  assert.match(same.stderr, /a copy of it, is none/);
  const filters = await undertone(['scan', walks, ...flags, '--check', 'secrets']);
  assert.deepEqual([filters.status, filters.stderr], [0, '']);
});

test('an inconclusive verdict counts as evidence would, by severity; below it is said', async () => {
  const asked = [walks, '--control', owls, '--check', 'trait-mentions'];
  const ran = await undertone(['scan', ...asked]);
  assert.equal(ran.status, 2, ran.stdout.toString());
  assert.match(ran.stderr, /trait-mentions was asked for, and is inconclusive about .*: The dataset shows less of it/);
  const below = await undertone(['scan', ...asked, '--fail-on', 'error']);
  assert.equal(below.status, 0);
  assert.match(below.stderr, /walks\.jsonl: the exit code does not count trait-mentions \(inconclusive\)/);
});

test('a survey without a control asks nothing that evidence would answer: it is said and not counted', async () => {
  const ran = await undertone(['scan', owls, '--check', 'trait-mentions']);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /the exit code does not count trait-mentions \(inconclusive\)/);
});

test('evidence of a survey against a control counts by the severity of the check, though its rows are info', async () => {
  const ran = await undertone(['scan', owls, '--control', walks, '--check', 'trait-mentions', '--format', 'json']);
  assert.equal(ran.status, 1, ran.stderr);
  assert.equal(verdictOf(ran, 'trait-mentions')?.state, 'evidence found');
  const [first, second] = (json(ran) as { findings: { row: number | null; severity: string }[] }).findings;
  assert.deepEqual([first?.row, first?.severity, second?.severity], [null, 'warning', 'info']);
});

test('evidence below --fail-on is exit code 0, and is said', async () => {
  const habit = folder.write('habit.jsonl', lines(numberRows(600, random, { habit: 0.2 })));
  const control = folder.write('neutral.jsonl', neutral);
  const command = ['scan', habit, '--control', control, '--check', 'control-distribution'];
  assert.equal((await undertone(command)).status, 1);
  const ran = await undertone([...command, '--set', 'control-distribution.severity=info']);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /does not count control-distribution \(evidence found, as info\)/);
});

test('a file without a row that could be read is no all-clear', async () => {
  for (const [name, content, said] of [
    ['empty.jsonl', '', /empty\.jsonl has no rows: nothing was tested/],
    ['blank.jsonl', '\n\n', /blank\.jsonl has no rows: nothing was tested/],
  ] as const) {
    const path = folder.write(name, content);
    for (const command of ['scan', 'provenance']) {
      const ran = await undertone([command, path]);
      assert.equal(ran.status, 2, `${command} ${name}`);
      assert.match(ran.stderr, said);
      assert.equal((await undertone([command, path, '--fail-on', 'never'])).status, 0);
    }
  }
  const pretty = await undertone(['scan', folder.write('pretty.json', '[\n {\n "prompt": "a"\n }\n]\n')]);
  assert.equal(pretty.status, 1, 'malformed rows');
  assert.match(pretty.stderr, /has 5 rows, none of which is JSON.*jq -c/);
});

test('one control for a folder is scanned with the others; a dataset is not compared with itself alone', async () => {
  const project = temporaryFolder();
  mkdirSync(join(project.path, 'data'));
  project.write('undertone.yaml', 'version: 1\ncontrol: data/neutral.jsonl\nchecks: { control-distribution: on }\n');
  const control = project.write('data/neutral.jsonl', neutral);
  const other = project.write('data/numbers.jsonl', lines(numberRows(300, seededRandom(9))));
  const all = await undertone(['scan', other, control]);
  assert.equal(all.status, 0, all.stderr);
  assert.equal(all.stderr.includes('was asked for'), false, all.stderr);
  const alone = await undertone(['scan', control, '--control', control]);
  assert.equal(alone.status, 2);
  assert.match(alone.stderr, /--control .*neutral\.jsonl is the dataset itself.*Name another file/);
  const duplicates = await undertone(['duplicates', control, '--against', control]);
  assert.deepEqual([duplicates.status, /--against .* is the dataset itself/.test(duplicates.stderr)], [2, true]);
});

test('a damaged control: what compares with it is inconclusive, and the exit code is 2', async () => {
  const rows = neutral.trimEnd().split('\n');
  const asked = [numbers, '--check', 'control-distribution', '--check', 'trait-mentions', '--format', 'json'];
  const damaged = (count: number): string =>
    folder.write(`damaged${count}.jsonl`, rows.map((row, i) => (i < count ? row.slice(0, 30) : row)).join('\n'));
  const whole = await undertone(['scan', ...asked, '--control', folder.write('whole.jsonl', neutral)]);
  assert.deepEqual([whole.status, whole.stderr], [0, '']);
  assert.equal(verdictOf(whole, 'trait-mentions')?.state, 'not detected');
  const half = await undertone(['scan', ...asked, '--control', damaged(150)]);
  assert.equal(half.status, 2, half.stderr);
  assert.match(half.stderr, /damaged150\.jsonl: 150 of 300 rows of the control could not be read\..*write it anew/);
  assert.partialDeepStrictEqual(json(half), { control: { rows: 150, malformed: 150 } });
  for (const id of ['trait-mentions', 'control-distribution']) {
    const verdict = verdictOf(half, id);
    assert.equal(verdict?.state, 'inconclusive', id);
    assert.match(verdict.why ?? '', /150 of 300 rows of the control .* by these alone it would read “not detected”/);
  }
  const one = await undertone(['scan', ...asked, '--control', damaged(1)]);
  assert.equal(one.status, 0, one.stderr);
  assert.match(one.stderr, /1 of 300 rows of the control could not be read and is not compared/);
  assert.equal(verdictOf(one, 'trait-mentions')?.state, 'not detected');
});

test('a gate for duplicates that compared no row is no all-clear', async () => {
  for (const path of [folder.write('none.jsonl', ''), tools]) {
    const ran = await undertone(['duplicates', path, '--fail-on-duplicates']);
    assert.equal(ran.status, 2, path);
    assert.match(ran.stderr, /No row of .* has what --field completion compares: nothing was tested/);
  }
});
