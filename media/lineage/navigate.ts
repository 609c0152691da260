import type { LineageLayout, PlacedEdge, PlacedNode } from '../../src/core/provenance/graph/layout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** What can be looked at: every node, and the edges with warnings. */
export type Part = { readonly node: PlacedNode } | { readonly edge: PlacedEdge };

export function idOf(part: Part): string {
  return 'node' in part ? part.node.id : part.edge.id;
}

/** The parts in reading order: each node, then the edges with warnings that leave it. */
export function partsOf({ nodes, edges }: LineageLayout): readonly Part[] {
  const sorted = nodes.toSorted((a, b) => a.layer - b.layer || a.box.y - b.box.y);
  return sorted.flatMap((node): Part[] => [
    { node },
    ...edges.filter(({ from, warnings }) => from === node.id && warnings.length > 0).map(edge => ({ edge })),
  ]);
}

/** Where an arrow key leads: right and left along edges, up and down in a layer. Undefined: no way there. */
export function neighbour(layout: LineageLayout, id: string, direction: Direction): string | undefined {
  const edge = layout.edges.find(one => one.id === id);
  if (edge) return ofEdge(layout, edge, direction);
  const node = layout.nodes.find(one => one.id === id);
  if (!node) return undefined;
  if (direction === 'up' || direction === 'down') return inLayer(layout.nodes, node, direction);
  const ahead = direction === 'right';
  const ways = layout.edges.filter(({ from, to }) => (ahead ? from : to) === id);
  const nearest = byHeight(ways, node.box.y)[0];
  if (!nearest) return undefined;
  return nearest.warnings.length > 0 ? nearest.id : ahead ? nearest.to : nearest.from;
}

function ofEdge({ edges }: LineageLayout, edge: PlacedEdge, direction: Direction): string | undefined {
  if (direction === 'right') return edge.to;
  if (direction === 'left') return edge.from;
  const beside = edges.filter(
    ({ from, to, warnings }) => warnings.length > 0 && (from === edge.from || to === edge.to),
  );
  const sorted = beside.toSorted((a, b) => a.mark.y - b.mark.y);
  return sorted[sorted.indexOf(edge) + (direction === 'down' ? 1 : -1)]?.id;
}

function inLayer(nodes: readonly PlacedNode[], node: PlacedNode, direction: 'up' | 'down'): string | undefined {
  const layer = nodes.filter(one => one.layer === node.layer).toSorted((a, b) => a.box.y - b.box.y);
  return layer[layer.indexOf(node) + (direction === 'down' ? 1 : -1)]?.id;
}

function byHeight(edges: readonly PlacedEdge[], y: number): readonly PlacedEdge[] {
  return edges.toSorted((a, b) => Math.abs(a.mark.y - y) - Math.abs(b.mark.y - y));
}
