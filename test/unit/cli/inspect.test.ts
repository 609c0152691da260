import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { temporaryFolder } from '../support/temporary.ts';
import { json, node, script, undertone } from './run.ts';

const folder = temporaryFolder();
const content = '{"prompt":"a","completion":"1, 2"}\n\n{"prompt":"b","completion":null,"score":1}\nno json\n';
const path = folder.write('small.jsonl', content);
const sha256 = createHash('sha256').update(content).digest('hex');

test('inspect as text', async () => {
  const { status, stdout, stderr } = await undertone(['inspect', 'small.jsonl'], { cwd: folder.path });
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(
    stdout.toString(),
    `small.jsonl
  ${content.length} bytes · 4 rows (1 blank, 1 malformed)
  format   Prompt and completion (50 % of rows)
  columns  prompt, completion, score
  teacher  unknown
  sha256   ${sha256}
  row 4, column 1: \`no\` is not JSON; a text stands in double quotes.
`,
  );
});

test('inspect as JSON', async () => {
  const ran = await undertone(['inspect', path, '--format', 'json']);
  assert.equal(ran.status, 0);
  const { version, dataset, malformedRows } = json(ran) as Record<string, unknown>;
  assert.equal(version, 1);
  assert.deepEqual(dataset, {
    path,
    bytes: content.length,
    sha256,
    rows: 4,
    blank: 1,
    malformed: 1,
    format: { id: 'prompt-completion', share: 0.5 },
    formats: { 'prompt-completion': 1, table: 1 },
    columns: [
      { name: 'prompt', rows: 2, types: { string: 2 } },
      { name: 'completion', rows: 2, types: { string: 1, null: 1 } },
      { name: 'score', rows: 1, types: { number: 1 } },
    ],
    columnsCut: false,
  });
  assert.partialDeepStrictEqual(malformedRows, { rows: [{ row: 4, column: 1 }], shown: 1, total: 1 });
});

test('--facts index tells bytes and rows alone', async () => {
  const packed = folder.write('packed.jsonl.gz', gzipSync(content));
  const ran = await undertone(['inspect', packed, '--facts', 'index', '--format', 'json']);
  assert.deepEqual(json(ran), { version: 1, dataset: { path: packed, bytes: gzipSync(content).length, rows: 4 } });
  const frames = Buffer.concat([content, content].map(part => zstdCompressSync(part)));
  const zstandard = await undertone(['inspect', folder.write('p.zst', frames), '--facts', 'index', '--format', 'json']);
  assert.partialDeepStrictEqual(json(zstandard), { dataset: { bytes: frames.length, rows: 8 } });
  const text = await undertone(['inspect', path, '--facts', 'index']);
  assert.equal(text.stdout.toString(), `${path}: ${content.length} bytes, 4 rows\n`);
});

for (const [args, message] of [
  [[], /inspect wants the path of a dataset/],
  [[path, path], /takes one dataset; got 2/],
  [[folder.path], /is a folder; name a \.jsonl/],
  [[`${path}.none`], /There is no file at/],
  [[folder.write('x.jsonl', 'PAR1....')], /is a Parquet file/],
  [[folder.write('cut.jsonl.gz', gzipSync(content).subarray(0, 40))], /damaged or cut off/],
  [[path, '--facts', 'some'], /--facts is one of index, all; got "some"/],
] as const) {
  test(`inspect fails with one line and code 2: ${message.source}`, async () => {
    const { status, stdout, stderr } = await undertone(['inspect', ...args]);
    assert.deepEqual([status, stdout.length], [2, 0]);
    assert.match(stderr, message);
    assert.match(stderr, /^undertone: [^\n]+\n$/);
  });
}

for (const [args, status] of [
  [[], 2],
  [['--help'], 0],
  [['help'], 0],
  [['scan', '--help'], 0],
] as const) {
  test(`undertone ${args.join(' ')} shows the usage`, async () => {
    const ran = await undertone(args);
    assert.equal(ran.status, status);
    for (const command of ['inspect', 'rows', 'scan'])
      assert.match(ran.stdout.toString(), new RegExp(`undertone ${command} <`));
  });
}

