import { judgeAgreement, judgeOutcomes } from '../../core/judge/outcome.ts';
import type { JudgeResult, RowJudgement } from '../../core/judge/judgeResult.ts';
import type { Judgement } from '../../core/judge/readScore.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import type { Answer } from './endpoint.ts';
import type { JudgedRow, JudgePlan } from './judgePlan.ts';

export interface JudgeQuestion {
  readonly row: JudgedRow;
  readonly rubric: Rubric;
  readonly judge: string;
}

export interface AnsweredQuestion {
  readonly question: JudgeQuestion;
  readonly answer: Answer<Judgement>;
}

export const notAScore = 'an answer that is no score';

/** Row by row, so that what is done when a run ends is whole rows. */
export function questionsOf(plan: JudgePlan): readonly JudgeQuestion[] {
  return [...plan.labelled, ...plan.drawn].flatMap(row =>
    plan.rubrics.flatMap(rubric => plan.judges.map(judge => ({ row, rubric, judge }))),
  );
}

/** What answers come to, in whatever order they came. */
export function judgeResultOf(
  plan: JudgePlan,
  answered: readonly AnsweredQuestion[],
  run: Pick<JudgeResult, 'where' | 'local' | 'places' | 'weights' | 'sent' | 'cached' | 'stopped'>,
): JudgeResult {
  const judgements = answered.map(judgementOf).toSorted(byRow(plan));
  const drawn = new Set(plan.drawn.map(({ index }) => index + 1));
  const { rubrics, judges, labels } = plan;
  const rows = plan.drawn.length + plan.labelled.length;
  const judging = { rubrics, judges, labels, judgements, drawn, rows };
  const outcomes = judgeOutcomes(judging);
  return {
    ...run,
    dataset: plan.dataset,
    ...(plan.redactions && { redactions: plan.redactions }),
    ...(plan.leftOut && { leftOut: plan.leftOut }),
    rows: {
      drawn: plan.drawn.length,
      labelled: plan.labelled.length,
      unjudgeable: plan.unjudgeable,
      notReached: rows - wholeRows(judgements, rubrics.length * judges.length),
    },
    outcomes,
    agreement: judgeAgreement(judging),
    judgements,
  };
}

/** Rows that every judge was asked about under every rubric. */
function wholeRows(judgements: readonly RowJudgement[], perRow: number): number {
  const counts = new Map<number, number>();
  for (const { row } of judgements) counts.set(row, (counts.get(row) ?? 0) + 1);
  return [...counts.values()].filter(count => count === perRow).length;
}

function byRow({ rubrics, judges }: JudgePlan): (a: RowJudgement, b: RowJudgement) => number {
  const place = ({ rubric, judge }: RowJudgement): number =>
    rubrics.findIndex(({ id }) => id === rubric) * judges.length + judges.indexOf(judge);
  return (a, b) => a.row - b.row || place(a) - place(b);
}

function judgementOf({ question, answer }: AnsweredQuestion): RowJudgement {
  const { row, rubric, judge } = question;
  const about = { row: row.index + 1, rubric: rubric.id, judge };
  if ('problem' in answer) return { ...about, failed: answer.problem.reason };
  const { value } = answer;
  switch (value.kind) {
    case 'score':
      return { ...about, score: value.score, ...(value.reason !== undefined && { reason: value.reason }) };
    case 'abstained':
      return { ...about, abstained: value.why };
    case 'unreadable':
      return { ...about, failed: notAScore, reason: value.got };
  }
}
