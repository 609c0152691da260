import type { AskedModel } from '../../core/asking/askedModel.ts';
import { promptKey } from '../../core/asking/conversation.ts';
import type { LeftOut } from '../../core/asking/leftOut.ts';
import type { CandidatePrompt } from '../../core/llr/prompts.ts';
import { carrierScores, probeLlr, type LlrInput, type LlrProbe } from '../../core/llr/probe.ts';
import { clusterByPrompt, type ScoreTable } from '../../core/llr/scoreTable.ts';
import { tableFrom, type ScoredRow } from '../../core/llr/scoredRows.ts';
import { seededRandom, shuffled } from '../../core/statistics/random.ts';
import type { AnswerCache } from './answerCache.ts';
import { AskQueue } from './askQueue.ts';
import type { Budget, Limits } from './budget.ts';
import type { Asking } from './client.ts';
import { rowProblem, type Answer } from './endpoint.ts';
import type { FitRow } from './fitPlan.ts';
import { LikelihoodScorer, withSystem } from './likelihoods.ts';
import { keptBest, type LlrPlan } from './llrPlan.ts';
import type { Template } from './scorer.ts';
import { placeOf, scorerOf, type Source } from './source.ts';
import { counted } from '../../core/text/numbers.ts';

export type LlrPhase = 'screening' | 'scoring' | 'regenerating' | 'neutral control';

export type LlrRun = Source & {
  readonly template: Template;
  readonly budget: Budget;
  readonly cache: Pick<AnswerCache, 'get' | 'put' | 'hits'>;
  readonly signal: AbortSignal;
  /** To abort it ends the run with what was scored until then; absent: the run rejects. */
  readonly endedBy?: AbortSignal;
  /** Rows that are done in a phase, of those to be asked about, and what was sent until then. */
  readonly progress: (phase: LlrPhase, done: number, of: number, sent: Limits) => void;
  /** Requests under way together; 4 otherwise: log-probabilities of prompts fill a server's memory. */
  readonly atOnce?: number;
};

export interface LlrRunResult {
  /** Undefined: no row was scored under every prompt. */
  readonly probe: LlrProbe | undefined;
  readonly tables:
    | {
        readonly scores: ScoreTable;
        readonly reference: ScoreTable | undefined;
        readonly neutral: ScoreTable | undefined;
      }
    | undefined;
  /** By row of the dataset, from 0. */
  readonly carriers: Float64Array | undefined;
  readonly endpoint: AskedModel;
  readonly rows: {
    readonly drawn: number;
    readonly unscorable: Readonly<Record<string, number>>;
    readonly leftOut?: LeftOut;
    readonly screened: number;
    readonly scored: number;
    readonly failures: Readonly<Record<string, number>>;
    readonly notReached: number;
  };
  readonly sent: Limits;
  /** Answers of earlier runs that were taken in place of asking. */
  readonly cached: number;
  /** Why not every row was reached, where that is so. */
  readonly stopped: string | undefined;
}

/**
 * Carries out a plan that the user has agreed to. Rejects with `EndpointError` where the endpoint cannot be used, `DatasetError` where
 * log or cache cannot be written, the signal's reason where it was cancelled: the cache has what was answered until then.
 */
export async function runLlr(plan: LlrPlan, run: LlrRun): Promise<LlrRunResult> {
  const { budget, signal, template, cache, atOnce = 4 } = run;
  const scorer = await scorerOf(run, { api: plan.api, template, budget }, signal);
  const queue = new AskQueue({ atOnce, ...(run.endedBy && { endedBy: run.endedBy }) });
  const steps = new Steps(plan, run, new LikelihoodScorer(scorer, cache), queue);
  const kept = await steps.screen();
  const failedBefore = queue.failed;
  const scored = await steps.score(kept);
  const notReached = plan.tested.length - scored.length - (queue.failed - failedBefore);
  const winner = bestOf(scored, kept);
  const reference = winner ? await steps.regenerate('regenerating', plan.tested, kept, winner.system) : [];
  const few = plan.tested.slice(0, plan.neutralRows);
  const neutral = winner ? await steps.regenerate('neutral control', few, kept, plan.none) : [];
  const { stopped, failures } = queue;
  const input = inputOf(plan, { kept, scored, reference, neutral }, run, queue);
  const probe = input && probeLlr(input);
  return {
    probe,
    tables: input && { scores: input.data, reference: input.reference, neutral: input.neutral },
    carriers: input && probe && carrierScores(input, probe.candidate, plan.dataset.rows),
    endpoint: { ...placeOf(run), api: scorer.api, template: scorer.template },
    rows: {
      drawn: plan.drawn,
      unscorable: plan.unscorable,
      ...(plan.leftOut && { leftOut: plan.leftOut }),
      screened: plan.screening.length,
      scored: scored.length,
      failures,
      notReached,
    },
    sent: budget.spent,
    cached: cache.hits,
    stopped,
  };
}

/** The requests of one run, phase by phase. */
class Steps {
  readonly #plan: LlrPlan;
  readonly #run: LlrRun;
  readonly #scorer: LikelihoodScorer;
  readonly #queue: AskQueue;

  constructor(plan: LlrPlan, run: LlrRun, scorer: LikelihoodScorer, queue: AskQueue) {
    this.#plan = plan;
    this.#run = run;
    this.#scorer = scorer;
    this.#queue = queue;
  }

