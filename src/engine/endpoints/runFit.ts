import { promptKey } from '../../core/asking/conversation.ts';
import type { FitResult } from '../../core/fit/fitResult.ts';
import { fitStatistic, type ScoredPair } from '../../core/fit/fitStatistic.ts';
import { fitVerdict } from '../../core/fit/fitVerdict.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { AnswerCache } from './answerCache.ts';
import { AskQueue } from './askQueue.ts';
import type { Budget } from './budget.ts';
import type { Asking } from './client.ts';
import type { Answer } from './endpoint.ts';
import type { FitPlan, FitRow } from './fitPlan.ts';
import { LikelihoodScorer } from './likelihoods.ts';
import type { Template } from './scorer.ts';
import { placeOf, scorerOf, type Source } from './source.ts';

export type FitRun = Source & {
  readonly template: Template;
  readonly budget: Budget;
  readonly cache: Pick<AnswerCache, 'get' | 'put' | 'hits'>;
  readonly signal: AbortSignal;
  /** To abort it ends the run with what was scored until then; absent: the run rejects. */
  readonly endedBy?: AbortSignal;
  /** Rows that are done, of those to be sent. */
  readonly progress: (done: number, of: number) => void;
};

/** Prompt log-probabilities fill the server's memory with a row of the vocabulary per token. */
const atOnce = 4;

interface Scored extends ScoredPair {
  readonly index: number;
  readonly cutOff: boolean;
}

/**
 * Carries out a plan that the user has agreed to. Rejects with `EndpointError` where the endpoint cannot be used, `DatasetError` where
 * log or cache cannot be written, the signal's reason where it was cancelled: the cache has what was answered until then.
 */
export async function runFit(plan: FitPlan, run: FitRun): Promise<FitResult> {
  const { budget, cache, signal, template, progress } = run;
  const scorer = await scorerOf(run, { api: plan.api, template, budget }, signal);
  const likelihoods = new LikelihoodScorer(scorer, cache);
  const queue = new AskQueue({ atOnce, ...(run.endedBy && { endedBy: run.endedBy }) });
  const answers = await queue.each(
    plan.chosen,
    row => scoreRow(row, plan, likelihoods, { rows: [row.index + 1], signal }),
    done => progress(done, plan.chosen.length),
  );
  const scored = answers.filter(answer => answer !== undefined);
  const { failed, failures, stopped } = queue;
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
    cached: cache.hits,
    stopped,
    statistic,
    verdict: fitVerdict(statistic, rows),
  };
}

async function scoreRow(
  row: FitRow,
  plan: FitPlan,
  likelihoods: LikelihoodScorer,
  asking: Asking,
): Promise<Answer<Scored>> {
  const { asked, completion, index } = row;
  const sample = await likelihoods.sample(index, asked, plan.sampling, plan.maxTokens, asking);
  if ('problem' in sample) return sample;
  const { promptIds, text, cutOff } = sample.value;
  const data = await likelihoods.behind(promptIds, { asked, completion }, asking);
  if ('problem' in data) return data;
  const reference = await likelihoods.behind(promptIds, { asked, completion: text }, asking);
  if ('problem' in reference) return reference;
  const declared = plan.sampling.max_tokens !== undefined;
  const pair = { prompt: promptKey(asked), data: data.value, reference: reference.value };
  return { value: { ...pair, index, cutOff: cutOff && !declared } };
}
