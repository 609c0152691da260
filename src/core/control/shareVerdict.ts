import type { Comparison } from '../checks/check.ts';
import { caveat, notTested, type Estimate, type Verdict } from '../findings/verdict.ts';
import type { Interval } from '../statistics/interval.ts';
import { level, power, z80, z975 } from '../statistics/levels.ts';
import { holm } from '../statistics/multiplicity.ts';
import { fisherExact, newcombeInterval, type Count } from '../statistics/twoShares.ts';
import { agreeing, counted, levelText, number, pText, percent } from '../text/numbers.ts';

/** Something that rows of both files either show or not. */
export interface SharePair {
  readonly label: string;
  /** Rows that show it. */
  readonly dataset: number;
  readonly control: number;
}

export interface ShareQuestion {
  readonly pairs: readonly SharePair[];
  /** Rows that were examined. */
  readonly rows: { readonly dataset: number; readonly control: number };
  /** What of a row is examined; absent: its text. */
  readonly examined?: string;
  /** What a row shows, after a number of rows: "mention a trait". */
  readonly shows: string;
  /** What the verdict does not say, or else what it says besides: one sentence. */
  readonly limit: string;
}

/** Rows on a side below which the absence of a difference says nothing. */
const fewestRows = 50;

/** What a comparison of shares with those of a control allows to be said. */
export function shareVerdict(question: ShareQuestion, { control, matching }: Comparison): Verdict {
  const { pairs, rows, examined = 'text that could be examined', shows, limit } = question;
  if (rows.dataset === 0) return notTested(`No row has a ${examined}.`);
  if (rows.control === 0) return notTested(`No row of the control ${control} has a ${examined}.`);
  const tested = testsOf(question);
  const more = tested.filter(({ p, difference }) => p <= level && difference.value > 0);
  const fewer = tested.filter(({ p, difference }) => p <= level && difference.value < 0);
  const shown = tested.filter(({ pair }) => pair.dataset + pair.control > 0);
  const measured = {
    n: rows.dataset + rows.control,
    against: `the control ${control}, ${counted(rows.control, 'row')}`,
    test: 'difference of the shares of rows, 95 % hybrid score interval (Newcombe 1998); Fisher’s exact test, which takes rows for independent',
    estimates: shown.map(({ pair, difference }) => estimateOf(pair.label, difference, rows.dataset)),
    correction:
      pairs.length === 1 ? 'none: one comparison' : `Holm over ${pairs.length} comparisons, level ${levelText(level)}`,
    unmatched: [...matching.differs, ...matching.unknown],
    wouldChange: [
      'A control from the same base, prompts, sampling and filter that shows as much of it.',
      'More rows: the smallest difference that would be seen shrinks with the root of their number.',
    ],
  };
  const said = [...more, ...fewer].map(({ pair, p }) => `${pair.label} (${sharesText(pair, rows)}, ${pText(p)})`);
  if (said.length > 0) {
    const summary = `${more.length > 0 ? 'More' : 'Fewer'} rows ${shows} than in the control: ${said.slice(0, 5).join('; ')}${said.length > 5 ? `; and ${number(said.length - 5)} more` : ''}. ${limit}`;
    if (matching.differs.length > 0)
      return { state: 'inconclusive', summary, why: matching.differs.join(' '), caveat, ...measured };
    if (more.length > 0) return { state: 'evidence found', summary, ...measured };
    const why = 'The dataset shows less of it than the control, which is no evidence that it carries more.';
    return { state: 'inconclusive', summary, why, caveat, ...measured };
  }
  const few = Math.min(rows.dataset, rows.control);
  if (few < fewestRows)
    return notTested(
      `No difference was seen, and none could be ruled out: there ${agreeing(rows.dataset, 'is', 'are')} ${counted(rows.dataset, 'row')} with a text here and ${number(rows.control)} in the control; at least ${fewestRows} of each are needed.`,
    );
  const effect = detectableDifference(question);
  return {
    state: 'not detected',
    summary: `No difference from the control in the rows that ${shows}; a difference of ${pointsText(effect)} would have been seen with power ${power}. ${limit}`,
    detectable: { effect, power, unit: 'points' },
    caveat,
    ...measured,
  };
}

function testsOf({ pairs, rows }: ShareQuestion) {
  const sides = pairs.map(({ dataset, control }): readonly [Count, Count] => [
    { count: dataset, n: rows.dataset },
    { count: control, n: rows.control },
  ]);
  const adjusted = holm(sides.map(([dataset, control]) => fisherExact(dataset, control)));
  return pairs
    .map((pair, i) => {
      const [dataset, control] = sides[i] ?? [
        { count: 0, n: 1 },
        { count: 0, n: 1 },
      ];
      return { pair, p: adjusted[i] ?? 1, difference: newcombeInterval(dataset, control) };
    })
    .sort((a, b) => a.p - b.p || Math.abs(b.difference.value) - Math.abs(a.difference.value));
}

/**
 * By the normal approximation of two shares, the control's being the largest among those compared, with the correction for their
 * number; 1 where no difference would be seen. At the share that would be seen, since where nothing was seen the spread is 0.
 */
function detectableDifference({ pairs, rows }: ShareQuestion): number {
  const all = rows.dataset + rows.control;
  const share = Math.max(0, ...pairs.map(pair => (pair.dataset + pair.control) / all));
  // Bonferroni's level is the hardest step of Holm's: its quantile, by the tail bound exp(-z²/2).
  const corrected = Math.sqrt(z975 ** 2 + 2 * Math.log(pairs.length));
  const isSeen = (difference: number): boolean => {
    const other = share + difference;
    const pooled = share + (difference * rows.dataset) / all;
    const byChance = Math.sqrt(pooled * (1 - pooled) * (1 / rows.dataset + 1 / rows.control));
    const spread = Math.sqrt((other * (1 - other)) / rows.dataset + (share * (1 - share)) / rows.control);
    return difference > corrected * byChance + z80 * spread;
  };
  let [unseen, seen] = [0, 1 - share];
  if (!isSeen(seen)) return 1;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (unseen + seen) / 2;
    if (isSeen(middle)) seen = middle;
    else unseen = middle;
  }
  return seen;
}

function estimateOf(label: string, difference: Interval, n: number): Estimate {
  return { label: `${label}: less the control`, ...difference, confidence: 0.95, count: n, n, unit: 'points' };
}

/** Without a sign: it holds either way. */
function pointsText(effect: number): string {
  return `${percent(effect).replace(' %', '')} percentage points`;
}

function sharesText({ dataset, control }: SharePair, rows: ShareQuestion['rows']): string {
  return `${percent(dataset / rows.dataset)} against ${percent(control / rows.control)}`;
}
