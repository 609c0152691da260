import { DyadicHistogram, type DyadicState, type HistogramBin } from './dyadicHistogram.ts';
import { ExactSum } from './exactSum.ts';

/** A quantile is off by at most this share of itself; whole numbers below 64 are exact. */
export const quantileError = 1 / 64;

/** Bits of a double's upper half that are not in a bucket's key: 32 buckets for every doubling. */
const droppedBits = 15;
/** The sum of fewer than 2^53 smaller terms is finite. */
const largestTerm = 1e290;

export interface NumberSketchState {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly sum: readonly number[];
  readonly linear: DyadicState;
  readonly buckets: readonly (readonly [number, number])[];
}

/** What is told of many numbers. Everything but the quantiles is exact. */
export interface NumberSummary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Absent where the numbers are too large to be added up. */
  readonly mean?: number;
  /** Within 1.6 % of the value (`quantileError`). */
  readonly quantiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p95: number;
  };
  readonly histogram: NumberHistogram;
}

export interface NumberHistogram {
  /** Of the widths: equal, or growing with the values. */
  readonly scale: 'linear' | 'log';
  readonly bins: readonly HistogramBin[];
}

/** The bins of another summary, to be drawn beside it: equal widths no finer than 2^`exponent`. */
export interface SummaryOptions {
  readonly like?: NumberSketch;
}

/** Counts, sum, histogram and quantiles of numbers in a few kilobytes; merges to the same in any order. */
export class NumberSketch {
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  #whole = true;
  readonly #sum = new ExactSum();
  readonly #linear = new DyadicHistogram();
  readonly #buckets = new Map<number, number>();
  readonly #double = new DataView(new ArrayBuffer(8));

  /** Adds a finite number. */
  add(value: number): void {
    const number = value === 0 ? 0 : value;
    this.#count++;
    if (number < this.#min) this.#min = number;
    if (number > this.#max) this.#max = number;
    this.#whole &&= Number.isInteger(number);
    this.#sum.add(number);
    this.#linear.add(number);
    this.#double.setFloat64(0, number);
    const bucket = this.#double.getUint32(0) >>> droppedBits;
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  merge(state: NumberSketchState): void {
    this.#count += state.count;
    this.#min = Math.min(this.#min, state.min);
    this.#max = Math.max(this.#max, state.max);
    this.#whole &&= state.whole;
    this.#sum.merge(state.sum);
    this.#linear.merge(state.linear);
    for (const [bucket, count] of state.buckets) this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
  }

  toState(): NumberSketchState {
    return {
      count: this.#count,
      min: this.#min,
      max: this.#max,
      whole: this.#whole,
      sum: this.#sum.toState(),
      linear: this.#linear.toState(),
      buckets: [...this.#buckets],
    };
  }

  /** Undefined where there was no number. */
  summary({ like }: SummaryOptions = {}): NumberSummary | undefined {
    if (this.#count === 0) return undefined;
    const ranked = this.#ranked();
    const at = (share: number): number => this.#quantile(ranked, share);
    const quantiles = { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) };
    const summable = Math.max(this.#max, -this.#min) < largestTerm;
    return {
      count: this.#count,
      min: this.#min,
      max: this.#max,
      ...(summable && { mean: this.#sum.value / this.#count }),
      quantiles,
      histogram: this.#histogram(ranked, like),
    };
  }

  /** Equal widths, unless nearly all would stand in the first few. */
  #histogram(ranked: readonly Bucket[], like: NumberSketch | undefined): NumberHistogram {
    const whole = like ?? this;
    if (whole.#isSkewed()) return { scale: 'log', bins: doublings(ranked) };
    const finest = whole.#whole ? Math.max(0, whole.#linear.exponent ?? 0) : whole.#linear.exponent;
    return { scale: 'linear', bins: this.#linear.bins(finest) };
  }

  /** No negative number, and 95 of 100 below a tenth of the largest. */
  #isSkewed(): boolean {
    return this.#min >= 0 && this.#max > 64 && this.#quantile(this.#ranked(), 0.95) * 10 < this.#max;
  }

  /** The buckets in the order of their values. */
  #ranked(): readonly Bucket[] {
    return [...this.#buckets].map(([key, count]) => ({ ...this.#boundsOf(key), count })).sort((a, b) => a.low - b.low);
  }

  #boundsOf(key: number): { readonly low: number; readonly high: number } {
    const bound = (upper: number): number => {
      this.#double.setUint32(0, upper);
      this.#double.setUint32(4, 0);
      return this.#double.getFloat64(0);
    };
    const nearer = bound(key << droppedBits);
    const farther = bound((key + 1) << droppedBits);
    const beyond = Number.isFinite(farther) ? farther : Math.sign(nearer) * Number.MAX_VALUE;
    return key >= 1 << 16 ? { low: beyond, high: nearer } : { low: nearer, high: beyond };
  }

  /** The value at a share of the count (nearest rank), as the middle of its bucket. */
  #quantile(ranked: readonly Bucket[], share: number): number {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let before = 0;
    for (const { low, high, count } of ranked) {
      before += count;
      if (before < rank) continue;
      // The bucket of 0 holds nothing else but what is smaller than 1e-308.
      const middle = low === 0 || high === 0 ? 0 : low + (high - low) / 2;
      const value = this.#whole ? Math.trunc(middle) : middle;
      return Math.min(this.#max, Math.max(this.#min, value));
    }
    return this.#max;
  }
}

interface Bucket {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Bins that double (those below 1 together): each is a whole number of buckets. */
function doublings(ranked: readonly Bucket[]): readonly HistogramBin[] {
  const last = ranked.at(-1)?.low ?? 0;
  const length = last < 1 ? 1 : Math.floor(Math.log2(last)) + 2;
  const rows = Array.from({ length }, () => 0);
  for (const { low, count } of ranked) {
    const bin = low < 1 ? 0 : exponentOf(low) + 1;
    rows[bin] = (rows[bin] ?? 0) + count;
  }
  const first = rows.findIndex(count => count > 0);
  return rows.map((count, bin) => ({ from: bin === 0 ? 0 : 2 ** (bin - 1), to: 2 ** bin, rows: count })).slice(first);
}

/** The whole part of the binary logarithm: of a bucket's bound it may not be rounded. */
function exponentOf(value: number): number {
  const near = Math.floor(Math.log2(value));
  if (2 ** near > value) return near - 1;
  return 2 ** (near + 1) <= value ? near + 1 : near;
}
