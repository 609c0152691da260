import type { Interval } from './interval.ts';
import { wilsonInterval } from './proportion.ts';

/** Rows that show something, of `n`. */
export interface Count {
  readonly count: number;
  readonly n: number;
}

/**
 * The difference of two shares, the first less the second, with its 95 % hybrid score interval.
 * Needs `n >= 1` on both sides. Source: Newcombe 1998, Stat. Med. 17:873–890, method 10.
 */
export function newcombeInterval(first: Count, second: Count): Interval {
  const a = wilsonInterval(first.count, first.n);
  const b = wilsonInterval(second.count, second.n);
  const value = a.value - b.value;
  return {
    value,
    low: Math.max(-1, value - Math.hypot(a.value - a.low, b.high - b.value)),
    high: Math.min(1, value + Math.hypot(a.high - a.value, b.value - b.low)),
  };
}

/** Chances that differ by rounding alone count as equal. */
const tolerance = 1 + 1e-7;

/**
 * The two-sided p-value of Fisher's exact test: the chance of all tables with the same sums that are no likelier.
 * Source: Fisher 1935, The Design of Experiments, and the rule of R's `fisher.test` for two sides.
 */
export function fisherExact(first: Count, second: Count): number {
  const shown = first.count + second.count;
  const all = first.n + second.n;
  const low = Math.max(0, shown - second.n);
  const high = Math.min(shown, first.n);
  // The mode's chance is 1 here, the others follow by their ratios: nothing over- or underflows where it counts.
  const mode = Math.min(high, Math.max(low, Math.floor(((first.n + 1) * (shown + 1)) / (all + 2))));
  const chances = new Float64Array(high - low + 1);
  chances[mode - low] = 1;
  for (let x = mode; x < high; x++) {
    const ratio = ((first.n - x) * (shown - x)) / ((x + 1) * (second.n - shown + x + 1));
    chances[x + 1 - low] = (chances[x - low] ?? 0) * ratio;
  }
  for (let x = mode; x > low; x--) {
    const ratio = (x * (second.n - shown + x)) / ((first.n - x + 1) * (shown - x + 1));
    chances[x - 1 - low] = (chances[x - low] ?? 0) * ratio;
  }
  const observed = (chances[first.count - low] ?? 0) * tolerance;
  let total = 0;
  let extreme = 0;
  for (const chance of chances) {
    total += chance;
    if (chance <= observed) extreme += chance;
  }
  return Math.min(1, extreme / total);
}
