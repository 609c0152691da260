/** The share of rows written under the winner's prompt, where all others were written without one. */
export interface MixtureShare {
  readonly share: number;
  /** 95 %, by profile likelihood. */
  readonly low: number;
  readonly high: number;
}

/** Half of the 0.95 quantile of χ² with one degree of freedom. */
const drop = 1.920729;
/** Halvings: to a billionth. */
const steps = 30;

/**
 * The likeliest π of Σ log(π·e^Λ + 1 − π), where Λ is a row's log-likelihood ratio. The sum is concave in π: the fixed point of the
 * EM algorithm is where its slope is 0, which bisection finds in fewer passes.
 */
export function mixtureShare(ratios: Float64Array): MixtureShare {
  const sources = sourcesOf(ratios);
  const share = crossing(0, 1, pi => slope(sources, pi) > 0);
  const least = logLikelihood(sources, share) - drop;
  const within = (pi: number): boolean => logLikelihood(sources, pi) >= least;
  const low = within(0) ? 0 : crossing(0, share, pi => !within(pi));
  const high = within(1) ? 1 : crossing(share, 1, within);
  return { share, low, high };
}

/** Where `before` turns false between `low` and `high`. */
function crossing(low: number, high: number, before: (at: number) => boolean): number {
  let [from, to] = [low, high];
  if (before(to)) return to;
  for (let step = 0; step < steps; step++) {
    const middle = (from + to) / 2;
    if (before(middle)) from = middle;
    else to = middle;
  }
  return to - low < 1e-8 ? low : (from + to) / 2;
}

/** By row, the likelihoods under both sources divided by the larger of them, so that neither power overflows. */
interface Sources {
  readonly winner: Float64Array;
  readonly none: Float64Array;
  /** The logarithms of what they were divided by. */
  readonly scale: number;
}

function sourcesOf(ratios: Float64Array): Sources {
  return {
    winner: ratios.map(ratio => Math.exp(Math.min(0, ratio))),
    none: ratios.map(ratio => Math.exp(Math.min(0, -ratio))),
    scale: ratios.reduce((sum, ratio) => sum + Math.max(0, ratio), 0),
  };
}

function slope({ winner, none }: Sources, pi: number): number {
  let sum = 0;
  for (let i = 0; i < winner.length; i++) {
    const [a, b] = [winner[i] ?? NaN, none[i] ?? NaN];
    sum += (a - b) / (pi * a + (1 - pi) * b);
  }
  return sum;
}

function logLikelihood({ winner, none, scale }: Sources, pi: number): number {
  let sum = scale;
  for (let i = 0; i < winner.length; i++) sum += Math.log(pi * (winner[i] ?? NaN) + (1 - pi) * (none[i] ?? NaN));
  return sum;
}
