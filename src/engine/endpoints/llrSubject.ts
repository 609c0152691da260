import { systemText, keptLines, notReachedLines, sentText, samplingText } from '../../core/report/runWords.ts';
import { number } from '../../core/text/numbers.ts';
import { partialOf, whilePartial, type PartialRun } from '../../core/findings/probeRun.ts';
import type { LlrSubject } from '../../core/llr/report.ts';
import { modelLines } from '../../core/asking/askedModel.ts';
import { leftOutLines } from '../../core/asking/leftOut.ts';
import { reasonsText } from '../../core/report/words.ts';
import type { LlrPlan } from './llrPlan.ts';
import type { LlrRunResult } from './runLlr.ts';

/** A run, as reports tell it. */
export function llrSubjectOf(plan: LlrPlan, result: LlrRunResult): LlrSubject {
  const { endpoint, rows, sent, cached, stopped } = result;
  const { dataset, sampling, none, candidates } = plan;
  return {
    dataset: { path: dataset.path, rows: dataset.rows },
    probe: result.probe
      ? { ...result.probe, verdict: whilePartial(result.probe.verdict, partialOfLlr(plan, result)) }
      : { why: stopped ?? 'no row got a usable answer' },
    sources: [
      ...modelLines(endpoint),
      `prompt without a trait: ${systemText(none)}; sampling: ${samplingText(sampling)}`,
      `rows: ${number(rows.scored)} scored of ${number(rows.drawn)} drawn from ${number(dataset.rows)}; ${number(rows.screened)} for screening${reasonsText(rows.unscorable, 'not scorable')}${reasonsText(rows.failures, 'failed')}`,
      ...leftOutLines(rows.leftOut),
      ...notReachedLines(stopped, rows.notReached),
      sentText(endpoint.api === 'onnx', sent),
      ...keptLines([endpoint.api === 'onnx' ? 'folder' : 'server'], cached),
    ],
    weights: endpoint.weights,
    details: {
      endpoint,
      sampling: { temperature: 1, ...sampling },
      none,
      prompts: Object.fromEntries(candidates.map(({ name, system }) => [name, system])),
      rows,
      sent,
      cached,
      stopped: stopped ?? null,
    },
  };
}

/** Undefined where every row was reached. */
export function partialOfLlr(
  { tested }: Pick<LlrPlan, 'tested'>,
  { rows, stopped }: Pick<LlrRunResult, 'rows' | 'stopped'>,
): PartialRun | undefined {
  const failed = Math.max(0, tested.length - rows.scored - rows.notReached);
  return partialOf(rows.scored, { failed, notReached: rows.notReached, stopped });
}
