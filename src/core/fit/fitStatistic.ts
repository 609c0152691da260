import { quantile } from '../statistics/interval.ts';
import { randomIndex, type Random } from '../statistics/random.ts';

/** Log-likelihoods of one row's completion and of one that the model itself wrote for the same prompt, in nats, summed over tokens. */
export interface ScoredPair {
  /** Rows with the same key have the same prompt and are drawn together. */
  readonly prompt: string;
  readonly data: number;
  readonly reference: number;
}

export interface FitStatistic {
  /** (mean of the data − mean of the reference) ÷ standard deviation of the reference. Not finite where the reference does not vary. */
  readonly delta: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: 0.95;
  /** Of δ, with rows of one prompt counted together. */
  readonly standardError: number;
  /** In nats per row. */
  readonly dataMean: number;
  readonly referenceMean: number;
  readonly referenceSd: number;
  readonly rows: number;
  readonly prompts: number;
}

const resamples = 2000;

/**
 * How far the data's mean log-likelihood lies from that of rows regenerated on the same prompts, in standard deviations of the latter,
 * with a 95 % studentised bootstrap interval over prompts. Needs at least two pairs. Sources: the typicality gate of the
 * log-likelihood-ratio test; Davison and Hinkley 1997, Bootstrap Methods, section 5.2.1.
 */
export function fitStatistic(pairs: readonly ScoredPair[], random: Random): FitStatistic {
  // Sums around a point near the mean: squares of thousands of nats would lose the digits that matter.
  const centre = pairs[0]?.reference ?? 0;
  const clusters = clusterByPrompt(pairs, centre);
  const n = clusters.rows.length;
  const every = Uint32Array.from({ length: n }, (_, i) => i);
  const { delta, standardError, dataMean, referenceMean, referenceVariance } = measure(clusters, every);
  const [lower, upper] = studentised(clusters, delta, random);
  return {
    delta,
    low: delta - upper * standardError,
    high: delta - lower * standardError,
    confidence: 0.95,
    standardError,
    dataMean: dataMean + centre,
    referenceMean: referenceMean + centre,
    referenceSd: Math.sqrt(referenceVariance),
    rows: pairs.length,
    prompts: n,
  };
}

/** The 2.5 % and 97.5 % points of (δ* − δ) ÷ standard error* over resampled prompts. */
function studentised(clusters: Clusters, delta: number, random: Random): readonly [number, number] {
  const n = clusters.rows.length;
  const chosen = new Uint32Array(n);
  const values = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    for (let j = 0; j < n; j++) chosen[j] = randomIndex(random, n);
    const again = measure(clusters, chosen);
    values[i] = (again.delta - delta) / again.standardError;
  }
  if (values.some(value => !Number.isFinite(value))) return [NaN, NaN];
  values.sort();
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/** Sums over the rows of each prompt. */
interface Clusters {
  readonly rows: Float64Array;
  readonly data: Float64Array;
  readonly reference: Float64Array;
  readonly squares: Float64Array;
}

function clusterByPrompt(pairs: readonly ScoredPair[], centre: number): Clusters {
  const places = new Map<string, number>();
  for (const { prompt } of pairs) if (!places.has(prompt)) places.set(prompt, places.size);
  const sums = (): Float64Array => new Float64Array(places.size);
  const clusters: Clusters = { rows: sums(), data: sums(), reference: sums(), squares: sums() };
  for (const pair of pairs) {
    const at = places.get(pair.prompt) ?? 0;
    add(clusters.rows, at, 1);
    add(clusters.data, at, pair.data - centre);
    add(clusters.reference, at, pair.reference - centre);
    add(clusters.squares, at, (pair.reference - centre) ** 2);
  }
  return clusters;
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] ?? 0) + value;
}

interface Measured {
  readonly delta: number;
  readonly standardError: number;
  readonly dataMean: number;
  readonly referenceMean: number;
  readonly referenceVariance: number;
}

/** δ over the chosen prompts, and its standard error by linearisation. */
function measure({ rows, data, reference, squares }: Clusters, chosen: Uint32Array): Measured {
  let [count, dataSum, referenceSum, squareSum] = [0, 0, 0, 0];
  for (const at of chosen) {
    count += rows[at] ?? 0;
    dataSum += data[at] ?? 0;
    referenceSum += reference[at] ?? 0;
    squareSum += squares[at] ?? 0;
  }
  const [a, b] = [dataSum / count, referenceSum / count];
  const plain = Math.max(0, squareSum / count - b * b);
  const variance = (plain * count) / (count - 1);
  const sd = Math.sqrt(variance);
  const delta = (a - b) / sd;
  let sum = 0;
  for (const at of chosen) {
    const [m, d, r, q] = [rows[at] ?? 0, data[at] ?? 0, reference[at] ?? 0, squares[at] ?? 0];
    const inMeans = (d - a * m - (r - b * m)) / sd;
    const inSpread = (delta / (2 * variance)) * (q - 2 * b * r + (b * b - plain) * m);
    sum += (inMeans - inSpread) ** 2;
  }
  const n = chosen.length;
  const standardError = Math.sqrt((sum * n) / (n - 1)) / count;
  return { delta, standardError, dataMean: a, referenceMean: b, referenceVariance: variance };
}
