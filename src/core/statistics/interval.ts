/** A value with the bounds of its interval, of 95 % unless it says otherwise, in the value's unit. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The value below which a share of sorted values lies, by linear interpolation; NaN of no values. */
export function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below] ?? NaN;
  return low + (place - below) * ((ascending[below + 1] ?? low) - low);
}
