import type { Slot } from './layers.ts';

const sweeps = 6;

/** The top of every slot: each as near the middle of its neighbours as the order in its layer and the gap allow; the least is 0. */
export function stacked(
  layers: readonly (readonly Slot[])[],
  heights: readonly (readonly number[])[],
  gap: number,
): ReadonlyMap<string, number> {
  const middles = new Map<string, number>();
  const after = new Map<string, string[]>();
  for (const { id, before } of layers.flat()) {
    for (const one of before) after.set(one, [...(after.get(one) ?? []), id]);
  }
  const settle = (at: number, neighboursOf: (slot: Slot) => readonly string[]): void => {
    const layer = layers[at] ?? [];
    const wanted = layer.map(slot => {
      const known = neighboursOf(slot).flatMap(id => middles.get(id) ?? []);
      return known.length === 0 ? middles.get(slot.id) : known.reduce((sum, middle) => sum + middle, 0) / known.length;
    });
    const settled = spread(wanted, heights[at] ?? [], gap);
    layer.forEach((slot, place) => middles.set(slot.id, settled[place] ?? 0));
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    layers.forEach((_, at) => settle(at, slot => slot.before));
    for (let at = layers.length - 1; at >= 0; at--) settle(at, slot => after.get(slot.id) ?? []);
  }
  const tops = layers.flatMap((layer, at) =>
    layer.map((slot, place) => [slot.id, (middles.get(slot.id) ?? 0) - (heights[at]?.[place] ?? 0) / 2] as const),
  );
  const least = tops.reduce((low, [, top]) => Math.min(low, top), Infinity);
  return new Map(tops.map(([id, top]) => [id, top - least]));
}

/** Middles in the given order with room between them, as near to what is wanted as may be: pooled adjacent violators. */
function spread(wanted: readonly (number | undefined)[], heights: readonly number[], gap: number): readonly number[] {
  let below = 0;
  const offsets = heights.map((height, at) => {
    const previous = heights[at - 1];
    below += previous === undefined ? 0 : (previous + height) / 2 + gap;
    return below;
  });
  const blocks: { sum: number; count: number }[] = [];
  offsets.forEach((offset, at) => {
    let block = { sum: (wanted[at] ?? offset) - offset, count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: block.sum + last.sum, count: block.count + last.count };
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return offsets.map((offset, at) => offset + (shifts[at] ?? 0));
}
