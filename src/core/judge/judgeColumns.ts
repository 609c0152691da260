import type { JudgeResult } from './judgeResult.ts';
import { rubricById } from './rubrics.ts';
import type { ScoreColumn } from '../columns/column.ts';
import type { RowScores } from '../scores/rowScores.ts';
import { agreeing, counted, number } from '../text/numbers.ts';

/** The scores of each judge under each rubric as a column of the dataset's rows; NaN where it gave none. */
export function judgeColumns(result: JudgeResult): readonly ScoreColumn[] {
  return scoredBy(result).map(({ rubric, judge, values, scored }) => {
    const title = rubricById(rubric)?.title ?? rubric;
    return {
      id: `judge-${rubric}-${judge}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
      title: `${title}: ${judge}`,
      description: `What ${judge} scored the row under the rubric ${title}, from 0 to 100; ${number(scored)} of ${counted(values.length, 'row')} ${agreeing(scored, 'has', 'have')} a score.`,
      values,
    };
  });
}

/** The same as a file of scores holds it: by rubric, with the judge's name where there are several. */
export function judgeScores(result: JudgeResult): RowScores {
  const several = new Set(result.outcomes.map(({ judge }) => judge)).size > 1;
  const columns = scoredBy(result).map(({ rubric, judge, values }) => ({
    name: several ? `${rubric}: ${judge}` : rubric,
    values,
  }));
  return { probe: 'judge', columns };
}

/** Of judges that scored a row. */
function scoredBy({ judgements, outcomes, dataset }: JudgeResult) {
  return outcomes.flatMap(({ rubric: id, judge }) => {
    const values = new Float64Array(dataset.rows).fill(NaN);
    let scored = 0;
    for (const { row, rubric, judge: who, score } of judgements) {
      if (rubric !== id || who !== judge || score === undefined) continue;
      values[row - 1] = score;
      scored++;
    }
    return scored === 0 ? [] : [{ rubric: id, judge, values, scored }];
  });
}
