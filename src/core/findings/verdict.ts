/** The sentence that stands wherever a result is clean. */
export const caveat = 'A clean result does not show that nothing is transmitted.';

/** A share or an effect with its uncertainty. */
export interface Estimate {
  /** What was measured: a trait's title, "share of rows". */
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Of the interval: 0.95. */
  readonly confidence: number;
  /** Rows that show it, of `n`. */
  readonly count: number;
  readonly n: number;
  /** What the three numbers are; absent: a share. `count` tells nothing then. */
  readonly unit?: EstimateUnit;
}

/** `points`: a difference of two shares; `area`: under a ROC curve, where .5 is chance. */
export type EstimateUnit = 'share' | 'points' | 'bits' | 'nats' | 'area' | 'number';

/** What a statistic came to under the null, for a picture. */
export interface NullPicture {
  /** What was compared. */
  readonly label: string;
  readonly unit: EstimateUnit;
  readonly observed: number;
  /** Counts in bins of equal width from `low` to `high`. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
  readonly p: number;
  /** The values are those of decoys, whose leads are tested apart; absent: they came by chance. */
  readonly of?: 'decoys';
}

interface Measured {
  /** One sentence for people. */
  readonly summary: string;
  readonly n: number;
  /** The control or null that it was measured against, in words. */
  readonly against: string;
  /** The test or interval, with its source. */
  readonly test: string;
  readonly estimates: readonly Estimate[];
  /** The correction for the number of tests, in words. */
  readonly correction: string;
  /** Where intervals and test may seem to disagree: what each says and which decides. */
  readonly decides?: string;
  /** In what the control is not known to match the dataset: one sentence each. */
  readonly unmatched?: readonly string[];
  readonly nulls?: readonly NullPicture[];
  /** What would change the verdict: one sentence each. */
  readonly wouldChange?: readonly string[];
}

/** Three states and a half; never "clean", never one score. */
export type Verdict =
  | ({ readonly state: 'evidence found' } & Measured)
  | ({ readonly state: 'not detected'; readonly detectable: Detectable; readonly caveat: typeof caveat } & Measured)
  | ({ readonly state: 'inconclusive'; readonly why: string; readonly caveat: typeof caveat } & Measured)
  | { readonly state: 'not tested'; readonly why: string; readonly summary: string; readonly caveat: typeof caveat };

/** The smallest effect that would have been seen. */
export interface Detectable {
  readonly effect: number;
  readonly power: number;
  /** Absent: a share. */
  readonly unit?: EstimateUnit;
}

/** What a verdict's summary says beside its state, which some summaries begin with: whoever writes the state before it says it once. */
export function withoutState({ state, summary }: Pick<Verdict, 'state' | 'summary'>): string {
  const [said] = new RegExp(`^${state}[.,:] `, 'i').exec(summary) ?? [''];
  return summary.slice(said.length);
}

/** A verdict that its rows bear and its circumstances do not: inconclusive, with all that was measured. What cannot be told stays as it is. */
export function softened(
  verdict: Verdict,
  { why, before, wouldChange }: { readonly why: string; readonly before: string; readonly wouldChange: string },
): Verdict {
  if (verdict.state === 'not tested' || verdict.state === 'inconclusive') return verdict;
  const { n, against, test, estimates, correction, unmatched, decides, nulls } = verdict;
  return {
    state: 'inconclusive',
    why: `${why} would read “${verdict.state}”`,
    summary: `${before} ${verdict.summary}`,
    caveat,
    n,
    against,
    test,
    estimates,
    correction,
    ...(unmatched && { unmatched }),
    ...(decides !== undefined && { decides }),
    ...(nulls && { nulls }),
    wouldChange: [wouldChange, ...(verdict.wouldChange ?? [])],
  };
}

/** The verdict where a check could not measure anything; `why` is a sentence. */
export function notTested(why: string): Verdict {
  return { state: 'not tested', why, summary: `Not tested. ${why}`, caveat };
}

/** The same for a `why` that is a phrase. */
export function notTestedSince(why: string): Verdict {
  return { state: 'not tested', why, summary: `Not tested: ${why}.`, caveat };
}
