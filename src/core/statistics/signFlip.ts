import { randomIndex, type Random } from './random.ts';

/** Differences of pairs, and the cluster of each: pairs of one cluster flip together. */
export interface ClusteredDifferences {
  readonly values: Float64Array;
  /** Whole numbers from 0. */
  readonly clusters: Uint32Array;
}

/**
 * The chance of so large a mean if every pair might as well stand the other way round: one-sided, by flipping the signs of whole
 * clusters at random, the observed one counted in. Needs a pair. Source: Fisher 1935, The Design of Experiments, section 21.
 */
export function signFlipTest({ values, clusters }: ClusteredDifferences, random: Random, flips = 9999): number {
  const sums = clusterSums({ values, clusters });
  const observed = sums.reduce((sum, value) => sum + value, 0);
  const slack = 1e-12 * sums.reduce((sum, value) => sum + Math.abs(value), 0);
  let atLeast = 1;
  for (let i = 0; i < flips; i++) {
    let sum = 0;
    for (let at = 0; at < sums.length; at++) sum += random() < 0.5 ? (sums[at] ?? 0) : -(sums[at] ?? 0);
    if (sum >= observed - slack) atLeast++;
  }
  return atLeast / (flips + 1);
}

/** The mean with its 95 % percentile bootstrap interval over clusters, and its standard error. */
export function clusteredMean({ values, clusters }: ClusteredDifferences, random: Random, resamples = 2000) {
  const sums = clusterSums({ values, clusters });
  const counts = new Float64Array(sums.length);
  for (const cluster of clusters) counts[cluster] = (counts[cluster] ?? 0) + 1;
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let [sum, count] = [0, 0];
    for (let at = 0; at < sums.length; at++) {
      const chosen = randomIndex(random, sums.length);
      sum += sums[chosen] ?? 0;
      count += counts[chosen] ?? 0;
    }
    means[i] = sum / count;
  }
  means.sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (resamples - 1);
  const at = (share: number): number => means[Math.round(share * (resamples - 1))] ?? NaN;
  return { mean, low: at(0.025), high: at(0.975), standardError: Math.sqrt(spread) };
}

function clusterSums({ values, clusters }: ClusteredDifferences): Float64Array {
  const sums = new Float64Array(1 + clusters.reduce((most, cluster) => Math.max(most, cluster), 0));
  values.forEach((value, i) => (sums[clusters[i] ?? 0] = (sums[clusters[i] ?? 0] ?? 0) + value));
  return sums;
}
