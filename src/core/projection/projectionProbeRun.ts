import type { DecoyLead } from './projection.ts';
import { askedLines, limitsOf, projectionMarkdown, projectionScores, projectionTerms } from './projectionReport.ts';
import type { ProjectionResult } from './projectionResult.ts';
import {
  askedText,
  changedBy,
  countOf,
  drawable,
  factsOf,
  isDrawable,
  leadEstimate,
  partialOf,
  whilePartial,
  type PartialRun,
  type ProbeRun,
} from '../findings/probeRun.ts';
import { termsOf } from '../findings/terms.ts';
import type { Estimate } from '../findings/verdict.ts';
import { rowScoreColumns } from '../scores/rowScoreColumns.ts';

/** A projection as every probe is shown. */
export function projectionProbeRun(result: ProjectionResult): ProbeRun {
  const { model, rows, dataset } = result;
  const partial = partialOfProjection(result);
  const traits = projectionSoFar(result).traits.map(trait => ({
    ...trait,
    verdict: changedBy(trait.verdict, changes),
  }));
  return {
    kind: 'projection',
    asked: askedText({ model: model.name, baseUrl: model.folder }, rows.scored, dataset.rows),
    parts: traits.map(({ trait, verdict, decoys }) => ({
      title: trait,
      verdict: drawable(verdict),
      rivals: { title: `${trait} against each decoy`, estimates: decoys.map(leadOver(rows.scored)).filter(isDrawable) },
    })),
    facts: factsOf(askedLines(result)),
    terms: termsOf(projectionTerms),
    limits: limitsOf(result),
    ...(partial && { partial }),
    scores: rowScoreColumns(projectionScores(result)),
    report: projectionMarkdown({ ...result, traits }),
  };
}

/** The same with verdicts that are never stronger than inconclusive where not every row was reached. */
export function projectionSoFar(result: ProjectionResult): ProjectionResult {
  const partial = partialOfProjection(result);
  const traits = result.traits.map(trait => ({ ...trait, verdict: whilePartial(trait.verdict, partial) }));
  return { ...result, traits };
}

function partialOfProjection({ rows, stopped }: ProjectionResult): PartialRun | undefined {
  return partialOf(rows.scored, { failed: countOf(rows.failures), notReached: rows.notReached, stopped });
}

function leadOver(n: number): (decoy: DecoyLead) => Estimate {
  return ({ decoy, lead: { shift: value, low, high } }) =>
    leadEstimate(`ΔP, over ${decoy}`, { value, low, high }, { n, unit: 'number' });
}

const changes: readonly string[] = [
  'more rows, and more prompts for the direction',
  'another wording of the trait’s prompt, or another layer, which may give another direction',
  'the student’s own base in place of this model',
];
