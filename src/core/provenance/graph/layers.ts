import type { LineageEdge, LineageGraph, LineageNode } from './graph.ts';

/** Something that takes a place in a layer: a node, or an edge that passes through. */
export type Slot =
  | { readonly kind: 'node'; readonly id: string; readonly node: LineageNode; readonly before: readonly string[] }
  | { readonly kind: 'bend'; readonly id: string; readonly edge: string; readonly before: readonly string[] };

const sweeps = 8;

/** The slots of each layer from top to bottom, ordered so that few edges cross. `before` names the neighbours one layer to the left. */
export function layersOf(graph: LineageGraph): readonly (readonly Slot[])[] {
  const layerOf = layerNumbers(graph);
  const layers: Slot[][] = [];
  const before = new Map<string, string[]>();
  const put = (at: number, slot: Slot): void => {
    while (layers.length <= at) layers.push([]);
    layers[at]?.push(slot);
  };
  const beforeOf = (id: string): string[] => {
    const known = before.get(id) ?? [];
    before.set(id, known);
    return known;
  };
  for (const node of graph.nodes) {
    put(layerOf.get(node.id) ?? 0, { kind: 'node', id: node.id, node, before: beforeOf(node.id) });
  }
  for (const { id, from, to } of graph.edges) {
    const [first, last] = [layerOf.get(from), layerOf.get(to)];
    if (first === undefined || last === undefined || last <= first) continue;
    let previous = from;
    for (let at = first + 1; at < last; at++) {
      const bend = `${id} ${at}`;
      put(at, { kind: 'bend', id: bend, edge: id, before: [previous] });
      previous = bend;
    }
    beforeOf(to).push(previous);
  }
  return ordered(layers);
}

/** The longest way from a beginning; what nothing leads to stands right before what it leads to. */
function layerNumbers({ nodes, edges }: LineageGraph): ReadonlyMap<string, number> {
  const forward = withoutCircles(nodes, edges);
  const layer = new Map(nodes.map(({ id }) => [id, 0]));
  const numberOf = (id: string): number => layer.get(id) ?? 0;
  for (let changed = true, round = 0; changed && round <= nodes.length; round++) {
    changed = false;
    for (const { from, to } of forward) {
      if (numberOf(to) > numberOf(from)) continue;
      layer.set(to, numberOf(from) + 1);
      changed = true;
    }
  }
  const led = new Set(forward.map(({ to }) => to));
  for (const { id } of nodes) {
    const next = forward.filter(({ from }) => from === id).map(({ to }) => numberOf(to));
    if (!led.has(id) && next.length > 0) layer.set(id, Math.min(...next) - 1);
  }
  return layer;
}

/** The edges but those that would lead back to where they came from. */
function withoutCircles(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): LineageEdge[] {
  const known = new Set(nodes.map(({ id }) => id));
  const kept: LineageEdge[] = [];
  for (const edge of edges) {
    if (known.has(edge.from) && known.has(edge.to) && !leadsTo(edge.to, edge.from, kept)) kept.push(edge);
  }
  return kept;
}

/** Whether the edges lead from one node to another; a node leads to itself. */
export function leadsTo(start: string, goal: string, edges: readonly Pick<LineageEdge, 'from' | 'to'>[]): boolean {
  const seen = new Set([start]);
  for (const at of seen) {
    if (at === goal) return true;
    for (const { from, to } of edges) if (from === at) seen.add(to);
  }
  return false;
}

/** By the mean place of the neighbours, to and fro: Sugiyama's barycentres. Equal ones keep their order. */
function ordered(layers: readonly (readonly Slot[])[]): readonly (readonly Slot[])[] {
  const result = layers.map(layer => [...layer]);
  const after = new Map<string, string[]>();
  for (const { id, before } of layers.flat()) {
    for (const one of before) after.set(one, [...(after.get(one) ?? []), id]);
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const places = new Map(result.flatMap(layer => layer.map((slot, place) => [slot.id, place] as const)));
    const leftToRight = sweep % 2 === 0;
    for (const layer of leftToRight ? result : result.toReversed()) {
      sortByNeighbours(layer, places, slot => (leftToRight ? slot.before : (after.get(slot.id) ?? [])));
    }
  }
  return result;
}

function sortByNeighbours(
  layer: Slot[],
  places: Map<string, number>,
  neighboursOf: (slot: Slot) => readonly string[],
): void {
  const wanted = new Map(
    layer.map((slot, place) => {
      const neighbours = neighboursOf(slot).map(id => places.get(id) ?? 0);
      const mean = neighbours.reduce((sum, one) => sum + one, 0) / neighbours.length;
      return [slot.id, neighbours.length === 0 ? place : mean];
    }),
  );
  layer.sort((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0));
  layer.forEach((slot, place) => places.set(slot.id, place));
}
