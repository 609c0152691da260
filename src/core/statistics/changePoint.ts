import { draw, type Random } from './random.ts';
import type { Permuted } from './permutation.ts';

export interface ChangePoint {
  /** The largest of all features' scaled sums of deviations. */
  readonly statistic: Permuted;
  /** Of the feature in which the change is largest: its place among the features, and after how many items it changes. */
  readonly feature: number;
  readonly after: number;
}

/**
 * Whether items in order change somewhere, in any of their features: the largest cumulated sum of deviations from the mean, over
 * √n standard deviations, against random orders. Needs as many numbers for each item. Source: Page 1954, Biometrika 41:100–115.
 */
export function changePoint(
  items: readonly (readonly number[])[],
  { permutations, random }: { readonly permutations: number; readonly random: Random },
): ChangePoint {
  const columns = (items[0] ?? []).map((_, feature) => standardised(items.map(item => item[feature] ?? 0)));
  const order = Uint32Array.from(items, (_, i) => i);
  const observed = largest(columns, order);
  const values = new Float64Array(permutations);
  for (let run = 0; run < permutations; run++) {
    draw(order, order.length, random);
    values[run] = largest(columns, order).value;
  }
  return {
    statistic: { observed: observed.value, null: values },
    feature: observed.feature,
    after: observed.after,
  };
}

function largest(
  columns: readonly Float64Array[],
  order: Uint32Array,
): { value: number; feature: number; after: number } {
  let best = { value: 0, feature: 0, after: 0 };
  columns.forEach((column, feature) => {
    let sum = 0;
    let [most, after] = [0, 0];
    for (let i = 0; i < order.length; i++) {
      sum += column[order[i] as number] as number;
      const size = Math.abs(sum);
      if (size > most) [most, after] = [size, i + 1];
    }
    const value = most / Math.sqrt(Math.max(1, order.length));
    if (value > best.value) best = { value, feature, after };
  });
  return best;
}

function standardised(values: readonly number[]): Float64Array {
  const n = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0));
  return Float64Array.from(values, value => (sd > 1e-12 ? (value - mean) / sd : 0));
}
