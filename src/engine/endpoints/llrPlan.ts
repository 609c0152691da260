import { samplingText, systemText } from '../../core/report/runWords.ts';
import { counted, number } from '../../core/text/numbers.ts';
import type { Families } from '../../core/llr/families.ts';
import type { CandidatePrompt } from '../../core/llr/prompts.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import type { LeaveOut } from '../../core/asking/leftOut.ts';
import type { OpenDataset } from '../openDataset.ts';
import { estimatePrompt, estimateTurn, type Limits } from './budget.ts';
import { trial } from './connect.ts';
import { cacheLine, unmaskedLines, endpointText, limitLines } from './consent.ts';
import type { Endpoint } from './endpoint.ts';
import { planFit, type FitPlan, type FitRow } from './fitPlan.ts';
import { mostRequests, requestsPerScore, type ServerApi } from './scorer.ts';
import { staysHere } from './source.ts';

export const defaultLlrRows = 1000;

export interface LlrOptions {
  /** Rows to be tested, beside those of the screening. */
  readonly rows: number;
  readonly candidates: readonly CandidatePrompt[];
  readonly families: Families;
  /** The prompt that carries no trait; empty: no system message. */
  readonly none: string;
  readonly sampling: Sampling;
  readonly api: ServerApi | 'auto';
  readonly leaveOut?: LeaveOut | undefined;
  readonly seed: number;
}

/** What a probe would send: nothing has been sent yet. */
export interface LlrPlan
  extends LlrOptions, Pick<FitPlan, 'dataset' | 'drawn' | 'unscorable' | 'leftOut' | 'maxTokens'> {
  /** Rows on which all candidates are compared first; none where there are few candidates. */
  readonly screening: readonly FitRow[];
  readonly tested: readonly FitRow[];
  /** Candidates that the tested rows are scored under. */
  readonly kept: number;
  /** Rows that the model writes anew without a trait. */
  readonly neutralRows: number;
  readonly estimate: Limits;
}

/** Of candidates after the screening: the likeliest, and others to be beaten. */
export const keptBest = 5;
const keptOthers = 15;
const screeningRows = 200;
const neutralRows = 200;

/** Draws rows at random, the same for the same file, and reckons what the probe takes. Sends nothing. */
export async function planLlr(
  dataset: Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>,
  options: LlrOptions,
  signal: AbortSignal,
): Promise<LlrPlan> {
  const { candidates, rows, sampling, api, leaveOut } = options;
  const kept = Math.min(candidates.length, keptBest + keptOthers);
  const wanted = kept < candidates.length ? screeningRows : 0;
  const drawn = await planFit(dataset, { rows: rows + wanted, system: '', sampling, api, leaveOut }, signal);
  // Of a small dataset the screening takes a fifth: what it chooses may not be tested on the same rows.
  const screened = Math.min(wanted, Math.floor(drawn.chosen.length / 5));
  const [screening, tested] = [drawn.chosen.slice(0, screened), drawn.chosen.slice(screened)];
  const plan = {
    ...options,
    dataset: drawn.dataset,
    drawn: drawn.drawn,
    unscorable: drawn.unscorable,
    ...(drawn.leftOut && { leftOut: drawn.leftOut }),
    maxTokens: drawn.maxTokens,
    screening,
    tested,
    kept,
    neutralRows: Math.min(neutralRows, tested.length),
  };
  return { ...plan, estimate: estimate(plan) };
}

function estimate({
  api,
  candidates,
  screening,
  tested,
  kept,
  neutralRows: neutral,
  none,
}: Omit<LlrPlan, 'estimate'>): Limits {
  const perScore = mostRequests(requestsPerScore, api);
  const system = Math.max(...[none, ...candidates.map(({ system: text }) => text)].map(estimateTurn));
  // The prompt alone and a drawn answer, then a score under each prompt and under none.
  const requestsOf = (prompts: number): number => 1 + perScore + perScore * (prompts + 1);
  const tokensOf = ({ asked, completion }: FitRow): number => estimatePrompt(asked) + system + estimateTurn(completion);
  const mean = (rows: readonly FitRow[]): number =>
    rows.reduce((sum, row) => sum + tokensOf(row), 0) / (rows.length || 1);
  const first = screening.length * requestsOf(candidates.length);
  const rest = (2 * tested.length + neutral) * requestsOf(kept);
  return {
    requests: trial.requests + first + rest,
    promptTokens: trial.promptTokens + Math.ceil(first * mean(screening) + rest * mean(tested)),
  };
}

/** What a person has to know before anything is sent, a line each. */
export function llrConsentLines(
  plan: LlrPlan,
  endpoint: Endpoint,
  limits: Limits,
  folders: { readonly log: string; readonly cache: string | undefined },
): readonly string[] {
  const { requests, promptTokens } = plan.estimate;
  return [
    `Endpoint: ${endpointText(endpoint)}`,
    `Model: ${endpoint.model}`,
    rowsLine(plan),
    'Fields: the messages up to the last answer, and that answer; no system prompt of the row, no other column',
    ...unmaskedLines(plan.leftOut),
    ...promptLines(plan),
    `Estimate: up to ${counted(requests, 'request')}, about ${counted(promptTokens, 'prompt token')}`,
    ...limitLines(limits, folders.log),
    cacheLine(folders.cache),
  ];
}

/** What a probe on this machine does, a line each. */
export function localLlrLines(plan: LlrPlan, folder: string, cache: string | undefined): readonly string[] {
  return [`Model: ${folder}`, rowsLine(plan), ...promptLines(plan), cacheLine(cache), staysHere];
}

function rowsLine({ screening, tested, dataset }: LlrPlan): string {
  const first = screening.length > 0 ? `; ${number(screening.length)} of them to choose among the candidates` : '';
  return `Rows: ${number(screening.length + tested.length)} of ${number(dataset.rows)}, drawn at random${first}`;
}

function promptLines({ candidates, none, sampling, tested, neutralRows: neutral }: LlrPlan): readonly string[] {
  const named = candidates.filter(({ decoy }) => !decoy).map(({ name }) => name);
  return [
    `System prompts: ${candidates.length}, for ${named.join(', ')} and ${counted(candidates.length - named.length, 'decoy')}; without a trait: ${systemText(none)}`,
    `Written anew: ${counted(tested.length, 'answer')} under the winner’s prompt, ${neutral} without a trait; sampling: ${samplingText(sampling)}`,
  ];
}
