import type { LineageEdge, LineageGraph, LineageNode } from './graph.ts';
import { layersOf, type Slot } from './layers.ts';
import { stacked } from './stack.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends LineageNode {
  readonly box: Box;
  /** From the left, from 0. */
  readonly layer: number;
}

export interface PlacedEdge extends LineageEdge {
  /** From the right side of one node to the left side of the other; x never falls. */
  readonly points: readonly Point[];
  /** Where its warnings and label are drawn. */
  readonly mark: Box;
  /** Whether there is room for the label beside other marks. */
  readonly labelled: boolean;
}

/** A graph with a place for everything, in pixels. */
export interface LineageLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const nodeWidth = 208;
const nodeHeight = 58;
const layerGap = 112;
const nodeGap = 28;
const bendHeight = 18;
const margin = 16;
const labelHeight = 16;
const markHeight = 20;
const characterWidth = 6.4;

/**
 * Places a graph in layers from left to right: every edge goes forward, no two nodes overlap, and edges that pass a layer go
 * between its nodes. The same graph always gives the same picture. After Sugiyama, Tagawa and Toda 1981.
 */
export function layOut(graph: LineageGraph): LineageLayout {
  const layers = layersOf(graph);
  const heights = layers.map(layer => layer.map(slot => (slot.kind === 'node' ? nodeHeight : bendHeight)));
  const tops = stacked(layers, heights, nodeGap);
  const boxes = new Map<string, Box>();
  layers.forEach((layer, at) => {
    layer.forEach((slot, place) => {
      const height = heights[at]?.[place] ?? 0;
      const x = margin + at * (nodeWidth + layerGap);
      boxes.set(slot.id, { x, y: margin + (tops.get(slot.id) ?? 0), width: nodeWidth, height });
    });
  });
  const nodes = layers.flatMap((layer, at) => layer.flatMap(slot => placedNode(slot, at, boxes)));
  const edges = markedEdges(graph.edges, layers, boxes, nodes);
  const bottom = [...boxes.values()].reduce((most, { y, height }) => Math.max(most, y + height), 0);
  const marks = edges.reduce((most, { mark }) => Math.max(most, mark.y + mark.height), 0);
  return {
    width: 2 * margin + Math.max(0, layers.length * (nodeWidth + layerGap) - layerGap),
    height: Math.max(bottom, marks) + margin,
    nodes,
    edges,
  };
}

function placedNode(slot: Slot, layer: number, boxes: ReadonlyMap<string, Box>): PlacedNode[] {
  const box = boxes.get(slot.id);
  return slot.kind === 'node' && box ? [{ ...slot.node, box, layer }] : [];
}

function markedEdges(
  edges: readonly LineageEdge[],
  layers: readonly (readonly Slot[])[],
  boxes: ReadonlyMap<string, Box>,
  nodes: readonly PlacedNode[],
): PlacedEdge[] {
  const bends = new Map<string, Box[]>();
  for (const slot of layers.flat()) {
    const box = boxes.get(slot.id);
    if (slot.kind === 'bend' && box) bends.set(slot.edge, [...(bends.get(slot.edge) ?? []), box]);
  }
  const taken: Box[] = nodes.map(({ box }) => box);
  return edges.flatMap(edge => {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    if (!from || !to) return [];
    const points = route(from, bends.get(edge.id) ?? [], to);
    const { mark, labelled } = markOf(edge, points, taken);
    taken.push(mark);
    return [{ ...edge, points, mark, labelled }];
  });
}

function route(from: Box, bends: readonly Box[], to: Box): readonly Point[] {
  const middle = ({ y, height }: Box): number => y + height / 2;
  return [
    { x: from.x + from.width, y: middle(from) },
    ...bends.flatMap(bend => [
      { x: bend.x, y: middle(bend) },
      { x: bend.x + bend.width, y: middle(bend) },
    ]),
    { x: to.x, y: middle(to) },
  ];
}

const tries = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8];

/** On the edge's last way between two layers, where nothing else stands; without its label where there is no room for that. */
function markOf(
  { label, warnings }: LineageEdge,
  points: readonly Point[],
  taken: readonly Box[],
): { readonly mark: Box; readonly labelled: boolean } {
  const from = points.at(-2) ?? { x: 0, y: 0 };
  const to = points.at(-1) ?? from;
  const warned = warnings.length > 0;
  const withLabel = { width: Math.max(markHeight, label.length * characterWidth), height: labelHeight };
  const sizes = [
    { ...withLabel, height: labelHeight + (warned ? markHeight : 0), labelled: true },
    { width: warned ? markHeight * 2 : 0, height: warned ? markHeight : 0, labelled: false },
  ];
  for (const { width, height, labelled } of sizes) {
    for (const part of tries) {
      const { x, y } = curveAt(from, to, part);
      const mark = { x: x - width / 2, y: y - height / 2, width, height };
      if (!taken.some(box => overlap(box, mark))) return { mark, labelled };
    }
  }
  const { x, y } = curveAt(from, to, 0.5);
  const [, { width, height } = withLabel] = sizes;
  return { mark: { x: x - width / 2, y: y - height / 2, width, height }, labelled: false };
}

/** A point of the curve that the picture draws between two layers: level at both ends. */
function curveAt(from: Point, to: Point, part: number): Point {
  const rest = 1 - part;
  const bend = (from.x + to.x) / 2;
  return {
    x: rest ** 3 * from.x + 3 * rest * part * bend + part ** 3 * to.x,
    y: rest ** 2 * (rest + 3 * part) * from.y + part ** 2 * (part + 3 * rest) * to.y,
  };
}

/** Whether two boxes share any area. */
function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
