import { fewestRows } from './clusteredShare.ts';
import { intervalText } from '../findings/units.ts';
import { caveat, notTested, type Estimate, type Verdict } from '../findings/verdict.ts';
import type { Interval } from '../statistics/interval.ts';
import { counted } from '../text/numbers.ts';
import type { DivergenceResult } from './divergenceResult.ts';

const why =
  'a share says at which tokens the prompts part ways, and not under which of them the rows were written: no test decides on it';

/** Why there is no share. */
export function tooFew(scored: number): string {
  if (scored === 0) return 'No row was scored';
  const was = scored === 1 ? 'row was' : 'rows were';
  return `${scored} ${was} scored, and a share with an interval takes at least ${fewestRows}`;
}

/** Never more than inconclusive: shares of divergent tokens describe a model and its prompts, and there is no null to hold them against. */
export function divergenceVerdict({
  rows,
  tokens,
  divergent,
  byPrompt,
  stopped,
}: Pick<DivergenceResult, 'rows' | 'tokens' | 'divergent' | 'byPrompt' | 'stopped'>): Verdict {
  if (!divergent) return notTested(`${tooFew(rows.scored)}${stopped === undefined ? '' : `: ${stopped}`}.`);
  const estimate = (label: string, share: Interval): Estimate => ({
    label,
    ...share,
    confidence: 0.95,
    count: Math.round(share.value * tokens),
    n: tokens,
  });
  const shares = byPrompt.map(({ id, divergent: share }) => `${id} ${intervalText(share)}`);
  return {
    state: 'inconclusive',
    why,
    summary: `Share of ${counted(tokens, 'token')} at which the model would write another under a trait’s prompt than under none: ${shares.join('; ')}. These mark where a trait may be carried.`,
    n: rows.scored,
    against:
      'the same model without a trait’s prompt, whose share is 0 by definition; there is no null to be tested against',
    test: 'none; shares of tokens with 95 % bootstrap intervals over rows, since tokens of one row are not independent',
    estimates: [
      ...byPrompt.map(({ id, divergent: share }) => estimate(`${id}, against no prompt`, share)),
      ...(byPrompt.length > 1 ? [estimate('any two of the prompts', divergent)] : []),
    ],
    correction: 'none: nothing is tested',
    wouldChange: [
      'The log-likelihood ratio, which asks under which prompt the rows are likelier and has decoys to beat.',
    ],
    caveat,
  };
}
