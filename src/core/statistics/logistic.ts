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
}

/** Multinomial logistic regression with an L2 penalty. Classes weigh the same however many vectors each has. */
export function fitLogistic(data: LogisticData, options: LogisticOptions = {}): LogisticModel {
  const { vectors, classes, classCount, dimension } = data;
  const { strength = 1 } = options;
  const width = dimension + 1;
  const penalty = 1 / (strength * vectors.length);
  const shares = classShares(classes, classCount);
  const objective = classCount === 2 ? betweenTwo(data, shares, penalty) : amongMany(data, shares, penalty);
  const weights = minimise(objective, classCount * width, { maxIterations: 60, tolerance: 1e-4, ...options });
  return { classCount, dimension, weights };
}

function amongMany(data: LogisticData, shares: Float64Array, penalty: number): Objective {
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
 * The same for two classes: from zero on, the weights of one are those of the other with the sign changed, and so are the gradients,
 * so that one of each is worked out. Vectors one after the other in memory are read at more than twice the speed.
 */
function betweenTwo({ vectors, classes, dimension }: LogisticData, shares: Float64Array, penalty: number): Objective {
  const width = dimension + 1;
  const { starts, indices, values } = packed(vectors);
  return (point, gradient) => {
    let loss = penalise(point, gradient, penalty, width);
    const intercept = point[dimension] as number;
    let missed = 0;
    for (let row = 0; row < vectors.length; row++) {
      const own = classes[row] ?? 0;
      const share = shares[own] ?? 0;
      const [from, to] = [starts[row] as number, starts[row + 1] as number];
      let sum = intercept;
      for (let i = from; i < to; i++) sum += (values[i] as number) * (point[indices[i] as number] as number);
      // By how much the logits say that it is of its own class.
      const lead = own === 0 ? 2 * sum : -2 * sum;
      loss += share * (lead > 0 ? Math.log1p(Math.exp(-lead)) : Math.log1p(Math.exp(lead)) - lead);
      const miss = (own === 0 ? -share : share) / (1 + Math.exp(lead));
      missed += miss;
      for (let i = from; i < to; i++) {
        const at = indices[i] as number;
        gradient[at] = (gradient[at] as number) + miss * (values[i] as number);
      }
    }
    gradient[dimension] = missed;
    for (let i = 0; i < width; i++) gradient[width + i] = -(gradient[i] as number);
    return loss;
  };
}

function packed(vectors: readonly SparseVector[]) {
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
