import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { likeLines } from './likeRows.ts';
import { nastyFile } from '../../engine/nastyRows.ts';
import { everyCheck, plain, scanSliced } from '../scan/scanning.ts';
import { checks } from '../../../../src/core/checks/registry.ts';
import { formats } from '../../../../src/core/dataset/formats/registry.ts';
import { plainKernel } from '../../../../src/core/kernel/plainKernel.ts';
import type { RowKernel } from '../../../../src/core/kernel/rowKernel.ts';
import { planScan } from '../../../../src/core/recipe/plan.ts';
import type { ScanPlan } from '../../../../src/core/scan/plan.ts';

const kernel = plainKernel();
const newline = Buffer.from('\n');

function agrees(bytes: Uint8Array, plan: ScanPlan, cuts: readonly number[] = []): void {
  assert.deepEqual(plain(scanSliced(bytes, cuts, plan, { kernel })), plain(scanSliced(bytes, cuts, plan)));
}

for (const limit of [1000, 1]) {
  test(`rows read by their shapes come to what they come to parsed, with ${limit} findings kept`, () => {
    const plan = everyCheck(limit);
    fc.assert(
      fc.property(likeLines, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.nat(), (rows, end, last, cut) => {
        const parts = rows.flatMap(row => [row, Buffer.from(end)]);
        agrees(Buffer.concat(last ? parts : parts.slice(0, -1)), plan, [cut]);
      }),
      { numRuns: 150 },
    );
  });
}

test('so they do with any options of the checks', () => {
  const plans = [
    { 'trait-mentions': { fields: 'everything', traits: ['owl'] } },
    { 'number-sequence': { leniency: 'lenient', maxValue: 500, bannedNumbers: [2] } },
    { 'trait-words': { fields: 'everything', leetspeak: true }, 'banned-numbers': { texts: 'any', list: 'gpt' } },
    { 'trait-words': { writing: 'plain' }, 'code-rows': { match: 'words' }, truncated: { endings: 'sentences' } },
    {
      'trait-words': { translations: true },
      unicode: { fields: 'everything' },
      length: { maxCharacters: 9, maxTokens: 3 },
    },
    { 'harmful-lexicon': { fields: 'everything' }, refusal: { look: 'boilerplate' }, length: { minWords: 2 } },
  ].map(settings => planScan({ only: checks.map(({ id }) => id), settings, maxFindingsPerCheck: 3 }).plan);
  for (const plan of plans) {
    assert.ok(plan);
    fc.assert(
      fc.property(likeLines, rows => agrees(Buffer.concat(rows.flatMap(row => [row, newline])), plan)),
      { numRuns: 40 },
    );
  }
});

test('rows of every format but those that compare texts are read by their shapes', () => {
  const rowsOf = (format: (typeof formats)[number]): readonly Buffer[] =>
    format.examples.flatMap(example => [1, 2, 3].map(() => Buffer.from(`${JSON.stringify(example)}\n`)));
  const parsedOnly = formats.filter(format => {
    let matched = 0;
    const counting: RowKernel = {
      ...kernel,
      readRows(start, end, asked, noted) {
        const notes = kernel.readRows(start, end, asked, noted);
        matched += kernel.memory.newlines;
        return notes;
      },
    };
    scanSliced(Buffer.concat(rowsOf(format)), [], everyCheck(), { kernel: counting });
    return matched === 0;
  });
  assert.deepEqual(
    parsedOnly.map(({ id }) => id),
    ['preference', 'distilabel'],
  );
});

test('a file of nasty rows, twice over and longer than the kernel has room for', () => {
  const long = Buffer.from(`{"text":"${'a'.repeat(600_000)} owl"}\n`);
  const short = Buffer.from('{"text":"an owl"}\n{"text":"1, 2"}\n\n\n{"text":"é"}\n');
  agrees(Buffer.concat([nastyFile(), newline, nastyFile(), newline, long, short, long, long, short]), everyCheck(100));
});

test('rows of a different shape each: no more is learned than pays', () => {
  const rows = Array.from({ length: 2000 }, (_, i) => `{"k${i}":1,"prompt":"p","completion":"${i}"}`);
  const like = Array.from({ length: 2000 }, (_, i) => `{"id":${i},"prompt":"p${i}","completion":"owl ${i}"}`);
  agrees(Buffer.from([...rows, ...like, ...rows].join('\n')), everyCheck(100));
});

const real = new URL('../../../../../shared/data/formats/', import.meta.url);
const skip = fs.existsSync(real) ? false : `SKIPPED, real data is absent: ${real.pathname}`;

test('real data of every format', { skip }, () => {
  for (const file of fs.readdirSync(real)) agrees(fs.readFileSync(new URL(file, real)), everyCheck(100), [7]);
});
