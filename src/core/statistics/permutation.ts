import { jensenShannonBits, xLogX } from './twoCounts.ts';
import {
  dealerOf,
  dealsAtOnce,
  dealtCounter,
  holdersOf,
  type BinnedUnits,
  type BinRange,
  type Holders,
} from './dealing.ts';
import type { Random } from './random.ts';

/** Bins that make one table. */
export type Profile = BinRange;

/** A statistic as observed, and under each permutation. */
export interface Permuted {
  readonly observed: number;
  readonly null: Float64Array;
}

export interface ProfileTest {
  readonly g: Permuted;
  /** In bits, with its upward bias; absent where G alone was asked for. */
  readonly jsd?: Permuted;
}

export interface PermutationOptions {
  readonly permutations: number;
  readonly random: Random;
  /** Done between two pieces of work of some ten milliseconds. */
  readonly breathe?: () => Promise<void>;
  /** The place among the profiles of the one whose bins are tested one by one. */
  readonly binsOf?: number;
  /** Spares the logarithms of the divergence, one for each bin and permutation. */
  readonly only?: 'g';
  /** Of the same units, where they were worked out before; strata make no difference to them. */
  readonly holders?: Holders;
}

export interface PermutationResult {
  readonly profiles: readonly ProfileTest[];
  /** Differences of shares by bin of the profile asked for: as observed, then of every permutation. */
  readonly differences?: { readonly observed: Float32Array; readonly null: Float32Array };
}

/**
 * Compares two sides by their counts, against the null that the units were dealt to the sides by chance. Numbers in one unit may
 * depend on each other as they like: the test stays exact.
 */
export async function permuteUnits(
  units: BinnedUnits,
  profiles: readonly Profile[],
  options: PermutationOptions,
): Promise<PermutationResult> {
  const { permutations, random, breathe, binsOf, only, holders = holdersOf(units) } = options;
  const { bins, binCount, isFirst } = units;
  const totals = new Uint32Array(binCount);
  for (const bin of bins) totals[bin] = (totals[bin] ?? 0) + 1;
  const measures = profiles.map(profile => measureOf(profile, totals, only));
  const dealer = dealerOf(units, random);
  const chosen = binsOf === undefined ? undefined : profiles[binsOf];
  const width = chosen ? chosen.end - chosen.start : 0;
  const result = measures.map(() => ({ g: new Float64Array(permutations), jsd: new Float64Array(permutations) }));
  const differences = new Float32Array(width * permutations);

  const count = dealtCounter(holders, profiles);
  const sides = new Int32Array(isFirst.length);
  const counts = new Uint32Array(binCount * dealsAtOnce);
  const countsOf = (deal: number): Uint32Array => counts.subarray(deal * binCount, (deal + 1) * binCount);
  dealer.mark(sides, 1);
  count(sides, counts);
  const observed = measures.map(measure => measure(countsOf(0)));
  const observedDifferences = new Float32Array(width);
  if (chosen) writeDifferences(chosen, totals, countsOf(0), observedDifferences);

  for (let first = 0; first < permutations; first += dealsAtOnce) {
    await breathe?.();
    const deals = Math.min(dealsAtOnce, permutations - first);
    sides.fill(0);
    for (let deal = 0; deal < deals; deal++) {
      dealer.deal();
      dealer.mark(sides, 1 << deal);
    }
    count(sides, counts);
    for (let deal = 0; deal < deals; deal++) {
      const run = first + deal;
      const side = countsOf(deal);
      measures.forEach((measure, i) => {
        const { g, jsd } = measure(side);
        const of = result[i];
        if (of) [of.g[run], of.jsd[run]] = [g, jsd];
      });
      if (chosen) writeDifferences(chosen, totals, side, differences.subarray(run * width, (run + 1) * width));
    }
  }
  return {
    profiles: observed.map(({ g, jsd }, i) => ({
      g: { observed: g, null: result[i]?.g ?? new Float64Array(0) },
      ...(only === undefined && { jsd: { observed: jsd, null: result[i]?.jsd ?? new Float64Array(0) } }),
    })),
    ...(chosen && { differences: { observed: observedDifferences, null: differences } }),
  };
}

/** The share of permutations that are at least as high, the observed one among them. Never 0. */
export function permutationP({ observed, null: values }: Permuted): number {
  const limit = observed - Math.abs(observed) * 1e-9;
  let reached = 1;
  for (const value of values) if (value >= limit) reached++;
  return reached / (values.length + 1);
}

