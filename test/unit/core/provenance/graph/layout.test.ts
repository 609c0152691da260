import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LineageEdge, LineageGraph, LineageNode } from '../../../../../src/core/provenance/graph/graph.ts';
import { layOut, type Box, type LineageLayout } from '../../../../../src/core/provenance/graph/layout.ts';

const node = (id: string): LineageNode => ({ id, kind: 'model', label: id, unknown: false, details: [], warnings: [] });
const edge = (from: string, to: string, warned = false): LineageEdge => ({
  id: `${from}>${to}`,
  from,
  to,
  label: 'was made into',
  details: [],
  warnings: warned ? [{ check: 'x', title: 'X', severity: 'warning', message: 'x' }] : [],
});
const graph = (count: number, pairs: readonly (readonly [number, number, boolean])[]): LineageGraph => {
  const edges = new Map(pairs.map(([from, to, warned]) => [`${from}>${to}`, edge(`n${from}`, `n${to}`, warned)]));
  return { nodes: Array.from({ length: count }, (_, at) => node(`n${at}`)), edges: [...edges.values()] };
};

const pair = (count: number) =>
  fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.boolean()).filter(([from, to]) => from !== to);
/** Edges from an earlier to a later node: no circle, whatever is drawn. */
const acyclic = fc.integer({ min: 2, max: 14 }).chain(count =>
  fc.array(pair(count), { maxLength: 24 }).map(pairs =>
    graph(
      count,
      pairs.map(([a, b, warned]) => [Math.min(a, b), Math.max(a, b), warned] as const),
    ),
  ),
);
const any = fc
  .integer({ min: 2, max: 10 })
  .chain(count => fc.array(pair(count), { maxLength: 20 }).map(pairs => graph(count, pairs)));

function share(a: Box, b: Box): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 1e-6 && height > 1e-6;
}

function overlaps({ nodes }: LineageLayout): string[] {
  return nodes.flatMap((a, at) =>
    nodes.slice(at + 1).flatMap(b => (share(a.box, b.box) ? [`${a.id} and ${b.id}`] : [])),
  );
}

describe('layout of a lineage', () => {
  it('overlaps no nodes and keeps all of them on the page', () => {
    fc.assert(
      fc.property(any, drawn => {
        const layout = layOut(drawn);
        assert.equal(layout.nodes.length, drawn.nodes.length);
        assert.deepEqual(overlaps(layout), []);
        for (const { box } of layout.nodes) {
          assert.ok(box.x >= 0 && box.y >= 0);
          assert.ok(box.x + box.width <= layout.width && box.y + box.height <= layout.height);
        }
      }),
    );
  });

  it('leads every edge forward, around the nodes of the layers between', () => {
    fc.assert(
      fc.property(acyclic, drawn => {
        const { nodes, edges } = layOut(drawn);
        assert.equal(edges.length, drawn.edges.length);
        const layer = new Map(nodes.map(one => [one.id, one.layer]));
        for (const { id, from, to, points } of edges) {
          assert.ok((layer.get(from) ?? 0) < (layer.get(to) ?? 0), id);
          const xs = points.map(({ x }) => x);
          assert.deepEqual(
            xs,
            xs.toSorted((a, b) => a - b),
            id,
          );
          for (let at = 1; at + 2 < points.length; at += 2) {
            const [start, end] = [points[at], points[at + 1]];
            assert.ok(start && end && start.y === end.y, 'level where it passes a layer');
            const way = { x: start.x, y: start.y - 1, width: end.x - start.x, height: 2 };
            assert.deepEqual(
              nodes.filter(({ box }) => share(box, way)).map(one => one.id),
              [],
              id,
            );
          }
        }
      }),
    );
  });

  it('gives the same picture for the same graph, and never none', () => {
    fc.assert(fc.property(any, drawn => assert.deepEqual(layOut(drawn), layOut(structuredClone(drawn)))));
    assert.deepEqual(layOut({ nodes: [], edges: [] }).nodes, []);
  });

  it('writes labels only where they cover no node and no other label', () => {
    fc.assert(
      fc.property(acyclic, drawn => {
        const { nodes, edges } = layOut(drawn);
        const labelled = edges.filter(one => one.labelled);
        for (const { id, mark } of labelled) {
          assert.deepEqual(
            nodes.filter(({ box }) => share(box, mark)).map(one => one.id),
            [],
          );
          assert.deepEqual(
            labelled.filter(other => other.id !== id && share(other.mark, mark)).map(one => one.id),
            [],
          );
        }
      }),
    );
  });

  it('sets a chain in one line', () => {
    const { nodes } = layOut(
      graph(4, [
        [0, 1, false],
        [1, 2, true],
        [2, 3, false],
      ]),
    );
    assert.deepEqual(
      nodes.map(({ layer }) => layer),
      [0, 1, 2, 3],
    );
    assert.equal(new Set(nodes.map(({ box }) => box.y)).size, 1);
  });

  it('sets what nothing leads to beside what it leads to', () => {
    const { nodes } = layOut(
      graph(4, [
        [0, 1, false],
        [1, 2, false],
        [3, 2, false],
      ]),
    );
    assert.deepEqual(Object.fromEntries(nodes.map(({ id, layer }) => [id, layer])), { n0: 0, n1: 1, n2: 2, n3: 1 });
  });
});
