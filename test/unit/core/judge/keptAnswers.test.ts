import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendingLines } from '../../../../src/core/judge/judgeReport.ts';

const sent = { requests: 3, promptTokens: 90 };
const judgedBy = (...judges: readonly string[]) => judges.map(judge => ({ judge }));

test('answers kept from earlier runs hold under a condition for each place where a judge answers', () => {
  const table = [
    [
      { outcomes: judgedBy('a') },
      /kept from earlier runs: 7; they hold while this address serves the same weights by this name$/,
    ],
    [
      { outcomes: judgedBy('a', 'b', 'a') },
      /: 7; they hold while this address serves the same weights by these names$/,
    ],
    [{ local: true, outcomes: judgedBy('a') }, /: 7; they hold for the same files of the model$/],
    [
      { places: ['editor'], outcomes: judgedBy('a') },
      /: 7; they hold while the editor offers the same model by this name$/,
    ],
    [
      { places: ['folder', 'server'], outcomes: judgedBy('a', 'b') },
      /: 7; they hold for the same files of the model; they hold while this address serves/,
    ],
  ] as const;
  for (const [asked, said] of table) assert.match(sendingLines({ sent, cached: 7, ...asked })[1] ?? '', said);
  assert.equal(sendingLines({ sent, cached: 0, outcomes: judgedBy('a') }).length, 1);
});
