import type { Estimate } from '../../src/core/findings/verdict.ts';

/** The end of an axis that holds all the intervals. */
export function axisMaximum(estimates: readonly Pick<Estimate, 'high'>[]): number {
  return estimates.reduce((maximum, { high }) => Math.max(maximum, high), 0);
}

/** A value's place on an axis from 0 to `maximum`, in hundredths of its length. */
export function place(value: number, maximum: number): number {
  if (!(maximum > 0)) return 0;
  return Math.round(Math.min(1, Math.max(0, value / maximum)) * 1000) / 10;
}
