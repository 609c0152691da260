import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { nastyFile } from '../engine/nastyRows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { undertone } from './run.ts';

const folder = temporaryFolder();

/** The bytes of physical lines `start`…`start + count - 1` from 1, newlines included. */
function linesOf(bytes: Buffer, start: number, count: number): Buffer {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return bytes.subarray(starts[start - 1] ?? bytes.length, starts[start - 1 + count] ?? bytes.length);
}

for (const [name, bytes, ranges] of [
  [
    'nasty rows',
    nastyFile(),
    [
      [1, 1],
      [2, 4],
      [5, 100],
      [21, 1],
      [22, 3],
      [1, 0],
    ],
  ],
  [
    'CRLF, a byte order mark, no last newline',
    Buffer.from('\ufeff{"a":1}\r\n\r\n{"b":2}\r\n{"c":3}'),
    [
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 9],
    ],
  ],
  [
    'many rows',
    Buffer.from('{"a":"b"}\n'.repeat(400_000)),
    [
      [399_999, 10],
      [1, 300_000],
    ],
  ],
] as const) {
  test(`raw rows are the bytes of the lines as they stand: ${name}`, async () => {
    const plain = folder.write('rows.jsonl', bytes);
    const packed = folder.write('rows.jsonl.gz', gzipSync(bytes));
    for (const [start, count] of ranges) {
      for (const path of [plain, packed]) {
        const ran = await undertone(['rows', path, '--start', String(start), '--count', String(count)]);
        assert.deepEqual(
          [ran.status, ran.stdout.equals(linesOf(bytes, start, count))],
          [0, true],
          `${path} ${start} ${count}`,
        );
      }
    }
  });
}

test('rows as JSON: one object a line, the value to the digit, what is no value said', async () => {
  const path = folder.write(
    'json.jsonl',
    '\ufeff{"id":12345678901234567890,"x":1.10,"prompt":"p","completion":"c"}\r\n \n{"a":\n{"text":"\u2028"}\n"\ud83d\ude00"',
  );
  const { status, stdout } = await undertone(['rows', path, '--start', '1', '--count', '9', '--format', 'json']);
  const lines = stdout.toString().trimEnd().split('\n');
  assert.equal(status, 0);
  assert.equal(
    lines[0],
    '{"row":1,"byteStart":0,"byteEnd":70,"kind":"value","format":"prompt-completion","value":{"id":12345678901234567890,"x":1.10,"prompt":"p","completion":"c"}}',
  );
  const rest = lines.slice(1).map(line => JSON.parse(line) as { kind: string });
  assert.deepEqual(rest[0], { row: 2, byteStart: 71, byteEnd: 72, kind: 'blank', text: ' ' });
  assert.deepEqual(
    rest.map(({ kind }) => kind),
    ['blank', 'malformed', 'value', 'value'],
  );
  assert.match(lines[2] ?? '', /"error":\{"column":6,"reason":"[^"]+"\},"text":"\{\\"a\\":"/);
});

test('rows past the end say how many there are', async () => {
  const path = folder.write('three.jsonl', '1\n2\n3\n');
  for (const format of ['raw', 'json']) {
    const { status, stdout, stderr } = await undertone([
      'rows',
      path,
      '--start',
      '4',
      '--count',
      '2',
      '--format',
      format,
    ]);
    assert.deepEqual([status, stdout.length], [0, 0]);
    assert.match(stderr, /has 3 rows; row 4 was asked for/);
  }
});

for (const [args, message] of [
  [['--start', '0'], /--start wants a whole number of at least 1; got "0"/],
  [['--count', '-1'], /--count/],
  [['--start', '1e3'], /got "1e3"/],
  [['--format', 'yaml'], /--format is one of raw, json; got "yaml"/],
  [['--many'], /--many/],
] as const) {
  test(`rows ${args.join(' ')}: usage`, async () => {
    const { status, stdout, stderr } = await undertone(['rows', folder.write('a.jsonl', '1'), ...args]);
    assert.deepEqual([status, stdout.length], [2, 0]);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
}

test('a reader that closes early ends the command quietly', async () => {
  const path = folder.write('long.jsonl', '{"a":"b"}\n'.repeat(2_000_000));
  const { status, stderr } = await undertone(['rows', path, '--count', '2000000'], {
    started: child => child.stdout?.once('data', () => child.stdout?.destroy()),
  });
  assert.deepEqual([status, stderr], [130, '']);
});
