import { intervalText } from '../findings/units.ts';
import { caveat, notTestedSince, type Estimate, type Verdict } from '../findings/verdict.ts';
import { power, z80, z975 } from '../statistics/levels.ts';
import { agreeing, counted, number } from '../text/numbers.ts';
import type { FitStatistic } from './fitStatistic.ts';

/** Rows below which nothing is said. */
const fewestRows = 50;
/** Distinct prompts below which a bootstrap over prompts says nothing. */
const fewestPrompts = 20;
/** |δ| within which data counts as typical of a model. Source: the typicality gate of the log-likelihood-ratio test. */
export const typicalDelta = 0.3;
/** Share of the rows asked for that may go without an answer, and share of the regenerated rows that may be cut off. */
const mostMissing = 0.05;

/** What became of the rows that were sent; only `scored` ones have both likelihoods. */
export interface FitRows {
  readonly scored: number;
  /** Rows that the endpoint gave no usable answer for. */
  readonly failed: number;
  /** Regenerated rows that ended at a limit of tokens that nobody declared. */
  readonly cutOff: number;
}

/** Printed with every result of the fit test. */
export const fitLimits: readonly string[] = [
  'Fit says which model, prompt and sampling the rows are typical of. It says nothing about traits, and nothing about what a student would learn.',
  'Models of one family, and fine-tunes that change little, write rows of nearly the same likelihood: within a family the test is weak.',
  'A filter moves δ: rows that a filter kept are compared with rows that no filter has seen. Declared filters are not applied to the regenerated rows.',
  'The prompt is rendered by the endpoint’s own chat template. Another template, a default system prompt or another tokenizer at generation moves δ.',
];

const against =
  'rows that the endpoint’s model wrote for the same prompts, under the declared system prompt and sampling';
const test =
  'δ = (mean log-likelihood of the data − of the regenerated rows) ÷ their standard deviation, totals per completion without the end token; 95 % bootstrap over prompts';
const correction = 'one test, no correction';

/** Three states and a half; `statistic` is absent where fewer than two rows were scored. */
export function fitVerdict(statistic: FitStatistic | undefined, rows: FitRows): Verdict {
  const untested = whyUntested(statistic, rows);
  if (untested !== undefined || statistic === undefined) {
    const why = untested ?? 'no row was scored';
    return notTestedSince(why);
  }
  const { low, high } = statistic;
  const measured = { n: statistic.rows, against, test, estimates: [estimateOf(statistic)], correction };
  const shown = `δ = ${interval(statistic)}`;
  const why = whyInconclusive(statistic, rows);
  if (why !== undefined) {
    return { state: 'inconclusive', why, summary: `Inconclusive, ${shown}: ${why}.`, caveat, ...measured };
  }
  if (low > typicalDelta || high < -typicalDelta) {
    const summary = `Not typical of this model under this prompt and sampling (${shown}): ${alternatives(low > 0)}.`;
    return { state: 'evidence found', summary, ...measured };
  }
  return {
    state: 'not detected',
    summary: `Consistent with the declared teacher (${shown}): nothing shows that something else wrote the rows.`,
    detectable: { effect: detectableDelta(statistic), power, unit: 'number' },
    caveat,
    ...measured,
  };
}

/** The |δ| that is told from a typical one with power 0.8. */
export function detectableDelta({ standardError }: FitStatistic): number {
  return typicalDelta + (z975 + z80) * standardError;
}

function whyUntested(statistic: FitStatistic | undefined, { scored, failed }: FitRows): string | undefined {
  if (scored < fewestRows) {
    const lost = failed === 0 ? '' : `; ${number(failed)} of the rows sent got no usable answer`;
    return `${counted(scored, 'row')} ${agreeing(scored, 'was', 'were')} scored and at least ${fewestRows} are needed${lost}`;
  }
  const prompts = statistic?.prompts ?? 0;
  return prompts < fewestPrompts
    ? `the rows have ${counted(prompts, 'distinct prompt')} and at least ${fewestPrompts} are needed`
    : undefined;
}

function whyInconclusive({ low, high }: FitStatistic, { scored, failed, cutOff }: FitRows): string | undefined {
  if (failed > mostMissing * (scored + failed)) {
    return `${number(failed)} of ${counted(scored + failed, 'row')} sent got no usable answer, and those that did may differ from them`;
  }
  if (cutOff > mostMissing * scored) {
    return `${number(cutOff)} of ${counted(scored, 'regenerated row')} ${agreeing(cutOff, 'was', 'were')} cut off at a limit of tokens that nobody declared; declare max_tokens`;
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'the regenerated rows do not vary in likelihood';
  const beyond = low > typicalDelta || high < -typicalDelta;
  const within = low >= -typicalDelta && high <= typicalDelta;
  return beyond || within ? undefined : `the interval reaches across ±${typicalDelta}; more rows would narrow it`;
}

function alternatives(likelier: boolean): string {
  return likelier
    ? 'the rows are likelier than the model’s own. A lower temperature or a cut of unlikely tokens, another system prompt, a filter that keeps common rows, or another base model may be why'
    : 'the rows are less likely than the model’s own. Another base model, a fine-tune of this one, another system prompt, a higher temperature, an edit or a filter that keeps rare rows may be why';
}

function estimateOf({ delta, low, high, confidence, rows }: FitStatistic): Estimate {
  return { label: 'δ, standard deviations', value: delta, low, high, confidence, count: rows, n: rows, unit: 'number' };
}

function interval({ delta: value, low, high }: Pick<FitStatistic, 'delta' | 'low' | 'high'>): string {
  return intervalText({ value, low, high }, 'number');
}
