import { shareEstimate } from '../../findings/shareEstimate.ts';
import { power } from '../../statistics/levels.ts';
import type { Comparison } from '../check.ts';
import { shareVerdict } from '../../control/shareVerdict.ts';
import { caveat, notTested, type Verdict } from '../../findings/verdict.ts';
import { detectableShare } from '../../statistics/proportion.ts';
import { counted, number, percent } from '../../text/numbers.ts';

export interface MentionCounts {
  /** Rows examined. */
  readonly rows: number;
  /** Rows that mention any of the traits. */
  readonly mentioning: number;
  readonly traits: readonly { readonly title: string; readonly rows: number }[];
  /** The user named the traits; else the whole catalogue was surveyed. */
  readonly named: boolean;
}

/** What the counts of explicit mentions allow to be said. */
export function mentionVerdict({ rows, mentioning, traits, named }: MentionCounts): Verdict {
  if (rows === 0) return notTested('No row has a text that could be examined.');
  const any = shareEstimate(traits.length === 1 ? 'The trait' : `Any of ${traits.length} traits`, mentioning, rows);
  const shown = traits.filter(trait => named || trait.rows > 0).toSorted((left, right) => right.rows - left.rows);
  const measured = {
    n: rows,
    against: named
      ? 'no mention at all: there is no control of the same kind of data'
      : 'nothing: there is no control of the same kind of data',
    test: 'share of rows with a listed word, 95 % score interval (Wilson 1927)',
    estimates: [
      ...(traits.length === 1 ? [] : [any]),
      ...shown.map(trait => shareEstimate(trait.title, trait.rows, rows)),
    ],
    correction:
      traits.length === 1
        ? 'none: one trait, one interval'
        : `none: each interval stands for its trait alone, and about one in twenty of the ${traits.length} misses its share`,
  };
  const examined = `${counted(rows, 'row')} examined`;
  if (mentioning === 0) {
    const detectable = { effect: detectableShare(rows, power), power };
    const share = percent(detectable.effect);
    const summary = `No explicit mention in ${examined}; a listed word in ${share} of rows would have been seen with power ${power}, one in another spelling, look-alike characters or another language not.`;
    return { state: 'not detected', summary, detectable, caveat, ...measured };
  }
  const mentions = `${number(mentioning)} of ${examined} ${mentioning === 1 ? 'mentions' : 'mention'}`;
  if (named) return { state: 'evidence found', summary: `${mentions} a named trait outright.`, ...measured };
  const why =
    'There is no control of the same kind of data to compare with, so ordinary use of these words cannot be told from a trait.';
  return { state: 'inconclusive', summary: `${mentions} a trait of the catalogue.`, why, caveat, ...measured };
}

/** The same against a control, trait by trait. */
export function compareMentions(dataset: MentionCounts, control: MentionCounts, comparison: Comparison): Verdict {
  return shareVerdict(
    {
      pairs: dataset.traits.map(({ title, rows }, i) => ({
        label: title,
        dataset: rows,
        control: control.traits[i]?.rows ?? 0,
      })),
      rows: { dataset: dataset.rows, control: control.rows },
      shows: 'mention a trait',
      limit: 'A trait can be passed on by data that never names it.',
    },
    comparison,
  );
}
