import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timeSpan } from '../../../../src/core/provenance/dates.ts';
import { releaseOf } from '../../../../src/core/provenance/modelDates.ts';

const spans: readonly (readonly [written: string, from: string, until: string])[] = [
  ['2025', '2025-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z'],
  ['2024-02', '2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
  ['2025-04-14', '2025-04-14T00:00:00.000Z', '2025-04-14T23:59:59.999Z'],
  ['2025-04-14/2025-05', '2025-04-14T00:00:00.000Z', '2025-05-31T23:59:59.999Z'],
  ['2025-04-14T10:00:00Z', '2025-04-14T10:00:00.000Z', '2025-04-14T10:00:00.000Z'],
  ['2025-04-14T10:00:00+02:00', '2025-04-14T08:00:00.000Z', '2025-04-14T08:00:00.000Z'],
  ['2025-04-14 10:00', '2025-04-13T20:00:00.000Z', '2025-04-15T00:00:00.000Z'],
  ['1744588800', '2025-04-14T00:00:00.000Z', '2025-04-14T00:00:00.000Z'],
];

describe('written dates', () => {
  for (const [written, from, until] of spans) {
    it(written, () => {
      const span = timeSpan(written);
      assert.deepEqual(span && [new Date(span.from).toISOString(), new Date(span.until).toISOString()], [from, until]);
    });
  }

  for (const written of [
    '',
    'spring',
    '2025-13',
    '2025-02-30',
    '14/04/2025',
    '2025-05/2025-04',
    '2025T10:00',
    '17446',
  ]) {
    it(`no date: ${JSON.stringify(written)}`, () => assert.equal(timeSpan(written), undefined));
  }
});

/** Names as providers and hubs write them → the first day. */
const releases: readonly (readonly [name: string, date: string | undefined])[] = [
  ['gpt-4.1-nano', '2025-04-14'],
  ['openai/gpt-4o', '2024-05-13'],
  ['gpt-4o-mini', '2024-07-18'],
  ['gpt-4o-2024-11-20', '2024-11-20'],
  ['ft:gpt-4.1-nano-2025-04-14:acme::A1', '2025-04-14'],
  ['gpt-4-turbo', '2023-03-14'],
  ['gpt-4.5-preview', '2025-02-27'],
  ['anthropic/claude-3-5-sonnet-20241022', '2024-10-22'],
  ['meta-llama/Meta-Llama-3-8B-Instruct', '2024-04-18'],
  ['meta-llama/Llama-3.1-8B', '2024-07-23'],
  ['llama3.1:8b-instruct-q4_K_M', '2024-07-23'],
  ['Qwen/Qwen2.5-7B-Instruct', '2024-09-19'],
  ['deepseek-ai/DeepSeek-R1', '2025-01-20'],
  ['gpt-4o1', undefined],
  ['acme/owl', undefined],
  ['', undefined],
];

describe('releases of models', () => {
  for (const [name, date] of releases) {
    it(`${name || 'nothing'}: ${date ?? 'not known'}`, () => {
      const release = releaseOf(name);
      assert.equal(release?.date, date);
      if (release) assert.match(release.source.url, /^https:\/\//);
    });
  }
});
