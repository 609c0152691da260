import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const row = (id: number, completion: string, more: object = {}): string =>
  JSON.stringify({ id, prompt: `Question ${id % 50}`, completion, ...more });
const count = 3000;
const before = Array.from({ length: count }, (_, i) => row(i, `answer ${i} ${'word '.repeat(i % 200)}`));
const after = before.flatMap((line, i) => {
  if (i === 1200) return [];
  if (i === 7) return [row(7, 'another answer', { score: 1 })];
  if (i === 2000) return [line, row(90_001, 'new', { prompt: 'A new question' })];
  return i === 2900 ? [] : [line];
});
after.unshift(before[2900] ?? '');
const left = folder.write('before.jsonl', `${before.join('\n')}\n`);
const right = folder.write('after.jsonl', after.join('\n'));

test('compare counts what was added, removed, changed and moved, and names the rows', async () => {
  const ran = await undertone(['compare', left, right, '--format', 'json']);
  assert.equal(ran.status, 1);
  assert.deepEqual(json(ran), {
    version: 1,
    left: { path: left, rows: count },
    right: { path: right, rows: count },
    key: { column: 'id', unique: true },
    same: count - 2,
    moved: 1,
    changed: { byKey: 1, byPrompt: 0 },
    removed: 1,
    added: 1,
    listed: {
      changed: [
        {
          left: 8,
          right: 9,
          by: 'key',
          fields: [
            { field: 'completion', kind: 'changed' },
            { field: 'score', kind: 'added' },
          ],
        },
      ],
      moved: [{ left: 2901, right: 1 }],
      removed: [1201],
      added: [2002],
    },
  });
});

test('compare as text, one file packed', async () => {
  const packed = folder.write('after.jsonl.gz', gzipSync(after.join('\n')));
  const { stdout, status } = await undertone(['compare', left, packed]);
  assert.equal(status, 1);
  const text = stdout.toString();
  assert.match(text, / {2}same {5}2,998, byte for byte; 1 of them moved\n {2}changed {2}1 \(1 matched by id\)\n/);
  assert.match(text, /\nchanged:\n {2}row 8 → 9: completion, \+score\n/);
  assert.match(text, /\nremoved:\n {2}row 1,201\n\nadded:\n {2}row 2,002\n\nmoved:\n {2}row 2,901 → 1\n$/);
});

test('a key that is not unique is not used, and it is said', async () => {
  const one = folder.write(
    'one.jsonl',
    '{"id":1,"prompt":"a","completion":"x"}\n{"id":1,"prompt":"b","completion":"y"}\n',
  );
  const other = folder.write(
    'other.jsonl',
    '{"id":1,"prompt":"b","completion":"z"}\n{"id":1,"prompt":"c","completion":"x"}\n',
  );
  const { stdout } = await undertone(['compare', one, other]);
  assert.match(
    stdout.toString(),
    /changed {2}1 \(1 matched by prompt, id does not name each row once, so no row was matched by it\)/,
  );
});

test('a file is the same as itself, also packed: exit code 0', async () => {
  const packed = folder.write('before.jsonl.gz', gzipSync(`${before.join('\n')}\n`));
  const ran = await undertone(['compare', left, packed, '--format', 'json']);
  assert.equal(ran.status, 0);
  assert.partialDeepStrictEqual(json(ran), { same: count, moved: 0, removed: 0, added: 0 });
});

test('a list that is cut says so', async () => {
  const { stdout } = await undertone(['compare', left, folder.write('none.jsonl', '{"id":-1}\n'), '--rows', '2']);
  assert.match(stdout.toString(), /removed:\n {2}row 1\n {2}row 2\n {2}… 2 of 3,000 listed; --rows lists more\n/);
});

test('compare wants two files', async () => {
  const { status, stderr } = await undertone(['compare', left]);
  assert.equal(status, 2);
  assert.match(stderr, /wants the paths of two datasets; got 1/);
});
