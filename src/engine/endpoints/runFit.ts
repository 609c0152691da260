import { promptKey } from '../../core/fit/conversation.ts';
import type { FitResult } from '../../core/fit/fitReport.ts';
import { fitStatistic, type ScoredPair } from '../../core/fit/fitStatistic.ts';
import { fitVerdict } from '../../core/fit/fitVerdict.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { Budget } from './budget.ts';
import type { Asking } from './client.ts';
import { problemText, type Answer, type Problem } from './endpoint.ts';
import type { FitPlan, FitRow } from './fitPlan.ts';
import { requestsPerRow, type Scorer, type Template } from './scorer.ts';
import { placeOf, scorerOf, type Source } from './source.ts';
import { likelihoodAfter } from './tokenScores.ts';

export type FitRun = Source & {
  readonly template: Template;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** Rows that are done, of those to be sent. */
  readonly progress: (done: number, of: number) => void;
};

/** Prompt log-probabilities fill the server's memory with a row of the vocabulary per token. */
const atOnce = 4;
/** Rows that fail before any succeeds, after which the rest is not tried. */
const hopeless = 10;

interface Scored extends ScoredPair {
  readonly index: number;
  readonly cutOff: boolean;
}

/**
 * Carries out a plan that the user has agreed to. Rejects with `EndpointError` where the endpoint cannot be used, `DatasetError` where
 * the egress log cannot be written, the signal's reason where it was cancelled.
 */
export async function runFit(plan: FitPlan, run: FitRun): Promise<FitResult> {
  const { budget, signal, template } = run;
  const scorer = await scorerOf(run, { api: plan.api, template, budget }, signal);
  const { scored, failures, stopped } = await scoreRows(plan, scorer, run);
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const rows = { scored: scored.length, failed, cutOff: scored.filter(({ cutOff }) => cutOff).length };
  // In row order, so that the interval does not depend on which answer came first.
  const pairs = scored.toSorted((a, b) => a.index - b.index);
  const statistic = pairs.length > 1 ? fitStatistic(pairs, seededRandom(1)) : undefined;
  return {
    dataset: plan.dataset,
    endpoint: { ...placeOf(run), api: scorer.api, template: scorer.template },
    system: plan.system,
    sampling: { temperature: 1, ...plan.sampling },
    rows: {
      ...rows,
      drawn: plan.drawn,
      unscorable: plan.unscorable,
      ...(plan.leftOut && { leftOut: plan.leftOut }),
      failures,
      notReached: plan.chosen.length - scored.length - failed,
    },
    sent: budget.spent,
    stopped,
    statistic,
    verdict: fitVerdict(statistic, rows),
  };
}

interface Scores {
  readonly scored: readonly Scored[];
  readonly failures: Readonly<Record<string, number>>;
  readonly stopped: string | undefined;
}

async function scoreRows(plan: FitPlan, scorer: Scorer, { budget, signal, progress }: FitRun): Promise<Scores> {
  const scored: Scored[] = [];
  const failures: Record<string, number> = {};
  let failed = 0;
  let stopped: string | undefined;
  const queue = plan.chosen.values();
  const fail = (problem: Problem): void => {
    if (problem.kind === 'budget') stopped ??= problem.reason;
    else {
      failed++;
      failures[problem.reason] = (failures[problem.reason] ?? 0) + 1;
      if (problem.kind === 'endpoint') stopped ??= problemText(problem);
      else if (scored.length === 0 && failed >= hopeless) stopped ??= `the first ${failed} rows failed`;
    }
  };
  const work = async (): Promise<void> => {
    for (const row of queue) {
      if (stopped === undefined && !budget.allows(requestsPerRow[scorer.api])) stopped = 'the budget is used up';
      if (stopped !== undefined) return;
      const answer = await scoreRow(row, plan, scorer, { rows: [row.index + 1], signal }).catch((error: unknown) => {
        stopped = 'an error';
        throw error;
      });
      if ('problem' in answer) fail(answer.problem);
      else scored.push(answer.value);
      progress(scored.length + failed, plan.chosen.length);
    }
  };
  await allOrFirstError(Array.from({ length: atOnce }, work));
  return { scored, failures, stopped };
}

/** Waits for all, so that nothing is sent any more once this rejects. */
async function allOrFirstError(workers: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(workers);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

async function scoreRow(row: FitRow, plan: FitPlan, scorer: Scorer, asking: Asking): Promise<Answer<Scored>> {
  const { asked, completion, index } = row;
  const sample = await scorer.sample(asked, plan.sampling, plan.maxTokens, asking);
  if ('problem' in sample) return sample;
  const { promptIds, text, cutOff } = sample.value;
  const likelihood = async (answer: string): Promise<Answer<number>> => {
    const scores = await scorer.score(asked, answer, asking);
    return 'problem' in scores ? scores : likelihoodAfter(promptIds, scores.value);
  };
  const data = await likelihood(completion);
  if ('problem' in data) return data;
  const reference = await likelihood(text);
  if ('problem' in reference) return reference;
  const declared = plan.sampling.max_tokens !== undefined;
  const pair = { prompt: promptKey(asked), data: data.value, reference: reference.value };
  return { value: { ...pair, index, cutOff: cutOff && !declared } };
}
