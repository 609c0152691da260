import { benjaminiHochberg } from './multiplicity.ts';
import { moments, type PermutationResult } from './permutation.ts';

/** Finer than anybody reads. */
const stepsPerUnit = 200;
const farthest = 40 * stepsPerUnit;
/** Values of a bin stand far apart in memory: what is read together is used together. */
const binsAtOnce = 16;

/** In the order of the bins tested. */
export interface BinTests {
  /** How many standard deviations of its permutations a bin's difference lies off. */
  readonly z: Float64Array;
  /** Of each bin, corrected by Benjamini and Hochberg. */
  readonly adjusted: readonly number[];
  /** The share of permutations, the observed one among them, whose lowest corrected p-value is as low as the observed. */
  readonly anyP: number;
}

type Differences = NonNullable<PermutationResult['differences']>;

/**
 * Tests bins one by one, by all of them and all permutations together: studentised, they are alike, and so a few hundred
 * permutations tell p-values far below one in their number. For its p-value a difference stands among its permutations when these
 * are studentised: each of them does, and a value that lies far off widens the deviation that it is measured by.
 *
 * They are alike only nearly, and bins of one row depend on each other. Whether any stands out is therefore judged by `anyP`, for
 * which each permutation is put through the same: that is exact. Source: Westfall and Young 1993, Resampling-Based Multiple Testing,
 * ch. 2; the statistic is the lowest corrected p-value.
 */
export function binTests(differences: Differences, tested: readonly number[]): BinTests {
  const bins = studentise(differences, tested);
  const pOf = pBySteps(bins);
  const adjusted = benjaminiHochberg(Array.from(bins.among, value => pOf[stepOf(value)] ?? 1));
  return { z: bins.z, adjusted, anyP: pOfAny(Math.min(1, ...adjusted), differences, { tested, pOf, ...bins }) };
}

interface Studentised {
  readonly z: Float64Array;
  /** The observed differences, studentised among their permutations; 0 for a bin that never varies. */
  readonly among: Float64Array;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** How many differences of permutations fall into each step. */
  readonly steps: Float64Array;
}

function studentise({ observed, null: values }: Differences, tested: readonly number[]): Studentised {
  const width = observed.length;
  const permutations = width === 0 ? 0 : values.length / width;
  const [z, among, means, deviations] = [0, 1, 2, 3].map(() => new Float64Array(tested.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const steps = new Float64Array(farthest + 1);
  const own = Array.from({ length: binsAtOnce }, () => new Float64Array(permutations + 1));
  for (let first = 0; first < tested.length; first += binsAtOnce) {
    const together = tested.slice(first, first + binsAtOnce);
    for (let run = 0; run < permutations; run++)
      together.forEach((bin, i) => ((own[i] as Float64Array)[run] = values[run * width + bin] as number));
    together.forEach((bin, i) => {
      const column = own[i] as Float64Array;
      const value = observed[bin] ?? 0;
      const alone = moments(column.subarray(0, permutations));
      if (!(alone.sd > 0)) return;
      z[first + i] = (value - alone.mean) / alone.sd;
      column[permutations] = value;
      const { mean, sd } = moments(column);
      [means[first + i], deviations[first + i], among[first + i]] = [mean, sd, (value - mean) / sd];
      for (let run = 0; run < permutations; run++) {
        const step = stepOf(((column[run] as number) - mean) / sd);
        steps[step] = (steps[step] as number) + 1;
      }
    });
  }
  return { z, among, means, deviations, steps };
}

/** The p-value of a difference by its step. What falls into the same step counts as at least as far: towards the larger p-value. */
function pBySteps({ steps }: Studentised): Float64Array {
  const all = steps.reduce((sum, count) => sum + count, 0);
  const pOf = new Float64Array(steps.length);
  let reached = 0;
  for (let step = farthest; step >= 0; step--) {
    reached += steps[step] ?? 0;
    pOf[step] = (1 + reached) / (1 + all);
  }
  return pOf;
}

interface Judged extends Pick<Studentised, 'means' | 'deviations'> {
  readonly tested: readonly number[];
  readonly pOf: Float64Array;
}

function pOfAny(lowest: number, { observed, null: values }: Differences, judged: Judged): number {
  const { tested, means, deviations, pOf } = judged;
  const width = observed.length;
  const permutations = width === 0 ? 0 : values.length / width;
  const limit = lowest * (1 + 1e-9);
  const steps = new Uint32Array(farthest + 1);
  let reached = 1;
  for (let run = 0; run < permutations; run++) {
    let most = 0;
    for (let i = 0; i < tested.length; i++) {
      const sd = deviations[i] as number;
      const value = values[run * width + (tested[i] as number)] as number;
      const step = sd > 0 ? stepOf((value - (means[i] as number)) / sd) : 0;
      steps[step] = (steps[step] as number) + 1;
      if (step > most) most = step;
    }
    if (lowestCorrected(steps.subarray(0, most + 1), pOf, tested.length) <= limit) reached++;
    steps.fill(0, 0, most + 1);
  }
  return reached / (permutations + 1);
}

/** The lowest p-value after the correction of Benjamini and Hochberg, of bins counted by their steps. */
function lowestCorrected(steps: Uint32Array, pOf: Float64Array, bins: number): number {
  let lowest = 1;
  let rank = 0;
  for (let step = steps.length - 1; step >= 0; step--) {
    const count = steps[step] as number;
    if (count === 0) continue;
    rank += count;
    lowest = Math.min(lowest, ((pOf[step] as number) * bins) / rank);
  }
  return lowest;
}

function stepOf(deviations: number): number {
  return Math.min(farthest, Math.floor(Math.abs(deviations) * stepsPerUnit));
}
