import type { GraphDetail, GraphWarning, LineageEdge, LineageGraph, LineageNode, NodeKind } from './graph.ts';
import { leadsTo } from './layers.ts';

/** A lineage graph while it is being put together. */
export interface Draft {
  readonly nodes: Map<string, DraftNode>;
  readonly edges: Map<string, DraftEdge>;
}

type Open<Part extends LineageNode | LineageEdge> = Omit<Part, 'details' | 'warnings'> & {
  readonly details: GraphDetail[];
  readonly warnings: GraphWarning[];
};
export type DraftNode = Open<LineageNode>;
export type DraftEdge = Open<LineageEdge>;

export interface NewNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly unknown?: boolean;
  readonly details?: readonly GraphDetail[];
}

/** Adds a node, or more details to one that is there. */
export function addNode({ nodes }: Draft, { id, kind, label, unknown = false, details = [] }: NewNode): void {
  const known = nodes.get(id);
  if (known) known.details.push(...details);
  else nodes.set(id, { id, kind, label, unknown, details: [...details], warnings: [] });
}

/** Adds an edge between two nodes that are there; one that would close a circle is told at its end instead. */
export function addEdge(
  draft: Draft,
  from: string,
  to: string,
  label: string,
  details: readonly GraphDetail[] = [],
): void {
  const id = edgeId(from, to);
  const known = draft.edges.get(id);
  if (known) {
    known.details.push(...details);
    return;
  }
  if (!draft.nodes.has(from) || !draft.nodes.has(to)) return;
  if (leadsTo(to, from, [...draft.edges.values()])) {
    const back = draft.nodes.get(from)?.label ?? from;
    draft.nodes.get(to)?.details.push({ label: 'Circle', text: `${back} is said to lead back here` });
    return;
  }
  draft.edges.set(id, { id, from, to, label, details: [...details], warnings: [] });
}

function edgeId(from: string, to: string): string {
  return `${from} → ${to}`;
}

/** The graph with its nodes in reading order: each after those that lead to it, else as they came. */
export function finished({ nodes, edges }: Draft): LineageGraph {
  const order: LineageNode[] = [];
  const left = new Set(nodes.keys());
  while (left.size > 0) {
    const waiting = new Set([...edges.values()].filter(({ from }) => left.has(from)).map(({ to }) => to));
    const [next] = [...left].filter(id => !waiting.has(id));
    if (next === undefined) break;
    left.delete(next);
    const node = nodes.get(next);
    if (node) order.push(node);
  }
  return { nodes: order, edges: [...edges.values()] };
}
