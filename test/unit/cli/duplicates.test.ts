import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();
const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `word${from + i}`).join(' ');
const lines = (completions: readonly string[]): string =>
  completions.map((completion, id) => `${JSON.stringify({ id, prompt: `p${id}`, completion })}\n`).join('');

const train = folder.write(
  'train.jsonl',
  lines([words(0, 60), 'alone', words(0, 60), `${words(0, 60)} more`, 'also alone', 'short']),
);
const held = folder.write('eval.jsonl', lines(['nobody else', `${words(0, 60)} more`, 'short', 'short']));

test('clusters are listed with what matched what, how close, and which row is kept', async () => {
  const { status, stdout, stderr } = await undertone(['duplicates', train, '--near']);
  assert.equal(status, 0, stderr);
  assert.equal(
    stdout.toString().replaceAll(train, 'train.jsonl'),
    `train.jsonl
  compared  completion, as it stands, similar from 0.8 on by shingles of words:5; kept: the first row of each cluster

2 of 6 rows compared repeat another (1 copy, 1 similar, 0 linked through another), in 1 cluster.
  3 rows with fewer than 5 words are compared as a whole: similar only to the same words. Shingles of characters compare them piece by piece.
  Similar rows are found with a chance: 98.6 % of pairs at the threshold, more of those more alike.

3 rows, kept: row 1  ${JSON.stringify(`${words(0, 60).slice(0, 80)}…`)}
  row 3  the same text
  row 4  similarity 0.982
`,
  );
});

test('the same as JSON, rows from 1', async () => {
  const ran = await undertone(['duplicates', train, '--format', 'json']);
  assert.deepEqual(json(ran), {
    version: 1,
    files: [{ path: train, rows: 6, blank: 0, malformed: 0, without: 0, short: 0 }],
    query: { field: 'completion', normalise: [], keep: 'first', near: null },
    near: null,
    limits: [],
    totals: { clusters: 1, duplicates: 1, copies: 1, near: 0, linked: 0 },
    clusters: {
      total: 1,
      shown: 1,
      list: [
        {
          kept: { file: 0, row: 1 },
          size: 2,
          copies: 1,
          near: 0,
          linked: 0,
          members: [
            { file: 0, row: 1, kind: 'kept', similarity: 1, via: { file: 0, row: 1 } },
            { file: 0, row: 3, kind: 'copy', similarity: 1, via: { file: 0, row: 1 } },
          ],
        },
      ],
    },
  });
});

test('rows that stand in another file too, packed or not, with both row numbers', async () => {
  const packed = folder.write('train.jsonl.gz', gzipSync(readFileSync(train)));
  for (const against of [train, packed]) {
    const ran = await undertone(['duplicates', held, '--against', against, '--near', '--format', 'json']);
    const { totals, matches } = json(ran) as { totals: object; matches: { list: readonly object[] } };
    assert.deepEqual(totals, { matches: 3, copies: 3, near: 0 });
    assert.deepEqual(matches.list[0], {
      file: 1,
      row: 2,
      kind: 'copy',
      similarity: 1,
      other: { file: 0, row: 4 },
    });
  }
  const text = await undertone(['duplicates', held, '--against', train]);
  assert.match(text.stdout.toString(), /3 of 4 rows compared stand there too: 3 with the same text, 0 similar\./);
  assert.match(text.stdout.toString(), /eval\.jsonl:3 {2}the same text as {2}.*train\.jsonl:6\n/);
});

test('similar rows of another file: the most similar of them', async () => {
  const other = folder.write('other.jsonl', lines(['x', `${words(0, 60)} plus five`, `${words(0, 60)} plus`]));
  const ran = await undertone(['duplicates', other, '--against', train, '--near', '--format', 'json']);
  const { matches } = json(ran) as {
    matches: { list: readonly { row: number; kind: string; similarity: number; other: object }[] };
  };
  assert.deepEqual(
    matches.list.map(({ row, kind, other: found }) => [row, kind, found]),
    [
      [2, 'near', { file: 0, row: 1 }],
      [3, 'near', { file: 0, row: 1 }],
    ],
  );
  assert.ok(Math.abs((matches.list[1]?.similarity ?? 0) - 56 / 57) < 1e-9);
});

test('exit code 1 where duplicates or unread rows are to fail it', async () => {
  const alone = folder.write('alone.jsonl', lines(['a', 'b']));
  const torn = folder.write('torn.jsonl', `${lines(['a', 'b'])}{\n`);
  assert.equal((await undertone(['duplicates', alone, '--fail-on-duplicates'])).status, 0);
  assert.equal((await undertone(['duplicates', train, '--fail-on-duplicates'])).status, 1);
  assert.equal((await undertone(['duplicates', train])).status, 0);
  const ran = await undertone(['duplicates', torn, '--fail-on-duplicates']);
  assert.equal(ran.status, 1);
  assert.match(
    ran.stdout.toString(),
    /No row repeats another of the 2 rows compared\.\n {2}1 row could not be read and is not compared\./,
  );
});

test('a list that is cut says of how many', async () => {
  const many = folder.write('many.jsonl', lines(['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c']));
  const { stdout } = await undertone(['duplicates', many, '--limit', '2']);
  assert.match(
    stdout.toString(),
    /4 rows, kept: row 1 .*\n {2}row 2 {2}the same text\n {2}row 3 {2}the same text\n {2}… and 1 more\n/,
  );
  assert.match(stdout.toString(), /\n2 of 3 clusters are listed\.\n$/);
  const none = await undertone(['duplicates', many, '--limit', '0']);
  assert.match(none.stdout.toString(), /in 3 clusters\.\n\n0 of 3 clusters are listed\.\n$/);
});

test('what cannot be done is said with what would be right', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /wants the path of at least one dataset/],
    [[train, '--field', 'x'], /--field is one of completion, prompt, prompt\+completion, row; got "x"/],
    [[train, '--near', '--shingle', 'words:0'], /--shingle wants words:N or characters:N/],
    [[train, '--near', '--threshold', '2'], /--threshold wants a similarity from 0\.1 to 1; got "2"/],
    [[train, '--threshold', '0.5'], /--threshold is for --near, which is not given/],
    [[train, '--normalise', 'white-space,x'], /--normalise is one of nfkc, case, white-space; got "x"/],
    [[folder.path + '/none.jsonl'], /none\.jsonl/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr, stdout } = await undertone(['duplicates', ...args]);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, message);
    assert.equal(stdout.length, 0);
  }
});
