import type { Random } from '../../../src/core/statistics/random.ts';

/** A number of the standard normal distribution, by Box and Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
