import { jensenShannonBits } from './divergence.ts';
import { draw, type Random } from './random.ts';

/** Units that are dealt out again as wholes: rows, or rows that may not be parted. Bins stand one unit after the other. */
export interface BinnedUnits {
  /** Where each unit's bins begin; one more at the end. */
  readonly offsets: Uint32Array;
  /** A bin stands as often as it was counted. */
  readonly bins: Uint32Array;
  readonly binCount: number;
  /** Of each unit: 1 on the first side, 0 on the second. */
  readonly isFirst: Uint8Array;
  /** Of each unit the stratum within which alone it may change sides, from 0; absent: one for all. */
  readonly strata?: Uint32Array;
}

/** Bins `[start, end)` that make one table. */
export interface Profile {
  readonly start: number;
  readonly end: number;
}

/** A statistic as observed, and under each permutation. */
export interface Permuted {
  readonly observed: number;
  readonly null: Float64Array;
}

export interface ProfileTest {
  readonly g: Permuted;
  /** In bits, with its upward bias. */
  readonly jsd: Permuted;
}

export interface PermutationOptions {
  readonly permutations: number;
  readonly random: Random;
  /** Done between two pieces of work of some ten milliseconds. */
  readonly breathe?: () => Promise<void>;
  /** The place among the profiles of the one whose bins are tested one by one. */
  readonly binsOf?: number;
}

export interface PermutationResult {
  readonly profiles: readonly ProfileTest[];
  /** Differences of shares by bin of the profile asked for: as observed, then of every permutation. */
  readonly differences?: { readonly observed: Float32Array; readonly null: Float32Array };
}

const permutationsPerBreath = 20;

/**
 * Compares two sides by their counts, against the null that the units were dealt to the sides by chance. Numbers in one unit may
 * depend on each other as they like: the test stays exact. Sparse: a permutation costs the bins of one side.
 */
