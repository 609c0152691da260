import { judgeAgreement, judgeOutcomes } from '../../core/judge/outcome.ts';
import type { JudgeResult, RowJudgement } from '../../core/judge/judgeResult.ts';
import type { Judgement } from '../../core/judge/readScore.ts';
import type { Rubric } from '../../core/judge/rubric.ts';
import { chatJudge, decisionsJudge, type AskJudge, type JudgeApi } from './askJudge.ts';
import type { Budget } from './budget.ts';
import { EndpointClient } from './client.ts';
import type { EgressLog } from './egressLog.ts';
import { problemText, type Answer, type Endpoint } from './endpoint.ts';
import type { JudgedRow, JudgePlan } from './judgePlan.ts';

export interface JudgeRun {
  readonly endpoint: Omit<Endpoint, 'model'>;
  readonly api: JudgeApi;
  /** Undefined: the server's own. */
  readonly temperature: number | undefined;
  readonly budget: Budget;
  readonly egress: Pick<EgressLog, 'append'>;
  readonly signal: AbortSignal;
  /** Questions that are done, of those to be asked. */
  readonly progress: (done: number, of: number) => void;
  readonly atOnce?: number;
  readonly timeoutMs?: number;
  readonly retries?: number;
}

/** Questions that fail before any succeeds, after which the rest is not tried. */
const hopeless = 10;

interface Question {
  readonly row: JudgedRow;
  readonly rubric: Rubric;
  readonly judge: string;
  readonly ask: AskJudge;
}

/**
 * Carries out a plan that the user has agreed to. What was judged before a budget, a refusal or the user ended the run is kept; what
 * was not reached is counted. Rejects with `DatasetError` where the egress log cannot be written.
 */
export async function runJudge(plan: JudgePlan, run: JudgeRun): Promise<JudgeResult> {
  const { endpoint, budget } = run;
  const { judgements, stopped } = await askAll(questionsOf(plan, run), run);
  // In row order, whichever answer came first.
  const sorted = judgements.toSorted(
    (a, b) =>
      a.row - b.row ||
      order(
        plan.rubrics.map(({ id }) => id),
        a.rubric,
        b.rubric,
      ) ||
      order(plan.judges, a.judge, b.judge),
  );
  const drawn = new Set(plan.drawn.map(({ index }) => index + 1));
  const { rubrics, judges, labels } = plan;
  const judging = { rubrics, judges, labels, judgements: sorted, drawn };
  const reached = new Set(sorted.map(({ row }) => row)).size;
  return {
    dataset: plan.dataset,
    endpoint: endpoint.baseUrl,
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

function order(names: readonly string[], a: string, b: string): number {
  return names.indexOf(a) - names.indexOf(b);
}

/** Row by row, so that what is done when a run ends is whole rows. */
function questionsOf(plan: JudgePlan, run: JudgeRun): readonly Question[] {
  const { timeoutMs = 120_000, retries = 4, endpoint, budget, egress, api, temperature } = run;
  const judges = plan.judges.map(judge => {
    const client = new EndpointClient({
      endpoint: { ...endpoint, model: judge },
      budget,
      egress,
      timeoutMs,
      retries,
    });
    return { judge, ask: api === 'chat' ? chatJudge(client, { temperature }) : decisionsJudge(client) };
  });
  return [...plan.labelled, ...plan.drawn].flatMap(row =>
    plan.rubrics.flatMap(rubric => judges.map(each => ({ row, rubric, ...each }))),
  );
}

interface Asked {
  readonly judgements: readonly RowJudgement[];
  readonly stopped: string | undefined;
}

async function askAll(questions: readonly Question[], run: JudgeRun): Promise<Asked> {
  const { budget, signal, progress, atOnce = 8 } = run;
  const judgements: RowJudgement[] = [];
  let failed = 0;
  let stopped: string | undefined;
  const queue = questions.values();
  const work = async (): Promise<void> => {
    for (const question of queue) {
      if (signal.aborted) stopped ??= 'cancelled';
      else if (!budget.allows(1)) stopped ??= 'the budget is used up';
      if (stopped !== undefined) return;
      const answer = await askOne(question, signal);
      if (answer === undefined) continue;
      const problem = 'problem' in answer ? answer.problem : undefined;
      if (problem?.kind === 'budget') {
        stopped ??= problem.reason;
        return;
      }
      const judgement = judgementOf(question, answer);
      judgements.push(judgement);
      if (judgement.failed !== undefined) failed++;
      if (problem?.kind === 'endpoint') stopped ??= problemText(problem);
      else if (failed === judgements.length && failed >= hopeless) {
        const why = problem ? problemText(problem) : (judgement.failed ?? '');
        stopped ??= `the first ${failed} questions failed (${why})`;
      }
      progress(judgements.length, questions.length);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: atOnce }, work));
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return { judgements, stopped };
}

/** Undefined: the user ended it. */
async function askOne({ ask, rubric, row }: Question, signal: AbortSignal): Promise<Answer<Judgement> | undefined> {
  try {
    return await ask(rubric, row, { rows: [row.index + 1], signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
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
      return { ...about, failed: 'an answer that is no score', reason: value.got };
  }
}
