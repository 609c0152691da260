/**
 * Krippendorff's α for scores on an interval scale: 1 is agreement, 0 is what chance would give. Per unit (a row), the scores of the
 * judges that gave one; units with fewer than two do not count. NaN where no two scores differ anywhere or none can be compared.
 * Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number {
  const pairable = units.filter(({ length }) => length > 1);
  const values = pairable.flat();
  const n = values.length;
  if (n === 0) return NaN;
  const observed = pairable.reduce((sum, scores) => sum + squaredDifferences(scores) / (scores.length - 1), 0) / n;
  return 1 - observed / (squaredDifferences(values) / (n * (n - 1)));
}

/** Over all ordered pairs: 2n Σ(v − mean)². */
function squaredDifferences(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
