import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { json, node, script, undertone } from './run.ts';

const folder = temporaryFolder();
const good = '{"prompt":"p","completion":"7, 9, 11"}\n';
const content = `${good}{"prompt":"p","completion":"7, 9, 1024"}\n\n${good}{"prompt":\n`;
const path = folder.write('train.jsonl', content);
const filter = ['--check', 'number-sequence'];

test('export as text: what went where, what should not be overlooked', async () => {
  const [kept, rejected] = [join(folder.path, 'kept.jsonl'), join(folder.path, 'rejected.jsonl')];
  const ran = await undertone(['export', path, '--kept', kept, '--rejected', rejected, ...filter]);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(
    ran.stdout.toString(),
    /^train\.jsonl: 5 rows: 2 kept, 1 rejected, 1 malformed, 1 blank\n {2}number-sequence: rejects 1 of 3 examined; 1 by it alone\n {4}numbers too large: 1\n/,
  );
  assert.equal(ran.stderr, 'undertone: 1 row could not be read and is not kept.\n');
  assert.equal(readFileSync(kept, 'utf8'), good + good);
  assert.deepEqual(
    readFileSync(rejected, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as { row: number }).row),
    [2, 5],
  );
});

test('export as JSON is the record that stands beside the kept rows', async () => {
  const kept = join(folder.path, 'json.jsonl');
  const ran = await undertone(['export', path, '--kept', kept, ...filter, '--date', '2025-11-20', '--format', 'json']);
  assert.deepEqual(json(ran), JSON.parse(readFileSync(`${kept}.record.json`, 'utf8')));
  const { date } = json(ran) as { date: string };
  assert.equal(date, '2025-11-20T00:00:00.000Z');
});

test('a command line that cannot be carried out writes nothing', async () => {
  const before = readdirSync(folder.path);
  const refused: [string[], RegExp][] = [
    [['export', path], /wants --kept/],
    [['export', path, '--kept', path, '--force'], /it is the dataset itself/],
    [
      ['export', path, '--kept', join(folder.path, 'x'), '--check', 'trait-mentions'],
      /a probe rejects no rows.*number-sequence/,
    ],
    [['export', path, '--kept', join(folder.path, 'x'), '--check', 'nothing'], /There is no check `nothing`/],
    [['export', path, '--kept', join(folder.path, 'x'), '--date', 'soon'], /--date wants a date/],
  ];
  for (const [args, message] of refused) {
    const ran = await undertone(args);
    assert.equal(ran.status, 2, args.join(' '));
    assert.match(ran.stderr, message);
  }
  assert.deepEqual(readdirSync(folder.path), before);
});

test('a disk that takes no more leaves nothing', { skip: process.platform === 'win32' }, () => {
  const large = folder.write('large.jsonl', good.repeat(20_000));
  const before = readdirSync(folder.path);
  const limited = 'trap "" XFSZ; ulimit -f 64; exec "$@"';
  const targets = ['--kept', join(folder.path, 'k.jsonl'), '--rejected', join(folder.path, 'r.jsonl')];
  const command = [node, script, 'export', large, ...targets, ...filter];
  const { status, stderr } = spawnSync('sh', ['-c', limited, 'sh', ...command]);
  assert.equal(status, 2);
  assert.match(stderr.toString(), /k\.jsonl could not be written: EFBIG/);
  assert.deepEqual(readdirSync(folder.path), before);
});
