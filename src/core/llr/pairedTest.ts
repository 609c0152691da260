import { studentQuantile, studentTail } from '../statistics/studentT.ts';
import type { Clusters } from './scoreTable.ts';

/** A mean of differences, and how sure it is. */
export interface PairedTest {
  readonly mean: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** One-sided: the mean is above 0. 1 where the differences do not vary: nothing can be said then. */
  readonly p: number;
  /** One-sided: the mean is below 0. */
  readonly pBelow: number;
}

/**
 * Student's t of one number per row, with rows of one cluster counted together. Needs two clusters. Where each row is a cluster of
 * its own this is the ordinary test. Source: Cameron and Miller 2015, J. Human Resources 50:317–372, with G − 1 degrees of freedom.
 */
export function pairedTest(differences: Float64Array, { of, count }: Clusters): PairedTest {
  const n = differences.length;
  const mean = meanOf(differences);
  const sums = new Float64Array(count);
  for (let i = 0; i < n; i++) {
    const cluster = of[i] ?? 0;
    sums[cluster] = (sums[cluster] ?? 0) + (differences[i] ?? NaN) - mean;
  }
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  const standardError = Math.sqrt((squares * count) / (count - 1)) / n;
  // What is left of a constant after rounding is no variation.
  if (!(standardError > 1e-12 * Math.abs(mean)) || standardError === 0) {
    return { mean, low: NaN, high: NaN, standardError, p: 1, pBelow: 1 };
  }
  const df = count - 1;
  const t = mean / standardError;
  const half = studentQuantile(0.025, df) * standardError;
  const [p, pBelow] = [studentTail(t, df), studentTail(-t, df)];
  return { mean, low: mean - half, high: mean + half, standardError, p, pBelow };
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

export function difference(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = (a[i] ?? NaN) - (b[i] ?? NaN);
  return result;
}
