import { fileName } from '../text/fileName.ts';
import { counted, number } from '../text/numbers.ts';
import { rowScoreColumns } from './rowScoreColumns.ts';
import type { RowScores } from './rowScores.ts';
import type { ProbeRun } from '../findings/probeRun.ts';
import { notTested } from '../findings/verdict.ts';

/** Numbers of rows from a file, as every probe is shown: without what they were held against there is no verdict. */
export function scoresProbeRun(scores: RowScores, path: string): ProbeRun {
  const columns = rowScoreColumns(scores);
  const rows = scores.columns[0]?.values.length ?? 0;
  const scored = Array.from({ length: rows }, (_, row) => row).filter(row =>
    scores.columns.some(({ values }) => !Number.isNaN(values[row])),
  ).length;
  const why =
    'The file holds numbers of rows, and not what they were held against: the report of the run that wrote it has the verdict.';
  return {
    kind: 'scores',
    asked: `scores of ${scores.probe} in ${fileName(path)}; ${number(scored)} of ${counted(rows, 'row')}`,
    parts: [{ verdict: notTested(why) }],
    facts: [
      { term: 'scores', text: path },
      ...columns.map(({ title, description }) => ({ term: title, text: description })),
    ],
    terms: [],
    limits: ['A row with a high score is not shown to carry anything: scores rank rows.'],
    scores: columns,
    report: undefined,
  };
}
