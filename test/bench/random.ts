/** Draws a whole number from 0 to below a bound. */
export type Random = (below: number) => number;

/** Whole numbers below a bound by 32-bit integer arithmetic alone (mulberry32), so that every machine draws the same. */
export function randomIntegers(seed: number): Random {
  let state = seed | 0;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
