/** The share of rows written under the winner's prompt, where all others were written without one. */
export interface MixtureShare {
  readonly share: number;
  /** 95 %, by profile likelihood. */
  readonly low: number;
  readonly high: number;
}

/** Half of the 0.95 quantile of χ² with one degree of freedom. */
const drop = 1.920729;
const steps = 48;

/**
 * The likeliest π of Σ log(π·e^Λ + 1 − π), where Λ is a row's log-likelihood ratio. The sum is concave in π: the fixed point of the
 * EM algorithm is where its slope is 0, which bisection finds in fewer passes.
 */
export function mixtureShare(ratios: Float64Array): MixtureShare {
  const share = crossing(0, 1, pi => slope(ratios, pi) > 0);
  const least = logLikelihood(ratios, share) - drop;
  const within = (pi: number): boolean => logLikelihood(ratios, pi) >= least;
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
  return to - low < 1e-9 ? low : (from + to) / 2;
}

function slope(ratios: Float64Array, pi: number): number {
  let sum = 0;
  for (const ratio of ratios) {
    // Whichever power does not overflow.
    if (ratio > 0) sum += -Math.expm1(-ratio) / (pi + (1 - pi) * Math.exp(-ratio));
    else sum += Math.expm1(ratio) / (1 - pi + pi * Math.exp(ratio));
  }
  return sum;
}

function logLikelihood(ratios: Float64Array, pi: number): number {
  let sum = 0;
  for (const ratio of ratios) {
    if (ratio > 0) sum += ratio + Math.log(pi + (1 - pi) * Math.exp(-ratio));
    else sum += Math.log(1 - pi + pi * Math.exp(ratio));
  }
  return sum;
}
