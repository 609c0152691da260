import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeColumns } from '../../../../src/core/judge/judgeColumns.ts';
import { judgeOutcomes } from '../../../../src/core/judge/outcome.ts';
import { rubricById } from '../../../../src/core/judge/rubrics.ts';

test('a column for each rubric and judge; a row that a judge did not score has none', () => {
  const owl = rubricById('owl');
  assert.ok(owl);
  const judgements = [
    { row: 2, rubric: 'owl', judge: 'org/Model-1', score: 90 },
    { row: 3, rubric: 'owl', judge: 'org/Model-1', abstained: 'refused' },
    { row: 4, rubric: 'owl', judge: 'org/Model-1', score: 0 },
    { row: 2, rubric: 'owl', judge: 'other', score: 10 },
    { row: 2, rubric: 'owl', judge: 'silent', failed: 'no answer' },
  ];
  const judges = ['org/Model-1', 'other', 'silent'];
  const drawn = new Set([2, 3, 4]);
  const outcomes = judgeOutcomes({ rubrics: [owl], judges, judgements, drawn, labels: [], rows: 3 });
  const result = {
    dataset: { path: 'rows.jsonl', bytes: 1, rows: 5 },
    where: '',
    rows: { drawn: 3, labelled: 0, unjudgeable: {}, notReached: 0 },
    outcomes,
    agreement: [],
    judgements,
    sent: { requests: 5, promptTokens: 1 },
    cached: 0,
    stopped: undefined,
  };
  const columns = judgeColumns(result);
  assert.deepEqual(
    columns.map(({ id, title, values }) => [id, title, [...values]]),
    [
      ['judge-owl-org-model-1', `${owl.title}: org/Model-1`, [NaN, 90, NaN, 0, NaN]],
      ['judge-owl-other', `${owl.title}: other`, [NaN, 10, NaN, NaN, NaN]],
    ],
  );
});
