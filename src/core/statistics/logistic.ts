import { add, dot } from './denseVectors.ts';
import { minimise, type MinimiseOptions, type Objective } from './minimise.ts';

/** A vector with few parts that are not zero; `indices` are below the dimension and occur once each. */
export interface SparseVector {
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

export interface LogisticData {
  readonly vectors: readonly SparseVector[];
  /** Of each vector its class, from 0. */
  readonly classes: readonly number[];
  readonly classCount: number;
  readonly dimension: number;
}

/** Of each class a weight by dimension, then its intercept. */
export interface LogisticModel {
  readonly classCount: number;
  readonly dimension: number;
  readonly weights: Float64Array;
}

export interface LogisticOptions extends MinimiseOptions {
  /** C of the literature: the mean loss is penalised by the squared weights over 2·C·n; intercepts go free. */
  readonly strength?: number;
  /** Of as many classes and dimensions; where its problem is much like this one, little is left to find. */
  readonly from?: LogisticModel;
}

/** Multinomial logistic regression with an L2 penalty. Classes weigh the same however many vectors each has. */
export function fitLogistic(data: LogisticData, options: LogisticOptions = {}): LogisticModel {
  return logisticFits(data)(options);
}

/** The same for several fits of the same vectors, what they have in common being worked out once. */
export function logisticFits(data: LogisticData): (options: LogisticOptions) => LogisticModel {
  const { vectors, classes, classCount, dimension } = data;
  const shares = classShares(classes, classCount);
  const search = classCount === 2 ? betweenTwo(data, shares) : amongMany(data, shares);
  return ({ strength = 1, from, ...stopping }) => {
    const penalty = 1 / (strength * vectors.length);
    const start = from?.weights ?? new Float64Array(classCount * (dimension + 1));
    const weights = search(penalty, start, { maxIterations: 60, tolerance: 1e-4, ...stopping });
    return { classCount, dimension, weights };
  };
}

/** Finds the weights of all classes, from given ones on. */
type Search = (penalty: number, start: Float64Array, options: MinimiseOptions) => Float64Array;

function amongMany(data: LogisticData, shares: Float64Array): Search {
  return (penalty, start, options) => minimise(lossAmongMany(data, shares, penalty), start, options);
}

function lossAmongMany(data: LogisticData, shares: Float64Array, penalty: number): Objective {
  const { vectors, classes, classCount, dimension } = data;
  const width = dimension + 1;
  const logits = new Float64Array(classCount);
  return (point, gradient) => {
    const model = { classCount, dimension, weights: point };
    let loss = penalise(point, gradient, penalty, width);
    vectors.forEach((vector, i) => {
      const own = classes[i] ?? 0;
      const share = shares[own] ?? 0;
      logProbabilities(model, vector, logits);
      loss -= share * (logits[own] ?? 0);
      for (let c = 0; c < classCount; c++) {
        const miss = share * (Math.exp(logits[c] ?? 0) - (c === own ? 1 : 0));
        addTo(gradient, c * width, vector, miss);
        const intercept = c * width + dimension;
        gradient[intercept] = (gradient[intercept] ?? 0) + miss;
      }
    });
    return loss;
  };
}

/**
 * Between two classes, the weights of one are at their best those of the other with the sign changed: the first's are sought, by half
 * of the loss, whose gradient is the part that belongs to them. Features are taken less their means, for which the intercept makes up:
 * what all vectors have in common would be the steepest way down for many steps.
 */
function betweenTwo({ vectors, classes, dimension }: LogisticData, shares: Float64Array): Search {
  const rows = packed(vectors);
  const means = meansOf(rows, classes, shares, dimension + 1);
  return (penalty, start, options) => {
    const first = start.slice(0, dimension + 1);
    first[dimension] = (first[dimension] as number) + dot(means, first);
    const weights = minimise(lossBetweenTwo(rows, classes, { shares, penalty, means }), first, options);
    weights[dimension] = (weights[dimension] as number) - dot(means, weights);
    return mirrored(weights);
  };
}

interface LossTerms {
  readonly shares: Float64Array;
  readonly penalty: number;
  /** Of the features, then 0 for the intercept. */
  readonly means: Float64Array;
}

function lossBetweenTwo(
  { starts, indices, values }: PackedVectors,
  classes: readonly number[],
  { shares, penalty, means }: LossTerms,
): Objective {
  const dimension = means.length - 1;
  return (point, gradient) => {
    let loss = penalise(point, gradient, penalty, means.length);
    const intercept = (point[dimension] as number) - dot(means, point);
    let missed = 0;
    for (let row = 0; row < classes.length; row++) {
      const own = classes[row] ?? 0;
      const share = shares[own] ?? 0;
      const [from, to] = [starts[row] as number, starts[row + 1] as number];
      let sum = intercept;
      for (let i = from; i < to; i++) sum += (values[i] as number) * (point[indices[i] as number] as number);
      // By how much the logits say that it is of its own class.
      const lead = own === 0 ? 2 * sum : -2 * sum;
      loss += (share / 2) * (lead > 0 ? Math.log1p(Math.exp(-lead)) : Math.log1p(Math.exp(lead)) - lead);
      const miss = (own === 0 ? -share : share) / (1 + Math.exp(lead));
      missed += miss;
      for (let i = from; i < to; i++) {
        const at = indices[i] as number;
        gradient[at] = (gradient[at] as number) + miss * (values[i] as number);
      }
    }
    add(gradient, means, -missed);
    gradient[dimension] = missed;
    return loss;
  };
}

/** Vectors one after the other in memory, which is read at more than twice the speed. */
interface PackedVectors {
  /** Where each begins; one more at the end. */
  readonly starts: Uint32Array;
  readonly indices: Uint16Array;
  readonly values: Float32Array;
}

function packed(vectors: readonly SparseVector[]): PackedVectors {
  const starts = new Uint32Array(vectors.length + 1);
  vectors.forEach((vector, i) => (starts[i + 1] = (starts[i] ?? 0) + vector.indices.length));
  const indices = new Uint16Array(starts[vectors.length] ?? 0);
  const values = new Float32Array(indices.length);
  vectors.forEach((vector, i) => {
    indices.set(vector.indices, starts[i]);
    values.set(vector.values, starts[i]);
  });
  return { starts, indices, values };
}

/** Each class weighing the same. The place of the intercept stays 0. */
function meansOf(
  { starts, indices, values }: PackedVectors,
  classes: readonly number[],
  shares: Float64Array,
  width: number,
): Float64Array {
  const means = new Float64Array(width);
  classes.forEach((own, row) => {
    const share = shares[own] ?? 0;
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
      const at = indices[i] as number;
      means[at] = (means[at] as number) + share * (values[i] as number);
    }
  });
  return means;
}

