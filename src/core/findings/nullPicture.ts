import type { EstimateUnit, NullPicture } from './verdict.ts';

const binCount = 30;

interface Observed extends Pick<NullPicture, 'observed' | 'p' | 'of'> {
  readonly null: ArrayLike<number>;
}

/** A histogram of a statistic under the null, on an axis that holds the observed value too. */
export function nullPicture(
  label: string,
  unit: EstimateUnit,
  { observed, null: values, p, of }: Observed,
): NullPicture {
  let [low, high] = [observed, observed];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] ?? low);
    high = Math.max(high, values[i] ?? high);
  }
  const width = (high - low) / binCount;
  const counts = Array.from({ length: binCount }, () => 0);
  for (let i = 0; i < values.length; i++) {
    const bin = width > 0 ? Math.min(binCount - 1, Math.floor(((values[i] ?? 0) - low) / width)) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { label, unit, observed, low, high, counts, p, ...(of && { of }) };
}
