import { quantile, type Interval } from '../statistics/interval.ts';
import { randomIndex, type Random } from '../statistics/random.ts';
import type { Clusters } from './scoreTable.ts';

/** A quantity of the rows and of the rows that the model wrote anew under the winner's prompt. */
export interface MatchSample {
  /** The winner's log-likelihood less the mean of the decoys'. */
  readonly lead: Float64Array;
  /** The winner's log-likelihood. */
  readonly level: Float64Array;
  readonly clusters: Clusters;
}

export interface Match {
  /**
   * Mean lead of the data ÷ that of the reference: 1 as if written under the winner's prompt. Its bounds are not finite where the
   * reference rows cannot tell the winner from the decoys.
   */
  readonly rho: Interval;
  /** (Mean level of the data − of the reference) ÷ standard deviation of the reference. */
  readonly delta: Interval;
}

const resamples = 2000;
/** Clusters beyond this are put together at random: the error of the interval's width stays below 1 %. */
const mostGroups = 5000;

/** ρ and δ with 95 % percentile bootstrap intervals over clusters of both samples, drawn apart. Each sample needs two clusters. */
export function matchOf(data: MatchSample, reference: MatchSample, random: Random): Match {
  const [a, b] = [groupsOf(data, random), groupsOf(reference, random)];
  const whole = [sumsOf(a, at => at), sumsOf(b, at => at)] as const;
  const [drawA, drawB] = [drawing(a, random), drawing(b, random)];
  const rhos = new Float64Array(resamples);
  const deltas = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    const again = [sumsOf(a, drawA), sumsOf(b, drawB)] as const;
    // A reference whose lead may as well be none or negative bounds nothing.
    rhos[i] = again[1].lead > 0 ? rhoOf(...again) : NaN;
    deltas[i] = deltaOf(...again);
  }
  return { rho: interval(rhoOf(...whole), rhos), delta: interval(deltaOf(...whole), deltas) };
}

/** Sums over the rows of each group of clusters. */
interface Groups {
  readonly rows: Float64Array;
  readonly lead: Float64Array;
  /** Around a point near the mean: squares of thousands of nats would lose the digits that matter. */
  readonly level: Float64Array;
  readonly squares: Float64Array;
  readonly centre: number;
}

function groupsOf({ lead, level, clusters }: MatchSample, random: Random): Groups {
  const count = Math.min(clusters.count, mostGroups);
  const place = Uint32Array.from({ length: clusters.count }, (_, i) =>
    clusters.count <= mostGroups ? i : randomIndex(random, count),
  );
  const sums = (): Float64Array => new Float64Array(count);
  const centre = level[0] ?? 0;
  const groups = { rows: sums(), lead: sums(), level: sums(), squares: sums(), centre };
  for (let i = 0; i < lead.length; i++) {
    const at = place[clusters.of[i] ?? 0] ?? 0;
    const about = (level[i] ?? NaN) - centre;
    groups.rows[at] = (groups.rows[at] ?? 0) + 1;
    groups.lead[at] = (groups.lead[at] ?? 0) + (lead[i] ?? NaN);
    groups.level[at] = (groups.level[at] ?? 0) + about;
    groups.squares[at] = (groups.squares[at] ?? 0) + about * about;
  }
  return groups;
}

/** Draws groups, each time any of them. */
function drawing({ rows }: Groups, random: Random): () => number {
  const count = rows.length;
  return () => randomIndex(random, count);
}

interface Sums {
  readonly lead: number;
  readonly level: number;
  readonly deviation: number;
}

/** Means over the groups that `choose` names, as many as there are, and the standard deviation of the level. */
function sumsOf(groups: Groups, choose: (nth: number) => number): Sums {
  const { rows, lead, level, squares, centre } = groups;
  let [n, leads, levels, squareSum] = [0, 0, 0, 0];
  for (let nth = 0; nth < rows.length; nth++) {
    const at = choose(nth);
    n += rows[at] ?? 0;
    leads += lead[at] ?? 0;
    levels += level[at] ?? 0;
    squareSum += squares[at] ?? 0;
  }
  const mean = levels / n;
  const variance = (Math.max(0, squareSum / n - mean * mean) * n) / (n - 1);
  return { lead: leads / n, level: mean + centre, deviation: Math.sqrt(variance) };
}

function rhoOf(data: Sums, reference: Sums): number {
  return data.lead / reference.lead;
}

function deltaOf(data: Sums, reference: Sums): number {
  return (data.level - reference.level) / reference.deviation;
}

function interval(value: number, resampled: Float64Array): Interval {
  if (resampled.some(one => !Number.isFinite(one))) return { value, low: NaN, high: NaN };
  resampled.sort();
  return { value, low: quantile(resampled, 0.025), high: quantile(resampled, 0.975) };
}
