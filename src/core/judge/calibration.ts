import { quantile, type Interval } from '../statistics/interval.ts';
import { rankAreaInterval } from '../statistics/rankCurve.ts';
import type { Random } from '../statistics/random.ts';

/** A row that a person labelled and a judge scored. */
export interface Compared {
  readonly shows: boolean;
  readonly score: number;
  readonly flagged: boolean;
}

/** How a judge did on labelled rows. */
export interface Calibration {
  /** Labelled as showing it, and how many of them the judge flags. */
  readonly showing: number;
  readonly showingFlagged: number;
  readonly others: number;
  readonly othersFlagged: number;
  /** The chance that a row that shows it is scored beyond one that does not, with its 95 % bootstrap interval. */
  readonly area: Interval;
}

/** Of each kind of label, below which nothing is said of a judge. */
export const fewestLabels = 10;

const resamples = 4000;

/** Undefined where there are too few labels of either kind. `higherShows`: whether a high score says that the row shows it. */
export function calibrate(
  compared: readonly Compared[],
  { higherShows }: { readonly higherShows: boolean },
  random: Random,
): Calibration | undefined {
  const showing = compared.filter(({ shows }) => shows);
  const others = compared.filter(({ shows }) => !shows);
  if (showing.length < fewestLabels || others.length < fewestLabels) return undefined;
  const scores = (rows: readonly Compared[], first: number) => ({
    values: Float64Array.from(rows, ({ score }) => (higherShows ? score : -score)),
    groups: Uint32Array.from(rows, (_, i) => first + i),
  });
  const count = (rows: readonly Compared[]): number => rows.filter(({ flagged }) => flagged).length;
  return {
    showing: showing.length,
    showingFlagged: count(showing),
    others: others.length,
    othersFlagged: count(others),
    area: rankAreaInterval(scores(showing, 0), scores(others, showing.length), random),
  };
}

/**
 * The share of rows that show it, from the share that a judge flags and its errors on labelled rows: (p + specificity − 1) ÷
 * (sensitivity + specificity − 1), with a parametric bootstrap interval at `1 - alpha`. The value is NaN where the judge does no better
 * than chance. Source: Rogan and Gladen 1978, Am. J. Epidemiol. 107:71–76.
 */
export function correctedShare(
  flagged: { readonly count: number; readonly n: number },
  calibration: Calibration,
  alpha: number,
  random: Random,
): Interval {
  const { showing, showingFlagged, others, othersFlagged } = calibration;
  const value = corrected(flagged.count / flagged.n, showingFlagged / showing, 1 - othersFlagged / others);
  const lows = new Float64Array(resamples);
  const highs = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    // Half an observation more on either side: a judge without an error on twenty labels is not without errors.
    const sensitivity = beta(showingFlagged + 0.5, showing - showingFlagged + 0.5, random);
    const specificity = beta(others - othersFlagged + 0.5, othersFlagged + 0.5, random);
    const share = beta(flagged.count + 0.5, flagged.n - flagged.count + 0.5, random);
    const drawn = corrected(share, sensitivity, specificity);
    // A judge without skill says nothing: the share may be any.
    lows[i] = Number.isNaN(drawn) ? 0 : drawn;
    highs[i] = Number.isNaN(drawn) ? 1 : drawn;
  }
  return { value, low: quantile(lows.sort(), alpha / 2), high: quantile(highs.sort(), 1 - alpha / 2) };
}

function corrected(share: number, sensitivity: number, specificity: number): number {
  const skill = sensitivity + specificity - 1;
  return skill <= 0.05 ? NaN : Math.min(1, Math.max(0, (share + specificity - 1) / skill));
}

function beta(a: number, b: number, random: Random): number {
  const left = gamma(a, random);
  return left / (left + gamma(b, random));
}

/** Source: Marsaglia and Tsang 2000, ACM Trans. Math. Softw. 26:363–372. */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * Math.pow(1 - random(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