export async function permuteUnits(
  units: BinnedUnits,
  profiles: readonly Profile[],
  options: PermutationOptions,
): Promise<PermutationResult> {
  const { permutations, random, breathe, binsOf } = options;
  const { bins, binCount, isFirst } = units;
  const sparse = sparseUnits(units);
  const totals = new Uint32Array(binCount);
  for (const bin of bins) totals[bin] = (totals[bin] ?? 0) + 1;
  const logs = logTable(bins.length);
  const side = new Uint32Array(binCount);
  const measures = profiles.map(profile => measureOf(profile, totals, side, logs));
  const dealer = dealerOf(isFirst, units.strata, random);
  const chosen = binsOf === undefined ? undefined : profiles[binsOf];
  const width = chosen ? chosen.end - chosen.start : 0;
  const result = measures.map(() => ({ g: new Float64Array(permutations), jsd: new Float64Array(permutations) }));
  const differences = new Float32Array(width * permutations);

  countSide(sparse, dealer.members(), side);
  const observed = measures.map(measure => measure());
  const observedDifferences = new Float32Array(width);
  if (chosen) writeDifferences(chosen, totals, side, observedDifferences);

  for (let run = 0; run < permutations; run++) {
    if (run % permutationsPerBreath === 0) await breathe?.();
    dealer.deal();
    countSide(sparse, dealer.members(), side);
    measures.forEach((measure, i) => {
      const { g, jsd } = measure();
      const of = result[i];
      if (of) [of.g[run], of.jsd[run]] = [g, jsd];
    });
    if (chosen) writeDifferences(chosen, totals, side, differences.subarray(run * width, (run + 1) * width));
  }
  return {
    profiles: observed.map(({ g, jsd }, i) => ({
      g: { observed: g, null: result[i]?.g ?? new Float64Array(0) },
      jsd: { observed: jsd, null: result[i]?.jsd ?? new Float64Array(0) },
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

/** Finer than anybody reads. */
const stepsPerUnit = 200;
const farthest = 40 * stepsPerUnit;

/**
 * Of each bin how many standard deviations of its permutations its difference lies off, and the p-value of that among all bins and
 * permutations together: studentised, they are alike, and so a few hundred permutations tell p-values far below one in their number.
 */
export function binTests({ observed, null: values }: NonNullable<PermutationResult['differences']>): {
  readonly z: Float64Array;
  readonly p: number[];
} {
  const width = observed.length;
  const permutations = width === 0 ? 0 : values.length / width;
  const z = new Float64Array(width);
  const steps = new Float64Array(farthest + 1);
  let all = 0;
  for (let bin = 0; bin < width; bin++) {
    const own = Float64Array.from({ length: permutations }, (_, run) => values[run * width + bin] ?? 0);
    const { mean, sd } = moments(own);
    if (!(sd > 0)) continue;
    z[bin] = ((observed[bin] ?? 0) - mean) / sd;
    for (const value of own) {
      const step = Math.min(farthest, Math.floor((Math.abs(value - mean) / sd) * stepsPerUnit));
      steps[step] = (steps[step] ?? 0) + 1;
    }
    all += permutations;
  }
  for (let step = farthest - 1; step >= 0; step--) steps[step] = (steps[step] ?? 0) + (steps[step + 1] ?? 0);
  // What falls into the same step counts as at least as far: towards the larger p-value.
  const p = Array.from(z, value => {
    const step = Math.min(farthest, Math.floor(Math.abs(value) * stepsPerUnit));
    return Math.min(1, (1 + (steps[step] ?? 0)) / (1 + all));
  });
  return { z, p };
}

export function moments(values: ArrayLike<number>): { readonly mean: number; readonly sd: number } {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] ?? 0) / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  return { mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

interface Dealer {
  /** Puts as many units of each stratum on the first side as there were, by chance. */
  deal(): void;
  /** The units on the first side, by stratum: where they begin and how many there are. */
  members(): Iterable<Uint32Array>;
}

function dealerOf(isFirst: Uint8Array, strata: Uint32Array | undefined, random: Random): Dealer {
  const pools = new Map<number, number[]>();
  isFirst.forEach((_, unit) => {
    const stratum = strata?.[unit] ?? 0;
    const pool = pools.get(stratum);
    if (pool) pool.push(unit);
    else pools.set(stratum, [unit]);
  });
  const dealt = [...pools.values()].map(pool => {
    const order = Uint32Array.from([...pool].sort((a, b) => (isFirst[b] ?? 0) - (isFirst[a] ?? 0) || a - b));
    const firsts = pool.reduce((sum, unit) => sum + (isFirst[unit] ?? 0), 0);
    return { order, firsts, members: order.subarray(0, firsts) };
  });
  const members = dealt.map(each => each.members);
  return {
    deal() {
      for (const { order, firsts } of dealt) if (firsts > 0 && firsts < order.length) draw(order, firsts, random);
    },
    members: () => members,
  };
}

/** Each bin of a unit once, with how often it was counted: what every permutation goes through. */
interface SparseUnits {
  readonly offsets: Uint32Array;
  readonly bins: Uint32Array;
  readonly counts: Uint32Array;
}

function sparseUnits({ offsets, bins, isFirst }: BinnedUnits): SparseUnits {
  const sparse = {
    offsets: new Uint32Array(isFirst.length + 1),
    bins: new Uint32Array(bins.length),
    counts: new Uint32Array(bins.length),
  };
  let to = 0;
  for (let unit = 0; unit < isFirst.length; unit++) {
    const own = bins.slice(offsets[unit], offsets[unit + 1]).sort();
    for (let i = 0; i < own.length; i++) {
      if (i === 0 || own[i] !== own[i - 1]) sparse.bins[to++] = own[i] as number;
      (sparse.counts[to - 1] as number)++;
    }
    sparse.offsets[unit + 1] = to;
  }
  return sparse;
}

function countSide({ offsets, bins, counts }: SparseUnits, members: Iterable<Uint32Array>, side: Uint32Array): void {
  side.fill(0);
  for (const units of members) {
    for (let i = 0; i < units.length; i++) {
      const unit = units[i] as number;
      const end = offsets[unit + 1] as number;
      for (let at = offsets[unit] as number; at < end; at++) {
        const bin = bins[at] as number;
        side[bin] = (side[bin] as number) + (counts[at] as number);
      }
    }
  }
}

/** x·ln x of every count there can be. */
function logTable(most: number): Float64Array {
  const table = new Float64Array(most + 1);
  for (let count = 2; count <= most; count++) table[count] = count * Math.log(count);
  return table;
}

/** G and the divergence of one profile; `side` holds the counts of the first side, `totals` those of both. */
function measureOf(
  { start, end }: Profile,
  totals: Uint32Array,
  side: Uint32Array,
  logs: Float64Array,
): () => { g: number; jsd: number } {
  let all = 0;
  let sumOfTotals = 0;
  for (let bin = start; bin < end; bin++) {
    all += totals[bin] as number;
    sumOfTotals += logs[totals[bin] as number] as number;
  }
  return () => {
    let n1 = 0;
    let [first, second] = [0, 0];
    for (let bin = start; bin < end; bin++) {
      const a = side[bin] as number;
      n1 += a;
      first += logs[a] as number;
      second += logs[(totals[bin] as number) - a] as number;
    }
    const n2 = all - n1;
    if (n1 === 0 || n2 === 0) return { g: 0, jsd: 0 };
    const [log1, log2, logAll] = [logs[n1] as number, logs[n2] as number, logs[all] as number];
    const g = Math.max(0, 2 * (first + second - sumOfTotals - log1 - log2 + logAll));
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
