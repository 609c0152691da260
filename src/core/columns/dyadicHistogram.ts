/** Bins at most; at least half as many where the values allow it. */
const maxBins = 64;
const smallestExponent = -1074;

export interface HistogramBin {
  /** Half-open: `from` is in it, `to` is not. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

export interface DyadicState {
  readonly min: number;
  readonly max: number;
  readonly exponent: number;
  /** Index of a bin and its count. */
  readonly bins: readonly (readonly [number, number])[];
}

/**
 * A histogram whose range need not be known: bins of width 2^k at the multiples of 2^k, with the smallest k for which at most 64
 * cover the values. Counts are exact, and k depends on the smallest and the largest value alone, so slices merge to the same
 * result in any order; a part of the values has bins that nest in those of the whole.
 */
export class DyadicHistogram {
  #min = Infinity;
  #max = -Infinity;
  #exponent = smallestExponent;
  #bins = new Map<number, number>();
  /** While all values are equal: how many. */
  #equal = 0;

  /** Adds a finite number, `times` times. */
  add(value: number, times = 1): void {
    const number = value === 0 ? 0 : value;
    if (this.#min > this.#max) this.#min = this.#max = number;
    if (number === this.#min && number === this.#max) {
      this.#equal += times;
      return;
    }
    this.#cover(Math.min(this.#min, number), Math.max(this.#max, number));
    this.#count(floorOf(number, this.#exponent), times);
  }

  merge({ min, max, exponent, bins }: DyadicState): void {
    if (min > max) return;
    if (min === max) return this.add(min, bins[0]?.[1] ?? 0);
    if (this.#min > this.#max) [this.#min, this.#max] = [min, max];
    this.#cover(Math.min(this.#min, min), Math.max(this.#max, max));
    for (const [bin, count] of bins) this.#count(coarser(bin, this.#exponent - exponent), count);
  }

  toState(): DyadicState {
    const bins: readonly (readonly [number, number])[] = this.#equal > 0 ? [[0, this.#equal]] : [...this.#bins];
    return { min: this.#min, max: this.#max, exponent: this.#exponent, bins };
  }

  /** Of the bins; undefined while there are fewer than two different values. */
  get exponent(): number | undefined {
    return this.#min < this.#max ? this.#exponent : undefined;
  }

  /** The bins from the smallest value to the largest, empty ones included; no finer than 2^`exponent` where that is given. */
  bins(exponent = smallestExponent): readonly HistogramBin[] {
    if (this.#min > this.#max) return [];
    const k = Math.max(exponent, this.#exponent);
    const counts = this.#countsAt(k);
    // A single value without a width given: one bin that is no wider than the value.
    if (this.#equal > 0 && k === smallestExponent) return [{ from: this.#min, to: this.#max, rows: this.#equal }];
    const first = floorOf(this.#min, k);
    const length = floorOf(this.#max, k) - first + 1;
    return Array.from({ length }, (_, at) => {
      const bin = first + at;
      return { from: bin * 2 ** k, to: (bin + 1) * 2 ** k, rows: counts.get(bin) ?? 0 };
    });
  }

  #countsAt(exponent: number): ReadonlyMap<number, number> {
    if (this.#equal > 0) return new Map([[floorOf(this.#min, exponent), this.#equal]]);
    const counts = new Map<number, number>();
    for (const [bin, count] of this.#bins) {
      const at = coarser(bin, exponent - this.#exponent);
      counts.set(at, (counts.get(at) ?? 0) + count);
    }
    return counts;
  }

  #count(bin: number, times: number): void {
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + times);
  }

  #cover(min: number, max: number): void {
    const exponent = exponentFor(min, max);
    if (this.#equal > 0) {
      this.#bins = new Map([[floorOf(this.#min, exponent), this.#equal]]);
      this.#equal = 0;
    } else if (exponent > this.#exponent) this.#bins = new Map(this.#countsAt(exponent));
    this.#exponent = exponent;
    this.#min = min;
    this.#max = max;
  }
}

/** The smallest k for which at most `maxBins` bins of width 2^k reach from `min` to `max`. */
function exponentFor(min: number, max: number): number {
  const spanLog = Math.log2(max / 2 - min / 2) + 1;
  const below = Math.floor(spanLog - Math.log2(maxBins)) - 2;
  let exponent = Math.max(smallestExponent, Number.isFinite(below) ? below : smallestExponent);
  // The number of each bin, and of the one after it, must be exact.
  while (Math.max(max, -min) / 2 ** exponent >= 2 ** 52) exponent++;
  while (floorOf(max, exponent) - floorOf(min, exponent) >= maxBins) exponent++;
  return exponent;
}

function coarser(bin: number, by: number): number {
  return by <= 0 ? bin : floorOf(bin, by);
}

/** ⌊value / 2^exponent⌋, of a negative value even where the quotient is too small to be told from 0. */
function floorOf(value: number, exponent: number): number {
  const floor = Math.floor(value / 2 ** exponent);
  return floor === 0 && value < 0 ? -1 : floor;
}
