import type { LlrSubject } from '../../core/llr/report.ts';
import { keptLines, sentText, systemText } from '../../core/fit/fitReport.ts';
import { leftOutLines } from '../../core/fit/leftOut.ts';
import type { LlrPlan } from './llrPlan.ts';
import type { LlrRunResult } from './runLlr.ts';

/** A run, as reports tell it. */
export function llrSubjectOf(plan: LlrPlan, result: LlrRunResult): LlrSubject {
  const { endpoint, rows, sent, cached, stopped } = result;
  const { dataset, sampling, none, candidates } = plan;
  const drawn = Object.entries({ temperature: 1, ...sampling });
  const counts = (reasons: Readonly<Record<string, number>>, word: string): string => {
    const parts = Object.entries(reasons).map(([why, count]) => `${count} ${why}`);
    return parts.length === 0 ? '' : `; ${word}: ${parts.join(', ')}`;
  };
  return {
    dataset: { path: dataset.path, rows: dataset.rows },
    probe: result.probe ?? { why: stopped ?? 'no row got a usable answer' },
    sources: [
      `model: ${endpoint.model} at ${endpoint.baseUrl} (${endpoint.api}, template: ${endpoint.template})`,
      `prompt without a trait: ${systemText(none)}; sampling: ${drawn.map(([name, value]) => `${name} ${value}`).join(', ')}`,
      `rows: ${rows.scored} scored of ${rows.drawn} drawn from ${dataset.rows}; ${rows.screened} for screening${counts(rows.unscorable, 'not scorable')}${counts(rows.failures, 'failed')}`,
      ...leftOutLines(rows.leftOut),
      ...(stopped === undefined ? [] : [`partial: stopped, ${stopped}; ${rows.notReached} rows were not reached`]),
      sentText(endpoint.api, sent),
      ...keptLines(endpoint.api, cached),
    ],
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
