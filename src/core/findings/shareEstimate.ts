import type { Estimate } from './verdict.ts';
import { wilsonInterval } from '../statistics/proportion.ts';

/** The share of `n` rows that show something, with its 95 % score interval. Needs `n >= 1`. */
export function shareEstimate(label: string, count: number, n: number): Estimate {
  return { label, ...wilsonInterval(count, n), count, n };
}
