import { clusteredShare, fewestRows } from '../../core/divergence/clusteredShare.ts';
import { divergentTokens, tokenSpans } from '../../core/divergence/divergence.ts';
import type { DivergenceResult, RowDivergence } from '../../core/divergence/divergenceResult.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { AnswerCache } from '../endpoints/answerCache.ts';
import type { Budget } from '../endpoints/budget.ts';
import type { Answer } from '../endpoints/endpoint.ts';
import { AskQueue } from '../endpoints/askQueue.ts';
import type { FitRow } from '../endpoints/fitPlan.ts';
import type { Template } from '../endpoints/scorer.ts';
import { placeOf, scorerOf, type Source } from '../endpoints/source.ts';
import type { DivergencePlan } from './divergencePlan.ts';
import { CompletionTokens, type LikelyCompletion } from './completionTokens.ts';

export type DivergenceRun = Source & {
  readonly template: Template;
  readonly budget: Budget;
  readonly cache: Pick<AnswerCache, 'get' | 'put' | 'hits'>;
  readonly signal: AbortSignal;
  /** To abort it ends the run with what was scored until then; absent: the run rejects. */
  readonly endedBy?: AbortSignal;
  readonly atOnce: number;
  readonly progress: (done: number, of: number) => void;
};

/**
 * Carries out a plan that the user has agreed to. Rejects with `EndpointError` where the endpoint cannot be used, `DatasetError` where
 * log or cache cannot be written, the signal's reason where it was cancelled.
 */
export async function runDivergence(plan: DivergencePlan, run: DivergenceRun): Promise<DivergenceResult> {
  const { template, budget, cache, signal, atOnce, progress } = run;
  const scorer = await scorerOf(run, { api: plan.api, template, budget }, signal);
  const tokens = new CompletionTokens(scorer, cache);
  const queue = new AskQueue({ atOnce, ...(run.endedBy && { endedBy: run.endedBy }) });
  const systems = plan.prompts.map(({ text }) => text);
  const answers = await queue.each(
    plan.chosen,
    async (row): Promise<Answer<ScoredRow>> => {
      const answer = await tokens.under(systems, row, { rows: [row.index + 1], signal });
      return 'problem' in answer ? answer : { value: { row, under: answer.value } };
    },
    done => progress(done, plan.chosen.length),
  );
  const scored = answers.filter(answer => answer !== undefined).toSorted((a, b) => a.row.index - b.row.index);
  return {
    dataset: plan.dataset,
    endpoint: { ...placeOf(run), api: scorer.api, template: scorer.template },
    prompts: plan.prompts,
    rows: {
      scored: scored.length,
      drawn: plan.drawn,
      unscorable: plan.unscorable,
      ...(plan.leftOut && { leftOut: plan.leftOut }),
      failures: queue.failures,
      notReached: plan.chosen.length - scored.length - queue.failed,
    },
    ...measured(scored, plan),
    judgements: scored.map(row => judgementOf(row, plan)),
    sent: budget.spent,
    cached: cache.hits,
    stopped: queue.stopped,
  };
}

interface ScoredRow {
  readonly row: FitRow;
  /** By prompt, the one without a trait first. */
  readonly under: readonly LikelyCompletion[];
}

/** Shares of tokens, with their intervals over rows. */
function measured(
  scored: readonly ScoredRow[],
  { prompts, seed }: DivergencePlan,
): Pick<DivergenceResult, 'tokens' | 'divergent' | 'byPrompt' | 'perplexity'> {
  const lengthOf = ({ under }: ScoredRow): number => under[0]?.tokens.length ?? 0;
  const share = (countOf: (row: ScoredRow) => number) =>
    clusteredShare(
      scored.map(row => ({ count: countOf(row), of: lengthOf(row) })),
      seededRandom(seed),
    );
  const tokens = scored.reduce((sum, row) => sum + lengthOf(row), 0);
  if (scored.length < fewestRows) return { tokens, divergent: null, byPrompt: [], perplexity: null };
  const against = (k: number) => share(({ under }) => divergentTokens(tokensOf([under[0], under[k]])).length);
  return {
    tokens,
    divergent: share(({ under }) => divergentTokens(tokensOf(under)).length),
    byPrompt: prompts.slice(1).map(({ id }, k) => ({ id, divergent: against(k + 1) })),
    perplexity: {
      nats: share(({ under }) => -logprobOf(under[0])),
      likeliest: share(({ under }) => likeliestOf(under[0])),
    },
  };
}

function judgementOf({ row, under }: ScoredRow, { prompts }: DivergencePlan): RowDivergence {
  const [none] = under;
  const places = none?.texts && tokenSpans(none.texts, row.completion);
  const divergence = (completions: readonly (LikelyCompletion | undefined)[]) => {
    const at = divergentTokens(tokensOf(completions));
    return { spans: places ? at.flatMap(position => places[position] ?? []) : null, divergent: at.length };
  };
  const count = none?.tokens.length ?? 0;
  return {
    row: row.index + 1,
    tokens: count,
    ...divergence(under),
    byPrompt: prompts.slice(1).map(({ id }, k) => ({ id, ...divergence([none, under[k + 1]]) })),
    meanLogprob: logprobOf(none) / count,
    likeliest: likeliestOf(none),
  };
}

function tokensOf(under: readonly (LikelyCompletion | undefined)[]) {
  return under.map(completion => completion?.tokens ?? []);
}

function logprobOf(completion: LikelyCompletion | undefined): number {
  return (completion?.tokens ?? []).reduce((sum, { logprob }) => sum + logprob, 0);
}

function likeliestOf(completion: LikelyCompletion | undefined): number {
  return (completion?.tokens ?? []).filter(({ id, likeliest }) => id === likeliest).length;
}
