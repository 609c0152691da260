import type { BinnedUnits } from '../../../../src/core/statistics/dealing.ts';
import { randomIndex } from '../../../../src/core/statistics/random.ts';

/** Rows of ten bins each, of which a share is the row's own habit: bins of one row depend on each other. */
export function rowsOf(n: number, random: () => number, bins: number, stickiness: number): number[][] {
  return Array.from({ length: n }, () => {
    const habit = randomIndex(random, bins);
    return Array.from({ length: 10 }, () => (random() < stickiness ? habit : randomIndex(random, bins)));
  });
}

export function unitsOf(first: readonly number[][], second: readonly number[][], binCount: number): BinnedUnits {
  const rows = [...first, ...second];
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (offsets[i + 1] = (offsets[i] ?? 0) + row.length));
  const isFirst = Uint8Array.from(rows, (_, i) => (i < first.length ? 1 : 0));
  return { offsets, bins: Uint32Array.from(rows.flat()), binCount, isFirst };
}
