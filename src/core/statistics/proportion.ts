/** A share with its interval; all three between 0 and 1. */
export interface Proportion {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
}

/** The 0.975 quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * The 95 % score interval of a share, which keeps its coverage where no row or every row counts.
 * Needs `0 <= count <= n` and `n >= 1`. Source: Wilson 1927, J. Am. Stat. Assoc. 22:209–212.
 */
export function wilsonInterval(count: number, n: number): Proportion {
  const value = count / n;
  const scale = 1 + (z * z) / n;
  const centre = (value + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n));
  return {
    value,
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === n ? 1 : Math.min(1, centre + half),
    confidence: 0.95,
  };
}

/** The share of rows of which `n` independent rows show at least one with the given power. Needs `n >= 1`. */
export function detectableShare(n: number, power: number): number {
  return -Math.expm1(Math.log1p(-power) / n);
}
