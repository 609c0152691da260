import { systemText } from '../../core/report/runWords.ts';
import { counted, number } from '../../core/text/numbers.ts';
import type { CandidatePrompt } from '../../core/llr/prompts.ts';
import type { LeaveOut } from '../../core/asking/leftOut.ts';
import { estimatePrompt, estimateTokens, estimateTurn, type Limits } from '../endpoints/budget.ts';
import { trial } from '../endpoints/connect.ts';
import { cacheLine, endpointText, limitLines, unmaskedLines } from '../endpoints/consent.ts';
import { planFit, type FitPlan } from '../endpoints/fitPlan.ts';
import { mostRequests, requestsPerScore, type ServerApi } from '../endpoints/scorer.ts';
import { staysHere } from '../endpoints/source.ts';
import type { Asked } from '../localModel/withSource.ts';
import type { OpenDataset } from '../openDataset.ts';

export const defaultDivergenceRows = 200;

export interface DivergenceOptions {
  readonly rows: number;
  readonly traits: readonly Pick<CandidatePrompt, 'name' | 'system'>[];
  /** The prompt that carries no trait; empty: no system message. */
  readonly none: string;
  readonly api: ServerApi | 'auto';
  readonly leaveOut?: LeaveOut | undefined;
  readonly seed: number;
}

export interface DivergencePlan
  extends
    Pick<DivergenceOptions, 'api' | 'seed'>,
    Pick<FitPlan, 'dataset' | 'drawn' | 'unscorable' | 'leftOut' | 'chosen'> {
  /** The first carries no trait. */
  readonly prompts: readonly { readonly id: string; readonly text: string }[];
  readonly estimate: Limits;
}

/** Draws rows at random, the same for the same file, and reckons what scoring them takes. Sends nothing. */
export async function planDivergence(
  dataset: Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>,
  { rows, traits, none, api, leaveOut, seed }: DivergenceOptions,
  signal: AbortSignal,
): Promise<DivergencePlan> {
  const plan = await planFit(dataset, { rows, system: '', sampling: {}, api, leaveOut }, signal);
  const prompts = [{ id: 'none', text: none }, ...traits.map(({ name, system }) => ({ id: name, text: system }))];
  const perScore = mostRequests(requestsPerScore, api);
  // The prompt alone, then a score under each.
  const perRow = 1 + prompts.length * perScore;
  const system = Math.max(...prompts.map(({ text }) => estimateTurn(text)));
  const tokens = plan.chosen.reduce(
    (sum, { asked, completion }) => sum + estimatePrompt(asked) + system + estimateTokens(completion),
    0,
  );
  return {
    api,
    seed,
    dataset: plan.dataset,
    drawn: plan.drawn,
    unscorable: plan.unscorable,
    ...(plan.leftOut && { leftOut: plan.leftOut }),
    chosen: plan.chosen,
    prompts,
    estimate: {
      requests: trial.requests + perRow * plan.chosen.length,
      promptTokens: trial.promptTokens + perRow * tokens,
    },
  };
}

/** What a person has to know before a run, a line each. */
export function divergenceLines(
  plan: DivergencePlan,
  asked: Asked,
  limits: Limits,
  folders: { readonly log: string; readonly cache: string | undefined },
): readonly string[] {
  const { chosen, dataset, prompts, estimate } = plan;
  const [none, ...traits] = prompts;
  const rows = `Rows: ${number(chosen.length)} of ${number(dataset.rows)}, drawn at random`;
  const systems = `System prompts: ${traits.map(({ id }) => id).join(', ')}; without a trait: ${systemText(none?.text)}`;
  if ('folder' in asked) return [`Model: ${asked.folder}`, rows, systems, cacheLine(folders.cache), staysHere];
  return [
    `Endpoint: ${endpointText(asked.endpoint)}`,
    `Model: ${asked.endpoint.model}`,
    rows,
    'Fields: the messages up to the last answer, and that answer; no system prompt of the row, no other column',
    ...unmaskedLines(plan.leftOut),
    systems,
    `Estimate: up to ${counted(estimate.requests, 'request')}, about ${counted(estimate.promptTokens, 'prompt token')}; nothing is written anew`,
    ...limitLines(limits, folders.log),
    cacheLine(folders.cache),
  ];
}
