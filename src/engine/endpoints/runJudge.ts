import { judgeAgreement, judgeOutcomes } from '../../core/judge/outcome.ts';
import type { JudgeResult, RowJudgement } from '../../core/judge/judgeResult.ts';
import type { Judgement } from '../../core/judge/readScore.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import { askEach, type AskEachRun } from './askEach.ts';
import type { Judge } from './judge.ts';
import type { Answer } from './endpoint.ts';
import type { JudgedRow, JudgePlan } from './judgePlan.ts';

export interface JudgeRun extends AskEachRun {
  /** Who is asked, for the report: the address of a server. */
  readonly where: string;
  /** How a judge of the plan is asked. */
  readonly judge: (name: string) => Judge;
}

const notAScore = 'an answer that is no score';

interface Question {
  readonly row: JudgedRow;
  readonly rubric: Rubric;
  readonly judge: string;
  readonly ask: Judge;
}

/**
 * Carries out a plan that the user has agreed to. What was judged before a budget, a refusal or the user ended the run is kept; what
 * was not reached is counted. Rejects with `DatasetError` where the egress log cannot be written.
 */
export async function runJudge(plan: JudgePlan, run: JudgeRun): Promise<JudgeResult> {
  const { where, budget } = run;
  const failure = (value: Judgement): string | undefined => (value.kind === 'unreadable' ? notAScore : undefined);
  const ask = ({ ask: judge, rubric, row }: Question, signal: AbortSignal): Promise<Answer<Judgement>> =>
    judge.score(rubric, row, { rows: [row.index + 1], signal });
  const questions = questionsOf(plan, run);
  const places = new Map(questions.map((question, place) => [question, place]));
  const placeOf = (question: Question): number => places.get(question) ?? 0;
  const { answered, stopped } = await askEach(questions, ask, failure, run);
  // By row, whichever answer came first.
  const sorted = answered
    .toSorted((a, b) => a.question.row.index - b.question.row.index || placeOf(a.question) - placeOf(b.question))
    .map(({ question, answer }) => judgementOf(question, answer));
  const drawn = new Set(plan.drawn.map(({ index }) => index + 1));
  const { rubrics, judges, labels } = plan;
  const judging = { rubrics, judges, labels, judgements: sorted, drawn };
  const reached = new Set(sorted.map(({ row }) => row)).size;
  return {
    dataset: plan.dataset,
    where,
    rows: {
      drawn: plan.drawn.length,
      labelled: plan.labelled.length,
      unjudgeable: plan.unjudgeable,
      notReached: plan.drawn.length + plan.labelled.length - reached,
    },
    outcomes: judgeOutcomes(judging),
    agreement: judgeAgreement(judging),
    judgements: sorted,
    sent: budget.spent,
    stopped,
  };
}

/** Row by row, so that what is done when a run ends is whole rows. */
function questionsOf(plan: JudgePlan, run: JudgeRun): readonly Question[] {
  const judges = plan.judges.map(name => ({ judge: name, ask: run.judge(name) }));
  return [...plan.labelled, ...plan.drawn].flatMap(row =>
    plan.rubrics.flatMap(rubric => judges.map(each => ({ row, rubric, ...each }))),
  );
}

function judgementOf({ row, rubric, judge }: Question, answer: Answer<Judgement>): RowJudgement {
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
