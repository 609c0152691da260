import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import type { Judgement } from '../../core/judge/readScore.ts';
import { askEach, type AskEachRun } from './askEach.ts';
import type { Answer } from './endpoint.ts';
import type { Judge } from './judge.ts';
import type { JudgePlan } from './judgePlan.ts';
import { judgeResultOf, notAScore, questionsOf, type JudgeQuestion } from './judgeQuestions.ts';

export interface JudgeRun extends AskEachRun {
  /** Who is asked, for the report: the address of a server. */
  readonly where: string;
  /** How a judge of the plan is asked. */
  readonly judge: (name: string) => Judge;
}

/**
 * Carries out a plan that the user has agreed to. What was judged before a budget, a refusal or the user ended the run is kept; what
 * was not reached is counted. Rejects with `DatasetError` where the egress log cannot be written.
 */
export async function runJudge(plan: JudgePlan, run: JudgeRun): Promise<JudgeResult> {
  const judges = new Map(plan.judges.map(name => [name, run.judge(name)]));
  const failure = (value: Judgement): string | undefined => (value.kind === 'unreadable' ? notAScore : undefined);
  const ask = ({ judge: name, rubric, row }: JudgeQuestion, signal: AbortSignal): Promise<Answer<Judgement>> => {
    const judge = judges.get(name) ?? run.judge(name);
    return judge.score(rubric, row, { rows: [row.index + 1], signal });
  };
  const { answered, stopped } = await askEach(questionsOf(plan), ask, failure, run);
  return judgeResultOf(plan, answered, { where: run.where, sent: run.budget.spent, stopped });
}
