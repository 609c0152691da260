import { termLines, type Term } from '../findings/terms.ts';
import { caveat, withoutState, type Verdict } from '../findings/verdict.ts';
import { fileName } from '../provenance/words.ts';
import { inert, reasonsText } from '../report/words.ts';
import { counted, decimal, number } from '../text/numbers.ts';
import { limitsWith, modelLines, type AskedModel } from './askedModel.ts';
import type { Sampling } from './declared.ts';
import { leftOutLines, type LeftOut } from './leftOut.ts';
import type { FitStatistic } from './fitStatistic.ts';
import { fitLimits, type FitRows } from './fitVerdict.ts';

/** One fit test as it ended. */
export interface FitResult {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly endpoint: AskedModel;
  /** Undefined: the rows' own system prompts stood. Empty: none was sent. */
  readonly system: string | undefined;
  readonly sampling: Sampling;
  readonly rows: FitRows & {
    /** Rows drawn at random and looked at. */
    readonly drawn: number;
    /** Of these, rows that hold nothing to score, by reason. */
    readonly unscorable: Readonly<Record<string, number>>;
    /** Absent: nothing was to be left out. */
    readonly leftOut?: LeftOut;
    /** Rows that were sent and got no usable answer, by reason. */
    readonly failures: Readonly<Record<string, number>>;
    /** Rows that were to be sent and were not. */
    readonly notReached: number;
  };
  readonly sent: { readonly requests: number; readonly promptTokens: number };
  /** Answers of earlier runs that were taken in place of asking. */
  readonly cached: number;
  /** Why not every row was reached, where that is so. */
  readonly stopped: string | undefined;
  readonly statistic: FitStatistic | undefined;
  readonly verdict: Verdict;
}

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

/** What the report explains. */
export const fitTerms: readonly Term[] = ['δ, fit', 'nats', '[low, high]', 'power 0.8'];

export function fitJson(result: FitResult): string {
  const { system, stopped, statistic, ...rest } = result;
  const fit = { version, ...rest, system: system ?? null, stopped: stopped ?? null, statistic: statistic ?? null };
  return `${JSON.stringify({ ...fit, limits: limitsOf(result) }, undefined, 2)}\n`;
}

export function fitText(result: FitResult): string {
  const { dataset, verdict } = result;
  const limits = limitsOf(result).map(limit => `  - ${limit}`);
  return `${[dataset.path, `  ${verdict.summary}`, ...factLines(result).map(line => `  ${line}`), ...limits, `  ${caveat}`].join('\n')}\n`;
}

export function fitMarkdown(result: FitResult): string {
  const { dataset, verdict } = result;
  const facts = factLines(result).map(line => `- ${inert(line)}`);
  const limits = limitsOf(result).map(limit => `- ${inert(limit)}`);
  const parts = [
    `# Fit of the teacher: ${inert(fileName(dataset.path))}`,
    `**${verdict.state}** · ${inert(withoutState(verdict))}`,
    '## What was measured',
    facts.join('\n'),
    '## What the words mean',
    termLines(fitTerms)
      .map(line => `- ${inert(line)}`)
      .join('\n'),
    '## What this does not say',
    limits.join('\n'),
    caveat,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What the result does not say. */
export function limitsOf({ endpoint }: Pick<FitResult, 'endpoint'>): readonly string[] {
  return limitsWith(endpoint.weights, fitLimits);
}

function factLines(result: FitResult): readonly string[] {
  const { verdict } = result;
  return [
    ...askedLines(result),
    ...('against' in verdict ? [`against: ${verdict.against}`, `test: ${verdict.test}; ${verdict.correction}`] : []),
    ...('detectable' in verdict
      ? [`a |δ| of ${decimal(verdict.detectable.effect)} would have been seen with power ${verdict.detectable.power}`]
      : []),
    sentText(result.endpoint.api, result.sent),
    ...keptLines(result.endpoint.api, result.cached),
  ];
}

/** Who was asked about what, and how. */
export function askedLines({
  endpoint,
  system,
  sampling,
  rows,
  stopped,
  statistic,
  dataset,
}: FitResult): readonly string[] {
  const drawn = Object.entries(sampling).map(([name, value]) => `${name} ${value}`);
  return [
    ...modelLines(endpoint),
    `system prompt: ${systemText(system)}`,
    `sampling: ${drawn.join(', ')}`,
    `rows: ${number(rows.scored)} scored of ${number(rows.drawn)} drawn from ${number(dataset.rows)}${reasonsText(rows.unscorable, 'not scorable')}${reasonsText(rows.failures, 'failed')}`,
    ...leftOutLines(rows.leftOut),
    ...(rows.notReached > 0
      ? [`stopped: ${stopped ?? 'cancelled'}; ${number(rows.notReached)} rows were not reached`]
      : []),
    ...(rows.cutOff > 0 ? [`regenerated rows cut off at the limit of tokens: ${number(rows.cutOff)}`] : []),
    ...(statistic ? [likelihoods(statistic)] : []),
  ];
}

function likelihoods({ dataMean, referenceMean, referenceSd, prompts }: FitStatistic): string {
  const mean = `mean log-likelihood per completion: data ${decimal(dataMean)}, regenerated ${decimal(referenceMean)} nats`;
  return `${mean} (standard deviation ${decimal(referenceSd)}; ${counted(prompts, 'distinct prompt')})`;
}

/** What left the machine. */
export function sentText(api: string, { requests, promptTokens }: FitResult['sent']): string {
  return api === 'onnx'
    ? 'sent: nothing leaves the machine'
    : `sent: ${counted(requests, 'request')}, ${counted(promptTokens, 'prompt token')}`;
}

/** Answers that an earlier run was given; nothing where there were none. */
export function keptLines(api: string, cached: number): readonly string[] {
  if (cached === 0) return [];
  const holds =
    api === 'onnx' ? 'for the same files of the model' : 'while this address serves the same weights by this name';
  return [`answers kept from earlier runs: ${number(cached)}; they hold ${holds}`];
}

export function systemText(system: string | undefined): string {
  if (system === undefined) return 'as each row has it';
  return system === '' ? 'none' : JSON.stringify(system);
}
