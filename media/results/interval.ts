import type { Estimate } from '../../src/core/findings/verdict.ts';

/** What an axis of intervals reaches, and where no effect lies on it. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly nothing: number;
}

/** The axis that holds all the intervals: shares from 0, differences around 0, areas around a half. */
export function axisOf(estimates: readonly Pick<Estimate, 'low' | 'high' | 'unit'>[]): Axis {
  const nothing = estimates[0]?.unit === 'area' ? 0.5 : 0;
  return {
    low: estimates.reduce((least, { low }) => Math.min(least, low), nothing),
    high: estimates.reduce((most, { high }) => Math.max(most, high), nothing),
    nothing,
  };
}

/** A value's place on an axis, in hundredths of its length. */
export function place(value: number, { low, high }: Pick<Axis, 'low' | 'high'>): number {
  if (!(high > low)) return 0;
  return Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * 1000) / 10;
}
