import { quantile, type Interval } from '../statistics/interval.ts';
import { randomIndex, type Random } from '../statistics/random.ts';

/** Tokens of one row, and how many of them count. */
export interface RowCount {
  readonly count: number;
  readonly of: number;
}

/** Rows below which a bootstrap over them says nothing: of one row it would be a point. */
export const fewestRows = 10;

const resamples = 2000;

/**
 * A share of tokens with its 95 % percentile bootstrap interval over rows: tokens of one row are not independent. Needs `fewestRows`. Source:
 * Davison and Hinkley 1997, Bootstrap Methods, section 5.3.
 */
export function clusteredShare(rows: readonly RowCount[], random: Random): Interval {
  const shares = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    let [count, of] = [0, 0];
    for (let j = 0; j < rows.length; j++) {
      const row = rows[randomIndex(random, rows.length)];
      count += row?.count ?? 0;
      of += row?.of ?? 0;
    }
    shares[i] = count / of;
  }
  shares.sort();
  const total = rows.reduce((sum, { of }) => sum + of, 0);
  const value = rows.reduce((sum, { count }) => sum + count, 0) / total;
  return { value, low: quantile(shares, 0.025), high: quantile(shares, 0.975) };
}
