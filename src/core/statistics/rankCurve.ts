import { quantile, type Interval } from './interval.ts';
import { randomIndex, type Random } from './random.ts';

/** Values with the group that each belongs to: values of one group are not independent. */
export interface Grouped {
  readonly values: Float64Array;
  /** Whole numbers from 0; the same number on two sides is the same group. */
  readonly groups: Uint32Array;
}

/** The chance that a value of `high` is above one of `low`, ties counting half: the area under the ROC curve. */
export function rankArea(high: Float64Array, low: Float64Array): number {
  const points = sorted(high, low);
  return weightedArea(points, new Uint32Array(points.values.length), Uint32Array.of(1));
}

/** The area with its 95 % interval, by drawing whole groups with replacement. */
export function rankAreaInterval(high: Grouped, low: Grouped, random: Random, resamples = 400): Interval {
  const points = sorted(high.values, low.values);
  const groupCount = 1 + Math.max(...[high, low].map(({ groups }) => groups.reduce((a, b) => Math.max(a, b), 0)));
  const present = Uint32Array.from(new Set([...high.groups, ...low.groups]));
  const groupOf = Uint32Array.from(points.order, i =>
    i < high.values.length ? (high.groups[i] ?? 0) : (low.groups[i - high.values.length] ?? 0),
  );
  const areas = new Float64Array(resamples);
  const counts = new Uint32Array(groupCount).fill(1);
  const value = weightedArea(points, groupOf, counts);
  for (let b = 0; b < resamples; b++) {
    counts.fill(0);
    for (let i = 0; i < present.length; i++) {
      const group = present[randomIndex(random, present.length)] ?? 0;
      counts[group] = (counts[group] ?? 0) + 1;
    }
    areas[b] = weightedArea(points, groupOf, counts);
  }
  areas.sort();
  return { value, low: quantile(areas, 0.025), high: quantile(areas, 0.975) };
}

interface SortedPoints {
  /** Places in `high`, then in `low`, by ascending value. */
  readonly order: Uint32Array;
  readonly values: Float64Array;
  readonly isHigh: Uint8Array;
}

function sorted(high: Float64Array, low: Float64Array): SortedPoints {
  const all = new Float64Array(high.length + low.length);
  all.set(high);
  all.set(low, high.length);
  const order = Uint32Array.from(all, (_, i) => i).sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0) || a - b);
  return {
    order,
    values: Float64Array.from(order, i => all[i] ?? 0),
    isHigh: Uint8Array.from(order, i => (i < high.length ? 1 : 0)),
  };
}

/** Each point counting as often as its group. */
function weightedArea({ values, isHigh }: SortedPoints, groupOf: Uint32Array, counts: Uint32Array): number {
  let [lowBelow, lows, highs, wins] = [0, 0, 0, 0];
  for (let i = 0; i < values.length;) {
    const value = values[i];
    let [tiedHigh, tiedLow] = [0, 0];
    for (; i < values.length && values[i] === value; i++) {
      const weight = counts[groupOf[i] as number] as number;
      if (isHigh[i] === 1) tiedHigh += weight;
      else tiedLow += weight;
    }
    wins += tiedHigh * (lowBelow + tiedLow / 2);
    lowBelow += tiedLow;
    lows += tiedLow;
    highs += tiedHigh;
  }
  return lows === 0 || highs === 0 ? 0.5 : wins / (lows * highs);
}
