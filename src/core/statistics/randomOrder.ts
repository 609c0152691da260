import { randomIndex, type Random } from './random.ts';

/** The whole numbers below `count`, each once, in random order; memory grows with what is taken, not with `count`. */
export function* randomOrder(count: number, random: Random): Generator<number> {
  const moved = new Map<number, number>();
  for (let left = count; left > 0; left--) {
    const at = randomIndex(random, left);
    yield moved.get(at) ?? at;
    moved.set(at, moved.get(left - 1) ?? left - 1);
    moved.delete(left - 1);
  }
}
