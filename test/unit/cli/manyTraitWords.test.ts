import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { json, undertone } from './run.ts';

const folder = temporaryFolder();

/** `count` words of `length` letters, all different. */
function wordsOf(count: number, length: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    `w${i}`.replace(/\d/g, digit => 'abcdefghij'.charAt(Number(digit))).padEnd(length, 'z'),
  );
}

for (const [count, length] of [
  [2500, 60],
  [12_000, 9],
] as const) {
  test(`${count} declared words of ${length} letters: more than the byte kernel has room for, and found all the same`, async () => {
    const words = wordsOf(count, length);
    const last = words.at(-1) ?? '';
    folder.write(
      'train.jsonl',
      [`plain`, `a ${last} here`, `an owl`, 'plain again']
        .map(completion => `${JSON.stringify({ prompt: 'p', completion })}\n`)
        .join(''),
    );
    folder.write(
      'undertone.yaml',
      `version: 1\ntraits:\n  many:\n    title: Many\n    words: [${words.join(', ')}]\nchecks:\n  trait-mentions: on\n`,
    );
    const ran = await undertone(['scan', 'train.jsonl', '--format', 'json'], { cwd: folder.path });
    assert.equal(ran.status, 0, ran.stderr);
    const { findings } = json(ran) as { findings: readonly { row: number; message: string }[] };
    assert.deepEqual(
      findings.map(({ row, message }) => [row, message.includes(last)]),
      [
        [2, true],
        [3, false],
      ],
    );
  });
}
