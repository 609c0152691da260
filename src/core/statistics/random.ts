/** Numbers in [0, 1), the same sequence for the same seed. */
export type Random = () => number;

/** A generator of 32 bits of state, for resampling alone. Source: Tommy Ettinger, mulberry32 (public domain). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `below - 1`. */
export function randomIndex(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** A new array in random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const order = Uint32Array.from(items, (_, i) => i);
  draw(order, order.length, random);
  return Array.from(order, i => items[i]).filter((item): item is Item => item !== undefined);
}

/** Brings `count` random members, each at most once, to the front of an array of numbers. */
export function draw(pool: Uint32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const j = i + randomIndex(random, pool.length - i);
    const taken = pool[j] ?? 0;
    pool[j] = pool[i] ?? 0;
    pool[i] = taken;
  }
}
