import { quantile, type Interval } from '../statistics/interval.ts';
import { randomIndex, type Random } from '../statistics/random.ts';
import type { Grouped } from '../statistics/rankCurve.ts';

/** Where a dataset lies between two teachers, and whether it is the first one's. */
export interface Match {
  /** 1: like the declared teacher's held-out rows; 0: like the other's; 95 % interval. */
  readonly fraction: Interval;
  /** Two-sided, that the dataset's mean score differs from the declared teacher's by chance. Not corrected. */
  readonly p: number;
  /** The smallest share of rows by the other teacher that would be told with this power at the level asked for; may be above 1. */
  readonly detectable: number;
}

export interface MatchOptions {
  /** Of the two-sided test, corrected for how many there are. */
  readonly level: number;
  readonly power: number;
  readonly resamples?: number;
}

/**
 * Compares the mean score of the dataset's rows with that of held-out rows of the declared teacher. The null: bags of as many
 * prompts, drawn with replacement from each side about its own mean, so that the reference's error counts too; studentised,
 * add-one p-value. Source: Davison and Hinkley 1997, Bootstrap Methods, §4.4.
 */
export function matchOf(
  sides: { readonly dataset: Grouped; readonly declared: Grouped; readonly other: Grouped },
  random: Random,
  { level, power, resamples = 1999 }: MatchOptions,
): Match {
  const [dataset, declared, other] = [bagsOf(sides.dataset), bagsOf(sides.declared), bagsOf(sides.other)];
  const span = declared.mean - other.mean;
  const shift = dataset.mean - declared.mean;
  const error = Math.sqrt(dataset.variance + declared.variance);
  const observed = Math.abs(ratio(shift, error));
  const nulls = new Float64Array(resamples);
  const fractions = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    const [d, t, o] = [dataset.draw(random), declared.draw(random), other.draw(random)];
    nulls[b] = ratio(d.shift - t.shift, Math.sqrt(d.variance + t.variance));
    fractions[b] = (dataset.mean + d.shift - other.mean - o.shift) / (span + t.shift - o.shift);
  }
  fractions.sort();
  const extreme = nulls.filter(drawn => Math.abs(drawn) >= observed).length;
  const critical = quantile(nulls.map(Math.abs).sort(), 1 - level);
  return {
    fraction: {
      value: (dataset.mean - other.mean) / span,
      low: quantile(fractions, 0.025),
      high: quantile(fractions, 0.975),
    },
    p: (1 + extreme) / (1 + resamples),
    detectable: (error * (critical + quantile(nulls.toSorted(), power))) / Math.abs(span),
  };
}

/** Sides without any variation differ wholly or not at all. */
function ratio(shift: number, error: number): number {
  return shift === 0 ? 0 : shift / error;
}

interface Bag {
  /** How far its mean lies from that of the rows it is drawn from. */
  readonly shift: number;
  /** Of its mean. */
  readonly variance: number;
}

interface Bags {
  readonly mean: number;
  readonly variance: number;
  /** A bag of as many groups. */
  draw(random: Random): Bag;
}

function bagsOf({ values, groups }: Grouped): Bags {
  const sums = new Map<number, { sum: number; count: number }>();
  values.forEach((value, i) => {
    const group = groups[i] ?? 0;
    const of = sums.get(group) ?? { sum: 0, count: 0 };
    of.sum += value;
    of.count++;
    sums.set(group, of);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = Float64Array.from(sums.values(), ({ sum, count }) => sum - count * mean);
  const counts = Float64Array.from(sums.values(), ({ count }) => count);
  const size = deviations.length;
  return {
    mean,
    variance: bagFrom(deviations, counts, i => i).variance,
    draw: random => bagFrom(deviations, counts, () => randomIndex(random, size)),
  };
}

/** The mean of a bag is a ratio, of sums to counts; its variance is that of the ratio's residuals by group. */
function bagFrom(deviations: Float64Array, counts: Float64Array, take: (i: number) => number): Bag {
  const size = deviations.length;
  let [deviation, count, squares, products, counts2] = [0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const at = take(i);
    const [d, c] = [deviations[at] ?? 0, counts[at] ?? 0];
    deviation += d;
    count += c;
    squares += d * d;
    products += d * c;
    counts2 += c * c;
  }
  const shift = deviation / count;
  const residuals = Math.max(0, squares - 2 * shift * products + shift * shift * counts2);
  return { shift, variance: (residuals * size) / Math.max(1, size - 1) / (count * count) };
}
