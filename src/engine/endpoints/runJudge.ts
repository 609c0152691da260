import type { Weights } from '../../core/asking/askedModel.ts';
import type { JudgeResult } from '../../core/judge/judgeResult.ts';
import type { Judgement } from '../../core/judge/readScore.ts';
import { isObject, type JsonValue } from '../../core/json/value.ts';
import { AskQueue } from './askQueue.ts';
import type { Budget } from './budget.ts';
import type { Answer } from './endpoint.ts';
import type { Judge } from './judge.ts';
import type { JudgeCache } from './judgeCache.ts';
import type { JudgePlan } from './judgePlan.ts';
import { judgeResultOf, notAScore, questionsOf, type JudgeQuestion } from './judgeQuestions.ts';

export interface JudgeRun {
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** Questions that are done, of those to be asked. */
  readonly progress: (done: number, of: number) => void;
  /** Questions under way together; 8 otherwise. */
  readonly atOnce?: number;
  /** Who is asked, for the report: the address of a server, or a folder. */
  readonly where: string;
  /** A model of this machine is asked. */
  readonly local?: true;
  /** Where the judges answer, where that is not one server or this machine. */
  readonly places?: JudgeResult['places'];
  /** What that model was computed from. */
  readonly weights?: Weights;
  /** How a judge of the plan is asked. */
  readonly judge: (name: string) => Judge;
  /** Undefined: answers are not kept. */
  readonly cache?: Pick<JudgeCache, 'answer' | 'hits'> | undefined;
}

/**
 * Carries out a plan that the user has agreed to. What was judged before a budget, a refusal or the user ended the run is kept; what
 * was not reached is counted. What an earlier run was answered is not asked again. Rejects with `DatasetError` where the egress log or
 * the cache cannot be written.
 */
export async function runJudge(plan: JudgePlan, run: JudgeRun): Promise<JudgeResult> {
  const judges = new Map(plan.judges.map(name => [name, run.judge(name)]));
  const failure = (value: Judgement): string | undefined => (value.kind === 'unreadable' ? notAScore : undefined);
  const { signal } = run;
  const ask = ({ judge: name, rubric, row }: JudgeQuestion): Promise<Answer<Judgement>> => {
    const judge = judges.get(name) ?? run.judge(name);
    const score = (): Promise<Answer<Judgement>> => judge.score(rubric, row, { rows: [row.index + 1], signal });
    const about = [rubric.id, rubric.predicate ?? null, rubric.question(row)];
    return run.cache ? run.cache.answer(name, about, { read: readKept, ask: score, good: isJudgement }) : score();
  };
  const questions = questionsOf(plan);
  const queue = judgeQueue(run);
  const progress = (done: number): void => run.progress(done, questions.length);
  const answers = await queue.answers(questions, ask, { progress, failure, ...byJudge(plan) });
  const answered = questions.flatMap((question, i) => {
    const answer = answers[i];
    return answer ? [{ question, answer }] : [];
  });
  return judgeResultOf(plan, answered, {
    where: run.where,
    ...(run.local && { local: true }),
    ...(run.places && { places: run.places }),
    ...(run.weights && { weights: run.weights }),
    sent: run.budget.spent,
    cached: run.cache?.hits ?? 0,
    stopped: queue.stopped,
  });
}

/** What was answered before a budget or the user ends a run of judges is kept. */
export function judgeQueue({ signal, atOnce = 8 }: JudgeRun): AskQueue {
  return new AskQueue({ atOnce, endedBy: signal, of: 'questions' });
}

/** What stops one of several judges does not stop the others. */
export function byJudge({ judges }: Pick<JudgePlan, 'judges'>): {
  readonly whom?: (question: { readonly judge: string }) => string;
} {
  return judges.length > 1 ? { whom: ({ judge }) => judge } : {};
}

/** An answer that cannot be read is asked for again. */
function isJudgement({ kind }: Judgement): boolean {
  return kind !== 'unreadable';
}

/** A judgement that was kept. */
function readKept(stored: JsonValue): Judgement | undefined {
  if (!isObject(stored)) return undefined;
  const { kind, score, reason, why } = stored;
  if (kind === 'abstained' && typeof why === 'string') return { kind, why };
  if (kind !== 'score' || typeof score !== 'number') return undefined;
  return { kind, score, ...(typeof reason === 'string' && { reason }) };
}
