import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { idOf, neighbour, partsOf } from '../../../../media/lineage/navigate.ts';
import { layOut } from '../../../../src/core/provenance/graph/layout.ts';

const warning = { check: 'x', title: 'X', severity: 'warning', message: 'x' } as const;
const node = (id: string) => ({ id, kind: 'model', label: id, unknown: false, details: [], warnings: [] }) as const;
const edge = (from: string, to: string, warned: boolean) => ({
  id: `${from}>${to}`,
  from,
  to,
  label: 'made',
  details: [],
  warnings: warned ? [warning] : [],
});
// a and b lead to c, with a warning from a; c leads to d.
const layout = layOut({
  nodes: ['a', 'b', 'c', 'd'].map(node),
  edges: [edge('a', 'c', true), edge('b', 'c', false), edge('c', 'd', false)],
});

describe('keys in the lineage', () => {
  it('reads from left to right, edges with warnings after the node they leave', () => {
    assert.deepEqual(partsOf(layout).map(idOf), ['a', 'a>c', 'b', 'c', 'd']);
  });

  it('goes along edges, stops at their warnings, and up and down in a layer', () => {
    assert.equal(neighbour(layout, 'a', 'right'), 'a>c');
    assert.equal(neighbour(layout, 'a>c', 'right'), 'c');
    assert.equal(neighbour(layout, 'a>c', 'left'), 'a');
    assert.equal(neighbour(layout, 'b', 'right'), 'c');
    assert.equal(neighbour(layout, 'd', 'left'), 'c');
    assert.equal(neighbour(layout, 'a', 'down'), 'b');
    assert.equal(neighbour(layout, 'b', 'up'), 'a');
    assert.equal(neighbour(layout, 'd', 'right'), undefined);
    assert.equal(neighbour(layout, 'nowhere', 'left'), undefined);
  });
});