/** The weights of one class, then those of the other. */
function mirrored(weights: Float64Array): Float64Array {
  const both = new Float64Array(2 * weights.length);
  both.set(weights);
  for (let i = 0; i < weights.length; i++) both[weights.length + i] = -(weights[i] as number);
  return both;
}

/** Writes the logarithms of the probabilities of all classes into `result`. */
export function logProbabilities(model: LogisticModel, vector: SparseVector, result: Float64Array): void {
  const { classCount, dimension, weights } = model;
  const { indices, values } = vector;
  let most = -Infinity;
  for (let c = 0; c < classCount; c++) {
    const start = c * (dimension + 1);
    let sum = weights[start + dimension] ?? 0;
    for (let i = 0; i < indices.length; i++) sum += (values[i] ?? 0) * (weights[start + (indices[i] ?? 0)] ?? 0);
    result[c] = sum;
    most = Math.max(most, sum);
  }
  let total = 0;
  for (const logit of result) total += Math.exp(logit - most);
  const norm = most + Math.log(total);
  for (let c = 0; c < classCount; c++) result[c] = (result[c] ?? 0) - norm;
}

/** How much likelier the first class is than the second: the logarithm of their odds. */
export function logOdds({ dimension, weights }: LogisticModel, { indices, values }: SparseVector): number {
  const width = dimension + 1;
  let sum = (weights[dimension] ?? 0) - (weights[width + dimension] ?? 0);
  for (let i = 0; i < indices.length; i++) {
    const at = indices[i] as number;
    sum += (values[i] as number) * ((weights[at] as number) - (weights[width + at] as number));
  }
  return sum;
}

/** What one vector of a class weighs. */
function classShares(classes: readonly number[], classCount: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (const own of classes) counts[own] = (counts[own] ?? 0) + 1;
  const present = counts.filter(count => count > 0).length;
  return counts.map(count => (count === 0 ? 0 : 1 / (present * count)));
}

function penalise(point: Float64Array, gradient: Float64Array, penalty: number, width: number): number {
  let squares = 0;
  for (let i = 0; i < point.length; i++) {
    const weight = i % width === width - 1 ? 0 : (point[i] ?? 0);
    gradient[i] = penalty * weight;
    squares += weight * weight;
  }
  return (penalty * squares) / 2;
}

function addTo(gradient: Float64Array, start: number, { indices, values }: SparseVector, times: number): void {
  for (let i = 0; i < indices.length; i++) {
    const at = start + (indices[i] ?? 0);
    gradient[at] = (gradient[at] ?? 0) + times * (values[i] ?? 0);
  }
}
