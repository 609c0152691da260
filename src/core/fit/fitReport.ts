import type { Term } from '../findings/terms.ts';
import { withoutState } from '../findings/verdict.ts';
import {
  bullets,
  closingParts,
  keptLines,
  notReachedLines,
  scoredText,
  runText,
  samplingText,
  sentText,
  systemText,
} from '../report/runWords.ts';
import { inert } from '../report/words.ts';
import { fileName } from '../text/fileName.ts';
import { counted, decimal, number } from '../text/numbers.ts';
import { limitsWith, modelLines } from '../asking/askedModel.ts';
import type { FitResult } from './fitResult.ts';
import { leftOutLines } from '../asking/leftOut.ts';
import type { FitStatistic } from './fitStatistic.ts';
import { fitLimits } from './fitVerdict.ts';
import { toJson } from '../json/toJson.ts';

/** Of the JSON below; grows when a field changes its meaning or goes. */
const version = 1;

/** What the report explains. */
export const fitTerms: readonly Term[] = ['δ, fit', 'nats', '[low, high]', 'power 0.8'];

export function fitJson(result: FitResult): string {
  const { system, stopped, statistic, ...rest } = result;
  const fit = { version, ...rest, system: system ?? null, stopped: stopped ?? null, statistic: statistic ?? null };
  return toJson({ ...fit, limits: limitsOf(result) });
}

export function fitText(result: FitResult): string {
  const { dataset, verdict } = result;
  return runText(dataset.path, { said: [verdict.summary], facts: factLines(result), limits: limitsOf(result) });
}

export function fitMarkdown(result: FitResult): string {
  const { dataset, verdict } = result;
  const parts = [
    `# Fit of the teacher: ${inert(fileName(dataset.path))}`,
    `**${verdict.state}** · ${inert(withoutState(verdict))}`,
    '## What was measured',
    bullets(factLines(result)),
    ...closingParts(fitTerms, limitsOf(result)),
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
    ...sendingLines(result),
  ];
}

/** What left the machine, and what an earlier run was answered. */
export function sendingLines({ endpoint: { api }, sent, cached }: FitResult): readonly string[] {
  return [sentText(api === 'onnx', sent), ...keptLines([api === 'onnx' ? 'folder' : 'server'], cached)];
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
  return [
    ...modelLines(endpoint),
    `system prompt: ${systemText(system)}`,
    `sampling: ${samplingText(sampling)}`,
    scoredText(rows, dataset.rows),
    ...leftOutLines(rows.leftOut),
    ...notReachedLines(stopped, rows.notReached),
    ...(rows.cutOff > 0 ? [`regenerated rows cut off at the limit of tokens: ${number(rows.cutOff)}`] : []),
    ...(statistic ? [likelihoods(statistic)] : []),
  ];
}

function likelihoods({ dataMean, referenceMean, referenceSd, prompts }: FitStatistic): string {
  const mean = `mean log-likelihood per completion: data ${decimal(dataMean)}, regenerated ${decimal(referenceMean)} nats`;
  return `${mean} (standard deviation ${decimal(referenceSd)}; ${counted(prompts, 'distinct prompt')})`;
}
