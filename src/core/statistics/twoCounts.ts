/** How often each bin was seen on two sides; arrays of one length. */
export interface TwoCounts {
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
}

/**
 * The likelihood-ratio statistic G = 2 Σ O ln(O/E) of a table of two rows; bins that are empty on both sides count nothing.
 * Its χ² table does not hold where the counts of one row of a dataset depend on each other: take the null from permutations.
 */
export function gStatistic({ first, second }: TwoCounts): number {
  const n1 = sum(first);
  const n2 = sum(second);
  let total = xLogX(n1 + n2) - xLogX(n1) - xLogX(n2);
  for (let bin = 0; bin < first.length; bin++) {
    const a = first[bin] ?? 0;
    const b = second[bin] ?? 0;
    total += xLogX(a) + xLogX(b) - xLogX(a + b);
  }
  return Math.max(0, 2 * total);
}

/**
 * The Jensen–Shannon divergence of the shares on two sides, in bits: H((p+q)/2) − ½H(p) − ½H(q). Of samples it is biased upwards,
 * the more the fewer they are: report it less its mean under permutations.
 */
export function jensenShannonBits({ first, second }: TwoCounts): number {
  const n1 = sum(first);
  const n2 = sum(second);
  if (n1 === 0 || n2 === 0) return 0;
  let nats = 0;
  for (let bin = 0; bin < first.length; bin++) {
    const p = (first[bin] ?? 0) / n1;
    const q = (second[bin] ?? 0) / n2;
    nats += (xLogX(p) + xLogX(q)) / 2 - xLogX((p + q) / 2);
  }
  return Math.max(0, nats / Math.LN2);
}

/** 0 at 0, its limit. */
export function xLogX(x: number): number {
  return x <= 0 ? 0 : x * Math.log(x);
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin] ?? 0;
  return total;
}