/** How far the observed value lies above the mean of the permutations: in its unit, and in their standard deviations. */
export function excess({ observed, null: values }: Permuted): { mean: number; sd: number; value: number; z: number } {
  const { mean, sd } = moments(values);
  return { mean, sd, value: observed - mean, z: sd > 1e-12 ? (observed - mean) / sd : 0 };
}

export function moments(values: ArrayLike<number>): { readonly mean: number; readonly sd: number } {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] ?? 0) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

/** Of every count that all but a few bins can have. */
const xLogXs = Float64Array.from({ length: 2 ** 14 }, (_, count) => xLogX(count));

function knownXLogX(count: number): number {
  return count < xLogXs.length ? (xLogXs[count] as number) : xLogX(count);
}

/** G and, where it is wanted, the divergence of one profile. What it is given holds the counts of the first side, `totals` those of both. */
function measureOf(
  { start, end }: Profile,
  totals: Uint32Array,
  only: 'g' | undefined,
): (side: Uint32Array) => { g: number; jsd: number } {
  let all = 0;
  let sumOfTotals = 0;
  for (let bin = start; bin < end; bin++) {
    all += totals[bin] as number;
    sumOfTotals += knownXLogX(totals[bin] as number);
  }
  return side => {
    let n1 = 0;
    let [first, second] = [0, 0];
    for (let bin = start; bin < end; bin++) {
      const a = side[bin] as number;
      n1 += a;
      first += knownXLogX(a);
      second += knownXLogX((totals[bin] as number) - a);
    }
    const n2 = all - n1;
    if (n1 === 0 || n2 === 0) return { g: 0, jsd: 0 };
    const [log1, log2, logAll] = [xLogX(n1), xLogX(n2), xLogX(all)];
    const g = Math.max(0, 2 * (first + second - sumOfTotals - log1 - log2 + logAll));
    if (only === 'g') return { g, jsd: 0 };
    let mixed = 0;
    for (let bin = start; bin < end; bin++) {
      const a = side[bin] as number;
      const total = totals[bin] as number;
      if (total === 0) continue;
      const m = (a / n1 + (total - a) / n2) / 2;
      mixed -= m * Math.log(m);
    }
    // H(p) = ln n − Σ a ln a / n.
    const own = (Math.log(n1) - first / n1 + Math.log(n2) - second / n2) / 2;
    return { g, jsd: Math.max(0, (mixed - own) / Math.LN2) };
  };
}

function writeDifferences({ start, end }: Profile, totals: Uint32Array, side: Uint32Array, to: Float32Array): void {
  let [n1, n2] = [0, 0];
  for (let bin = start; bin < end; bin++) {
    n1 += side[bin] as number;
    n2 += (totals[bin] as number) - (side[bin] as number);
  }
  if (n1 === 0 || n2 === 0) return;
  for (let bin = start; bin < end; bin++) {
    const a = side[bin] as number;
    to[bin - start] = a / n1 - ((totals[bin] as number) - a) / n2;
  }
}

const parts = 20;

/**
 * The standard error of each profile's divergence in bits, by leaving out one in twenty of the units at a time.
 * Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 11 (jackknife by groups).
 */
export function divergenceErrors(units: BinnedUnits, profiles: readonly Profile[]): readonly number[] {
  const { offsets, bins, binCount, isFirst } = units;
  const counts = Array.from({ length: parts * 2 }, () => new Uint32Array(binCount));
  const whole = [new Uint32Array(binCount), new Uint32Array(binCount)] as const;
  isFirst.forEach((first, unit) => {
    const side = first === 1 ? 0 : 1;
    const part = counts[(unit % parts) * 2 + side];
    for (let at = offsets[unit] ?? 0; at < (offsets[unit + 1] ?? 0); at++) {
      const bin = bins[at] ?? 0;
      if (part) part[bin] = (part[bin] ?? 0) + 1;
      whole[side][bin] = (whole[side][bin] ?? 0) + 1;
    }
  });
  return profiles.map(({ start, end }) => {
    const left = Array.from({ length: parts }, (_, part) => {
      const without = (side: 0 | 1): Uint32Array =>
        whole[side].slice(start, end).map((count, bin) => count - (counts[part * 2 + side]?.[start + bin] ?? 0));
      return jensenShannonBits({ first: without(0), second: without(1) });
    });
    const { sd } = moments(left);
    return ((parts - 1) / Math.sqrt(parts)) * sd;
  });
}
