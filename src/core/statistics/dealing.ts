import { draw, type Random } from './random.ts';

/** Units that are dealt out again as wholes: rows, or rows that may not be parted. Bins stand one unit after the other. */
export interface BinnedUnits {
  /** Where each unit's bins begin; one more at the end. */
  readonly offsets: Uint32Array;
  /** A bin stands as often as it was counted. */
  readonly bins: Uint32Array;
  readonly binCount: number;
  /** Of each unit: 1 on the first side, 0 on the second. */
  readonly isFirst: Uint8Array;
  /** Of each unit the stratum within which alone it may change sides, from 0; absent: one for all. */
  readonly strata?: Uint32Array;
}

/** Deals that are counted at once: one in each bit of a number. */
export const dealsAtOnce = 32;

export interface Dealer {
  /** Puts as many units of each stratum on the first side as there were, by chance. */
  deal(): void;
  /** Sets a bit of each unit that is on the first side. */
  mark(sides: Int32Array, bit: number): void;
}

export function dealerOf({ isFirst, strata }: BinnedUnits, random: Random): Dealer {
  const pools = new Map<number, number[]>();
  isFirst.forEach((_, unit) => {
    const stratum = strata?.[unit] ?? 0;
    const pool = pools.get(stratum);
    if (pool) pool.push(unit);
    else pools.set(stratum, [unit]);
  });
  const dealt = [...pools.values()].map(pool => {
    const order = Uint32Array.from([...pool].sort((a, b) => (isFirst[b] ?? 0) - (isFirst[a] ?? 0) || a - b));
    const firsts = pool.reduce((sum, unit) => sum + (isFirst[unit] ?? 0), 0);
    return { order, firsts };
  });
  return {
    deal() {
      for (const { order, firsts } of dealt) if (firsts > 0 && firsts < order.length) draw(order, firsts, random);
    },
    mark(sides, bit) {
      for (const { order, firsts } of dealt) {
        for (let i = 0; i < firsts; i++) {
          const unit = order[i] as number;
          sides[unit] = (sides[unit] as number) | bit;
        }
      }
    },
  };
}

/** Bins `[start, end)`. */
export interface BinRange {
  readonly start: number;
  readonly end: number;
}

/** Which units hold a bin, by bin and by the bits of how often they hold it: bit `j` of bin `b` begins at `starts[b * bits + j]`. */
export interface Holders {
  readonly binCount: number;
  readonly bits: number;
  readonly starts: Uint32Array;
  readonly units: Uint32Array;
}

/**
 * Counts what the units on the first side hold in many deals at once: a unit's bits tell in which deals it is there, and counts are
 * binary numbers of which each digit is a number of as many bits, added by full adders. A bin of a unit so costs a few operations
 * for 32 deals together. Bins outside of `ranges` are passed over. Source: Warren 2013, Hacker's Delight, 2nd ed., ch. 5 (Harley and Seal's carry-save adders).
 */
export function dealtCounter(
  { bits, starts, units, binCount }: Holders,
  ranges: readonly BinRange[],
): (sides: Int32Array, counts: Uint32Array) => void {
  const digits = new Int32Array(64);
  const countBin = (bin: number, sides: Int32Array, counts: Uint32Array): void => {
    digits.fill(0);
    let most = 0;
    for (let bit = 0; bit < bits; bit++) {
      const [from, to] = [starts[bin * bits + bit] as number, starts[bin * bits + bit + 1] as number];
      most += (to - from) << bit;
      addUnits(units, from, to, sides, digits, bit);
    }
    const used = 32 - Math.clz32(most);
    for (let deal = 0; deal < dealsAtOnce; deal++) {
      let count = 0;
      for (let digit = 0; digit < used; digit++) count |= (((digits[digit] as number) >>> deal) & 1) << digit;
      counts[deal * binCount + bin] = count;
    }
  };
  return (sides, counts) => {
    for (const { start, end } of ranges) for (let bin = start; bin < end; bin++) countBin(bin, sides, counts);
  };
}

