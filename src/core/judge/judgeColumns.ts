import type { JudgeResult } from './judgeResult.ts';
import { rubricById } from './rubric.ts';
import type { ScoreColumn } from '../columns/column.ts';

/** The scores of each judge under each rubric as a column of the dataset's rows; NaN where it gave none. */
export function judgeColumns({ judgements, outcomes, dataset }: JudgeResult): readonly ScoreColumn[] {
  return outcomes.flatMap(({ rubric: id, judge }) => {
    const values = new Float64Array(dataset.rows).fill(NaN);
    let scored = 0;
    for (const { row, rubric, judge: who, score } of judgements) {
      if (rubric !== id || who !== judge || score === undefined) continue;
      values[row - 1] = score;
      scored++;
    }
    if (scored === 0) return [];
    const title = rubricById(id)?.title ?? id;
    return [
      {
        id: `judge-${id}-${judge}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        title: `${title}: ${judge}`,
        unit: 'of 100',
        description: `What ${judge} scored the row under the rubric ${title}, from 0 to 100; ${scored} of ${dataset.rows} rows have a score.`,
        values,
      },
    ];
  });
}
