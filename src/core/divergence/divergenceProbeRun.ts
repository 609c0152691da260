import { divergenceColumns } from './divergenceColumns.ts';
import { divergenceMarkdown, divergenceTerms, factLines, limitsOf } from './divergenceReport.ts';
import type { DivergenceResult } from './divergenceResult.ts';
import { divergenceVerdict } from './divergenceVerdict.ts';
import { termsOf } from '../findings/terms.ts';
import { askedText, countOf, factsOf, partialOf, type ProbeRun } from '../findings/probeRun.ts';

/** A measurement of divergent tokens as every probe is shown. */
export function divergenceProbeRun(result: DivergenceResult): ProbeRun {
  const { endpoint, rows, dataset, stopped } = result;
  const partial = partialOf(rows.scored, { failed: countOf(rows.failures), notReached: rows.notReached, stopped });
  return {
    kind: 'divergence',
    asked: askedText(endpoint, rows.scored, dataset.rows),
    parts: [{ verdict: divergenceVerdict(result), power: 'Nothing is tested, so there is no power to state.' }],
    facts: factsOf(factLines(result)),
    terms: termsOf(divergenceTerms),
    limits: limitsOf(result),
    ...(partial && { partial }),
    scores: divergenceColumns(result),
    report: divergenceMarkdown(result),
  };
}
