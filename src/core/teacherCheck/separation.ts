import type { Interval } from '../statistics/interval.ts';
import { draw, type Random } from '../statistics/random.ts';
import { rankArea, rankAreaInterval, type Grouped } from '../statistics/rankCurve.ts';

/** How well held-out rows of two sides are told apart. */
export interface Separation {
  /** Of single rows, with its 95 % interval by drawing prompts with replacement. */
  readonly perRow: Interval;
  /** Of mean scores of bags of rows; sizes of which a side has fewer than two bags are left out. */
  readonly bags: readonly { readonly rows: number; readonly area: number }[];
}

const bagSizes = [8, 32, 128];
const bagsDrawn = 400;

/** Areas under the ROC curve of a score that is high on the first side. */
export function separation(high: Grouped, low: Grouped, random: Random): Separation {
  const fewest = Math.min(high.values.length, low.values.length);
  return {
    perRow: rankAreaInterval(high, low, random),
    bags: bagSizes
      .filter(size => 2 * size <= fewest)
      .map(size => ({
        rows: size,
        area: rankArea(bagMeans(high.values, size, random), bagMeans(low.values, size, random)),
      })),
  };
}

/** Means of bags, no row twice in one bag. */
function bagMeans(values: Float64Array, size: number, random: Random): Float64Array {
  const pool = Uint32Array.from(values, (_, i) => i);
  return Float64Array.from({ length: bagsDrawn }, () => {
    draw(pool, size, random);
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[pool[i] ?? 0] ?? 0;
    return sum / size;
  });
}

/**
 * The expected calibration error over ten bins of the greatest probability: how far stated and actual shares of right answers lie
 * apart. `logs`: `classCount` a row. Source: Guo et al. 2017, arXiv 1706.04599.
 */
export function calibrationError(logs: Float64Array, classes: readonly number[], classCount: number): number {
  const bins = Array.from({ length: 10 }, () => ({ stated: 0, right: 0 }));
  classes.forEach((own, row) => {
    let best = 0;
    for (let c = 1; c < classCount; c++) {
      if ((logs[row * classCount + c] ?? 0) > (logs[row * classCount + best] ?? 0)) best = c;
    }
    const stated = Math.exp(logs[row * classCount + best] ?? 0);
    const bin = bins[Math.min(9, Math.floor(stated * 10))];
    if (!bin) return;
    bin.stated += stated;
    bin.right += best === own ? 1 : 0;
  });
  return bins.reduce((sum, { stated, right }) => sum + Math.abs(stated - right), 0) / classes.length;
}
