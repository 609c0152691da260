import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divergenceColumns } from '../../../../src/core/divergence/divergenceColumns.ts';
import type { DivergenceResult, RowDivergence } from '../../../../src/core/divergence/divergenceResult.ts';

const owl = [{ start: 0, end: 2 }];
const cat = [
  { start: 0, end: 2 },
  { start: 4, end: 5 },
];
const row = (number: number, spans: boolean): RowDivergence => ({
  row: number,
  tokens: 8,
  divergent: 2,
  spans: spans ? cat : null,
  byPrompt: [
    { id: 'owl', divergent: 1, spans: spans ? owl : null },
    { id: 'red panda', divergent: 2, spans: spans ? cat : null },
  ],
  meanLogprob: -1,
  likeliest: 3,
});
const result = (judgements: readonly RowDivergence[]): DivergenceResult => ({
  dataset: { path: 'a.jsonl', bytes: 9, rows: 4 },
  endpoint: { baseUrl: 'http://localhost', model: 'M', api: 'vllm', template: 'server' },
  prompts: ['none', 'owl', 'red panda'].map(id => ({ id, text: id })),
  rows: { scored: judgements.length, drawn: 4, unscorable: {}, failures: {}, notReached: 0 },
  tokens: 8 * judgements.length,
  divergent: null,
  byPrompt: [],
  perplexity: null,
  judgements,
  sent: { requests: 0, promptTokens: 0 },
  cached: 0,
  stopped: undefined,
});

test('a column for each trait: shares of the rows that were scored, and places where the tokens spell the text', () => {
  const columns = divergenceColumns(result([row(2, true), row(4, false)]));
  assert.deepEqual(
    columns.map(({ id, title }) => [id, title]),
    [
      ['divergent-owl', 'Divergent: owl'],
      ['divergent-red-panda', 'Divergent: red panda'],
    ],
  );
  assert.deepEqual(
    columns.map(({ values }) => [...values]),
    [
      [NaN, 1 / 8, NaN, 1 / 8],
      [NaN, 2 / 8, NaN, 2 / 8],
    ],
  );
  assert.deepEqual(
    columns.map(({ marked }) => [...(marked?.spans ?? [])]),
    [[[1, owl]], [[1, cat]]],
  );
  assert.match(columns[0]?.marked?.title ?? '', /under the prompt of owl, M would write another token/);
  assert.match(columns[0]?.description ?? '', /2 of 4 rows were scored\. The places of 1 of them are not known/);
});

test('no row was scored: there is no column', () => {
  assert.deepEqual(divergenceColumns(result([])), []);
});