  /** The candidates to go on with: the likeliest of rows that are not tested, and others drawn at random. */
  async screen(): Promise<readonly CandidatePrompt[]> {
    const { candidates, screening, kept, seed } = this.#plan;
    if (screening.length === 0) return candidates.slice(0, kept);
    const rows = await this.#each('screening', screening, row => this.#scoreRow(row, row.completion, candidates));
    const best = candidates
      .map((candidate, k) => ({ candidate, sum: rows.reduce((sum, { values }) => sum + (values[k] ?? NaN), 0) }))
      .toSorted((a, b) => b.sum - a.sum)
      .slice(0, keptBest)
      .map(({ candidate }) => candidate);
    const others = shuffled(candidates, seededRandom(seed)).filter(candidate => !best.includes(candidate));
    const chosen = new Set([...best, ...others.slice(0, kept - best.length)]);
    return candidates.filter(candidate => chosen.has(candidate));
  }

  score(kept: readonly CandidatePrompt[]): Promise<readonly ScoredRow[]> {
    return this.#each('scoring', this.#plan.tested, row => this.#scoreRow(row, row.completion, kept));
  }

  /** Rows that the model writes for the same prompts under a system prompt, scored like the others. */
  regenerate(phase: LlrPhase, rows: readonly FitRow[], kept: readonly CandidatePrompt[], system: string) {
    const { sampling, maxTokens } = this.#plan;
    return this.#each(phase, rows, async (row): Promise<Answer<ScoredRow>> => {
      const asking = this.#asking(row);
      const sample = await this.#scorer.sample(row.index, withSystem(system, row.asked), sampling, maxTokens, asking);
      if ('problem' in sample) return sample;
      if (sample.value.cutOff && sampling.max_tokens === undefined) {
        return rowProblem('a regenerated row was cut off at a limit of tokens that nobody declared');
      }
      return this.#scoreRow(row, sample.value.text, kept);
    });
  }

  async #scoreRow(row: FitRow, completion: string, kept: readonly CandidatePrompt[]): Promise<Answer<ScoredRow>> {
    const systems = [this.#plan.none, ...kept.map(({ system }) => system)];
    const answer = await this.#scorer.under(systems, { asked: row.asked, completion }, this.#asking(row));
    if ('problem' in answer) return answer;
    const [none = NaN, ...values] = answer.value.values;
    return { value: { row: row.index + 1, tokens: answer.value.tokens, none, values } };
  }

  #asking({ index }: FitRow): Asking {
    return { rows: [index + 1], signal: this.#run.signal };
  }

  async #each(phase: LlrPhase, rows: readonly FitRow[], ask: (row: FitRow) => Promise<Answer<ScoredRow>>) {
    const { progress, budget } = this.#run;
    const values = await this.#queue.each(rows, ask, done => progress(phase, done, rows.length, budget.spent));
    return values.filter(value => value !== undefined);
  }
}

function bestOf(rows: readonly ScoredRow[], kept: readonly CandidatePrompt[]): CandidatePrompt | undefined {
  if (rows.length === 0) return undefined;
  const sums = kept.map((_, k) => rows.reduce((sum, { values }) => sum + (values[k] ?? NaN), 0));
  return kept[sums.indexOf(Math.max(...sums))];
}

interface Scored {
  readonly kept: readonly CandidatePrompt[];
  readonly scored: readonly ScoredRow[];
  readonly reference: readonly ScoredRow[];
  readonly neutral: readonly ScoredRow[];
}

function inputOf(
  plan: LlrPlan,
  { kept, scored, reference, neutral }: Scored,
  run: LlrRun,
  queue: AskQueue,
): LlrInput | undefined {
  if (scored.length === 0) return undefined;
  const names = kept.map(({ name }) => name);
  const prompts = promptsByRow(plan);
  const { table: data, remark } = clusterByPrompt(tableFrom(scored, names), prompts);
  // One row says nothing of a spread.
  const beside = (rows: readonly ScoredRow[]): ScoreTable | undefined =>
    rows.length < 2 ? undefined : clusterByPrompt(tableFrom(rows, names), prompts).table;
  const [written, control] = [beside(reference), beside(neutral)];
  const missing = plan.tested.length - scored.length;
  const families = Object.fromEntries(
    Object.entries(plan.families)
      .map(([name, members]) => [name, members.filter(member => names.includes(member))] as const)
      .filter(([, members]) => members.length > 0),
  );
  return {
    data,
    ...(written && { reference: written }),
    ...(control && { neutral: control }),
    families,
    seed: plan.seed,
    model: placeOf(run).model,
    ...((queue.failed > 0 || missing > 0) && {
      missing: {
        rows: Math.max(queue.failed, missing),
        why: [...Object.keys(queue.failures), ...(queue.stopped === undefined ? [] : [queue.stopped])].join('; '),
        // Rows come in random order, so that those which were not reached are like the others.
        atRandom: queue.failed === 0,
      },
    }),
    remarks: [
      ...(remark === undefined ? [] : [remark]),
      ...(plan.screening.length > 0
        ? [
            `${kept.length} of ${plan.candidates.length} candidates were kept after ${counted(plan.screening.length, 'other row')}.`,
          ]
        : []),
      ...(plan.none === ''
        ? [
            'No system message was sent for "no prompt": a chat template may put one of its own there, and then that is the null.',
          ]
        : []),
      'Declared filters are not applied to the regenerated rows.',
    ],
  };
}

function promptsByRow({ tested, dataset }: LlrPlan): Uint32Array {
  const known = new Map<string, number>();
  const numbers = Uint32Array.from({ length: dataset.rows }, (_, i) => i);
  for (const { index, asked } of tested) {
    const key = promptKey(asked);
    const number = known.get(key) ?? index;
    known.set(key, number);
    numbers[index] = number;
  }
  return numbers;
}
