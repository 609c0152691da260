import { answeredOf, type Answered } from '../../core/asking/conversation.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import { leftOutLines, LeftOutCount, type LeaveOut, type LeftOut } from '../../core/asking/leftOut.ts';
import { randomOrder } from '../../core/statistics/randomOrder.ts';
import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Row } from '../../core/dataset/row.ts';
import { reasonsText } from '../../core/report/words.ts';
import { isObject } from '../../core/json/value.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import type { OpenDataset } from '../openDataset.ts';
import { estimatePrompt, estimateTokens, estimateTurn, type Limits } from './budget.ts';
import { trial } from './connect.ts';
import { EndpointError } from './endpoint.ts';
import { mostRequests, requestsPerRow, type ServerApi } from './scorer.ts';

export const defaultRows = 200;

export interface FitOptions {
  readonly rows: number;
  /** Undefined: the rows' own system prompts stand. Empty: none is sent. */
  readonly system: string | undefined;
  readonly sampling: Sampling;
  readonly api: ServerApi | 'auto';
  /** Rows that are not sent. */
  readonly leaveOut?: LeaveOut | undefined;
  /** What of a row is sent; both otherwise. */
  readonly sends?: 'prompt';
}

export interface FitRow extends Answered {
  /** From 0. */
  readonly index: number;
}

/** What a fit test would send: nothing has been sent yet. */
export interface FitPlan extends FitOptions {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly chosen: readonly FitRow[];
  /** Rows looked at. */
  readonly drawn: number;
  readonly unscorable: Readonly<Record<string, number>>;
  /** Absent: nothing was to be left out. */
  readonly leftOut?: LeftOut;
  /** Tokens that a regenerated row may have, where nothing is declared. */
  readonly maxTokens: number;
  /** Estimates for the whole run, without repeated attempts. */
  readonly estimate: Limits;
}

/** Rows looked at for each row wanted, before a dataset counts as one without rows to score. */
const looksPerRow = 5;
export const longestRow = 256 * 1024;

/** Draws rows at random, the same for the same file, and reckons what testing them takes. Sends nothing. */
export async function planFit(
  dataset: Pick<OpenDataset, 'path' | 'bytes' | 'indexed' | 'rows'>,
  options: FitOptions,
  signal: AbortSignal,
): Promise<FitPlan> {
  const total = await dataset.indexed(signal);
  const chosen: FitRow[] = [];
  const unscorable: Record<string, number> = {};
  const left = new LeftOutCount(options.leaveOut);
  let drawn = 0;
  for (const index of randomOrder(total, seededRandom(1))) {
    if (chosen.length === options.rows || drawn === options.rows * looksPerRow) break;
    drawn++;
    const [row] = await dataset.rows(index, 1, { signal, maxRowBytes: longestRow });
    const read = readAnswered(row, options.system);
    if ('why' in read) unscorable[read.why] = (unscorable[read.why] ?? 0) + 1;
    else if (!left.leavesOut(textsSent(read, options))) chosen.push({ index, ...read });
  }
  if (chosen.length === 0) throw new EndpointError(noRowText(dataset.path, { total, unscorable, ...left.told }));
  const longest = chosen.reduce((most, { completion }) => Math.max(most, estimateTokens(completion)), 0);
  const maxTokens = Math.max(256, 4 * longest);
  return {
    ...options,
    dataset: { path: dataset.path, bytes: dataset.bytes, rows: total },
    chosen,
    drawn,
    unscorable,
    ...left.told,
    maxTokens,
    estimate: estimate(chosen, options.api),
  };
}

/** Why nobody is asked about a dataset. */
function noRowText(
  path: string,
  { total, unscorable, leftOut }: Pick<FitPlan, 'unscorable' | 'leftOut'> & { readonly total: number },
): string {
  if (total === 0) return `${path} has no rows: there is nothing to ask about.`;
  const why = [...leftOutLines(leftOut), reasonsText(unscorable, 'rows that cannot be asked about').slice(2)];
  const next = 'A row with a prompt and an answer to it was expected.';
  return `${path} has no row that a model can be asked about (${why.filter(Boolean).join('; ')}). ${next}`;
}

/** Twice the estimate, so that repeated attempts and longer answers have room. */
export function defaultLimits({ estimate: { requests, promptTokens } }: Pick<FitPlan, 'estimate'>): Limits {
  return { requests: 2 * requests, promptTokens: 2 * promptTokens };
}

function textsSent({ asked, completion }: Answered, { sends }: FitOptions): readonly string[] {
  const prompt = asked.map(({ content }) => content);
  return sends === 'prompt' ? prompt : [...prompt, completion];
}

/** What a row asks and answers, or why it cannot be sent. */
export function readAnswered(row: Row | undefined, system: string | undefined): Answered | { readonly why: string } {
  if (row?.content === undefined) return { why: 'longer than 256 kB' };
  if (row.content.kind !== 'value') return { why: row.content.kind };
  const { value } = row.content;
  const format = formatOf(value);
  return format && isObject(value) ? answeredOf(format.normalise(value), system) : { why: 'of no known format' };
}

function estimate(chosen: readonly FitRow[], api: ServerApi | 'auto'): Limits {
  const perRow = mostRequests(requestsPerRow, api);
  let { promptTokens } = trial;
  for (const { asked, completion } of chosen) {
    // Each request once: prompts alone, and twice with a completion.
    promptTokens += perRow * estimatePrompt(asked) + Math.ceil((perRow * 2) / 3) * estimateTurn(completion);
  }
  return { requests: trial.requests + perRow * chosen.length, promptTokens };
}