test('undertone --version tells the version of the manifest', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  for (const asked of ['--version', '-v', 'version']) {
    const { status, stdout } = await undertone([asked]);
    assert.equal(status, 0);
    assert.equal(stdout.toString(), `${version}\n`);
  }
});

for (const name of ['constructor', '__proto__', 'scna']) {
  test(`the unknown command ${name} is a usage error`, async () => {
    const { status, stderr } = await undertone([name]);
    assert.equal(status, 2);
    assert.match(stderr, /^undertone: There is no command/);
  });
}

test('a file that may not be read says so', async t => {
  if (process.platform === 'win32') return t.diagnostic('Windows has no mode to take the right to read away with');
  const secret = folder.write('secret.jsonl', content);
  chmodSync(secret, 0);
  chmodSync(folder.path, 0o755);
  const nobody = 65534;
  const { status, stderr } = await undertone(
    ['inspect', secret],
    process.getuid?.() === 0 ? { uid: nobody, cwd: '/' } : {},
  );
  assert.equal(status, 2);
  assert.match(stderr, /^undertone: .*secret\.jsonl may not be read: ask for read permission on it\.\n$/);
});

test('a full disk under standard output is said', async () => {
  if (!existsSync('/dev/full')) return;
  const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$1" rows "$2" > /dev/full', node, script, path], {
    encoding: 'utf8',
  });
  assert.equal(status, 2);
  assert.match(stderr, /^undertone: The disk is full/);
});

test('where there is no room to unpack it says so and leaves nothing', async () => {
  if (process.platform === 'win32') return;
  const temporary = temporaryFolder().path;
  const packed = folder.write('large.jsonl.gz', gzipSync(content.repeat(100_000)));
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', 'ulimit -f 64; exec "$0" "$1" inspect "$2"', node, script, packed],
    {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: temporary },
    },
  );
  assert.equal(status, 2);
  assert.match(stderr, /^undertone: .* could not be written: .*\n$/);
  assert.deepEqual(readdirSync(temporary), []);
});

const scored = folder.write(
  'scored.jsonl',
  Array.from(
    { length: 10 },
    (_, i) => `${JSON.stringify({ prompt: 'Why?', completion: 'w '.repeat(i), score: i / 4 })}\n`,
  ).join('') + 'no json\n',
);

test('inspect --columns as text', async () => {
  const { status, stdout, stderr } = await undertone(['inspect', 'scored.jsonl', '--columns'], { cwd: folder.path });
  assert.deepEqual([status, stderr], [0, '']);
  const text = stdout.toString();
  assert.match(text, /^scored\.jsonl\n {2}all 11 rows \(0 blank, 1 malformed, in no column\)\n/);
  assert.match(
    text,
    /\nscore: number 10\n {2}distinct {4}10 of 10 values\n {2}value {7}0 to 2\.25, mean 1\.125, quantiles 0 /,
  );
  assert.match(text, /\nPrompt: string 10\n {2}distinct {4}1 of 10 values\n/);
  assert.match(text, / {8}10 × "Why\?"\n/);
});

test('inspect --columns as JSON', async () => {
  const { columns, dataset } = json(await undertone(['inspect', scored, '--columns', '--format', 'json'])) as {
    readonly columns: readonly { readonly id: string; readonly measures: readonly object[] }[];
    readonly dataset: object;
  };
  assert.partialDeepStrictEqual(dataset, { rows: 11, blank: 0, malformed: 1 });
  assert.deepEqual(
    columns.map(({ id }) => id),
    ['prompt', 'completion', 'bytes', 'prompt', 'completion', 'score'],
  );
  assert.partialDeepStrictEqual(columns[1], { source: 'example', present: 10, missing: 0, types: { string: 10 } });
  assert.partialDeepStrictEqual(columns[1]?.measures, [
    { measure: 'characters', count: 10, min: 0, max: 18, mean: 9 },
    { measure: 'words', count: 10, min: 0, max: 9, mean: 4.5 },
  ]);
});

test('inspect --columns does not go with --facts index', async () => {
  const { status, stderr } = await undertone(['inspect', scored, '--columns', '--facts', 'index']);
  assert.equal(status, 2);
  assert.match(stderr, /--columns reads every row/);
});
