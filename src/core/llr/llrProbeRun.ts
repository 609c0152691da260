import { carrierColumn } from './carrierColumn.ts';
import type { LlrProbe } from './probe.ts';
import {
  changes,
  gateRows,
  limitsOf,
  llrMarkdown,
  llrTerms,
  powerText,
  verdictOfSubject,
  type LlrSubject,
} from './report.ts';
import {
  changedBy,
  drawable,
  factsOf,
  isDrawable,
  leadEstimate,
  sentence,
  whilePartial,
  type PartialRun,
  type ProbePart,
  type ProbeRun,
} from '../findings/probeRun.ts';
import { termsOf } from '../findings/terms.ts';
import type { Estimate, Verdict } from '../findings/verdict.ts';

interface Scored {
  readonly asked: string;
  /** By row of the dataset, from 0; undefined: no row was scored under every prompt. */
  readonly carriers: Float64Array | undefined;
  readonly partial?: PartialRun | undefined;
}

/** A log-likelihood-ratio probe as every probe is shown. */
export function llrProbeRun(subject: LlrSubject, { asked, carriers, partial }: Scored): ProbeRun {
  const { probe } = subject;
  const isScored = !('why' in probe);
  const found = verdictOfSubject(subject);
  const verdict = whilePartial(isScored ? changedBy(found, changes(probe)) : found, partial);
  const shown = isScored ? { ...subject, probe: { ...probe, verdict } } : subject;
  return {
    kind: 'llr',
    asked,
    parts: [isScored ? partOf(probe, verdict) : { verdict }],
    facts: factsOf(subject.sources),
    terms: termsOf(llrTerms),
    limits: [...(isScored ? probe.notes : []), ...limitsOf(subject)],
    ...(partial && { partial }),
    scores: isScored && carriers ? [carrierColumn(probe.candidate, carriers)] : [],
    report: llrMarkdown(shown, carriers),
  };
}

function partOf(probe: LlrProbe, verdict: Verdict): ProbePart {
  const { winner, decoys } = probe;
  return {
    // ρ and δ stand with their intervals among the gates.
    verdict: onlyEffect(drawable(verdict)),
    gates: gateRows(probe).map(([name, measured, limit, outcome]) => ({ name, measured, limit, outcome })),
    rivals: {
      title: `${winner} against each other candidate`,
      estimates: decoys.map(leadOver(probe)).filter(isDrawable),
    },
    power: sentence(powerText(probe)),
  };
}

function onlyEffect(verdict: Verdict): Verdict {
  if (!('estimates' in verdict)) return verdict;
  return { ...verdict, estimates: verdict.estimates.filter(({ unit }) => unit === 'nats') };
}

function leadOver({ n }: LlrProbe): (decoy: LlrProbe['decoys'][number]) => Estimate {
  return ({ candidate, mean: value, low, high }) =>
    leadEstimate(`per row, over ${candidate}`, { value, low, high }, { n, unit: 'nats' });
}