/** Adds one to each deal for each unit that is on its first side, from a digit on. */
function addUnits(
  units: Uint32Array,
  from: number,
  to: number,
  sides: Int32Array,
  digits: Int32Array,
  digit: number,
): void {
  let ones = digits[digit] as number;
  let twos = digits[digit + 1] as number;
  let fours = digits[digit + 2] as number;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    let a = sides[units[at] as number] as number;
    let b = sides[units[at + 1] as number] as number;
    let either = ones ^ a;
    let twosA = (ones & a) | (either & b);
    ones = either ^ b;
    a = sides[units[at + 2] as number] as number;
    b = sides[units[at + 3] as number] as number;
    either = ones ^ a;
    let twosB = (ones & a) | (either & b);
    ones = either ^ b;
    either = twos ^ twosA;
    const foursA = (twos & twosA) | (either & twosB);
    twos = either ^ twosB;
    a = sides[units[at + 4] as number] as number;
    b = sides[units[at + 5] as number] as number;
    either = ones ^ a;
    twosA = (ones & a) | (either & b);
    ones = either ^ b;
    a = sides[units[at + 6] as number] as number;
    b = sides[units[at + 7] as number] as number;
    either = ones ^ a;
    twosB = (ones & a) | (either & b);
    ones = either ^ b;
    either = twos ^ twosA;
    const foursB = (twos & twosA) | (either & twosB);
    twos = either ^ twosB;
    either = fours ^ foursA;
    const eights = (fours & foursA) | (either & foursB);
    fours = either ^ foursB;
    carry(digits, digit + 3, eights);
  }
  digits[digit] = ones;
  digits[digit + 1] = twos;
  digits[digit + 2] = fours;
  for (; at < to; at++) carry(digits, digit, sides[units[at] as number] as number);
}

function carry(digits: Int32Array, from: number, amount: number): void {
  for (let digit = from; amount !== 0; digit++) {
    const before = digits[digit] as number;
    digits[digit] = before ^ amount;
    amount &= before;
  }
}

export function holdersOf(binned: BinnedUnits): Holders {
  const { binCount } = binned;
  const { offsets, bins, times } = distinctBins(binned);
  const bits = 32 - Math.clz32(times.reduce((most, count) => Math.max(most, count), 0));
  const starts = new Uint32Array(binCount * bits + 2);
  for (let at = 0; at < bins.length; at++) {
    for (let bit = 0; bit < bits; bit++) {
      const list = (bins[at] as number) * bits + bit + 2;
      starts[list] = (starts[list] as number) + (((times[at] as number) >>> bit) & 1);
    }
  }
  for (let list = 1; list < starts.length; list++)
    starts[list] = (starts[list] as number) + (starts[list - 1] as number);
  const units = new Uint32Array(starts.at(-1) ?? 0);
  // Each start moves to its list's end as the list fills, which is where the next one starts.
  for (let unit = 0, at = 0; unit + 1 < offsets.length; unit++) {
    for (; at < (offsets[unit + 1] as number); at++) {
      for (let bit = 0; bit < bits; bit++) {
        if ((((times[at] as number) >>> bit) & 1) === 0) continue;
        const list = (bins[at] as number) * bits + bit + 1;
        const place = starts[list] as number;
        units[place] = unit;
        starts[list] = place + 1;
      }
    }
  }
  return { binCount, bits, starts, units };
}

/** Each bin of a unit once, with how often it stands there. */
function distinctBins({ offsets, bins, binCount }: BinnedUnits) {
  const seen = new Uint32Array(binCount);
  const ends = new Uint32Array(offsets.length);
  const distinct = new Uint32Array(bins.length);
  const times = new Uint32Array(bins.length);
  let size = 0;
  for (let unit = 0; unit + 1 < offsets.length; unit++) {
    const [from, to] = [offsets[unit] as number, offsets[unit + 1] as number];
    for (let at = from; at < to; at++) seen[bins[at] as number] = (seen[bins[at] as number] as number) + 1;
    for (let at = from; at < to; at++) {
      const bin = bins[at] as number;
      if (seen[bin] === 0) continue;
      distinct[size] = bin;
      times[size++] = seen[bin] as number;
      seen[bin] = 0;
    }
    ends[unit + 1] = size;
  }
  return { offsets: ends, bins: distinct.subarray(0, size), times: times.subarray(0, size) };
}
