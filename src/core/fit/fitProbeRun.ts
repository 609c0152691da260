import { askedLines, fitTerms, fitMarkdown, limitsOf, sendingLines } from './fitReport.ts';
import type { FitResult } from './fitResult.ts';
import type { FitStatistic } from './fitStatistic.ts';
import { detectableDelta, typicalDelta } from './fitVerdict.ts';
import {
  askedText,
  changedBy,
  drawable,
  factsOf,
  partialOf,
  whilePartial,
  type Gate,
  type PartialRun,
  type ProbeRun,
} from '../findings/probeRun.ts';
import { termsOf } from '../findings/terms.ts';
import { intervalText } from '../findings/units.ts';
import { decimal } from '../text/numbers.ts';

/** A fit test as every probe is shown. */
export function fitProbeRun(result: FitResult): ProbeRun {
  const { endpoint, rows, statistic, dataset } = result;
  const partial = partialOfFit(result);
  const verdict = changedBy(fitSoFar(result).verdict, changes);
  return {
    kind: 'fit',
    asked: askedText(endpoint, rows.scored, dataset.rows),
    parts: [
      {
        verdict: drawable(verdict),
        ...(statistic && verdict.state !== 'not tested' && { gates: [gateOf(statistic)], power: powerText(statistic) }),
      },
    ],
    facts: factsOf([...askedLines(result), ...sendingLines(result)]),
    terms: termsOf(fitTerms),
    limits: limitsOf(result),
    ...(partial && { partial }),
    scores: [],
    report: fitMarkdown({ ...result, verdict }),
  };
}

/** The same with a verdict that is never stronger than inconclusive where not every row was reached. */
export function fitSoFar(result: FitResult): FitResult {
  return { ...result, verdict: whilePartial(result.verdict, partialOfFit(result)) };
}

function partialOfFit({ rows, stopped }: FitResult): PartialRun | undefined {
  return partialOf(rows.scored, { ...rows, stopped });
}

const changes: readonly string[] = [
  'more rows, which narrow the interval of δ',
  'the model, system prompt, sampling and template that wrote the rows, where they are others than those declared',
];

function gateOf({ delta, low, high }: FitStatistic): Gate {
  const isWithin = low >= -typicalDelta && high <= typicalDelta;
  const isBeyond = low > typicalDelta || high < -typicalDelta;
  return {
    name: 'Typicality δ',
    measured: intervalText({ value: delta, low, high }, 'number'),
    limit: `the interval within ±${typicalDelta}`,
    outcome: isWithin ? 'met' : isBeyond ? 'not met' : 'undecided',
  };
}

function powerText(statistic: FitStatistic): string {
  return `A |δ| of ${decimal(detectableDelta(statistic))} is seen with power 0.8 at this number of rows.`;
}
