import { nodeSize, shapeSize, type KernelMemory } from './memory.ts';
import { anyClass, slotKinds, type SlotKind } from './rowKernel.ts';

/** One slot of a shape; `textClass` is `anyClass` where no fact of it matters. */
export interface Slot {
  readonly kind: SlotKind;
  readonly textClass: number;
}

/** What a kernel tells of rows of a shape. */
export interface ShapeFacts {
  /** Of any row. */
  readonly facts: number;
  /** Slots of texts whose facts are told. */
  readonly trained: readonly number[];
  readonly completions: readonly number[];
  /** The slot of what the row answers, by whose text it is sampled. */
  readonly group?: number | undefined;
}

const nothingTold: ShapeFacts = { facts: 0, trained: [], completions: [] };
const noClass = -2;

/** Puts shapes into a kernel's memory: those that begin alike share what they begin with. */
export class ShapeTree {
  readonly #memory: KernelMemory;
  readonly #encoder = new TextEncoder();
  #nodes = 1;
  #bytes = 0;
  #shapes = 0;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    // The first node stands after a class that no text has, so that the tree is never empty; 0 stands for no node.
    memory.nodes.fill(0, 0, nodeSize * 2);
    this.#addNode(0, noClass, new Uint8Array(0), slotKinds.end);
  }

  /** Adds a shape of `slots.length + 1` pieces; its number, or undefined where there is no room. */
  add(pieces: readonly string[], slots: readonly Slot[], told: ShapeFacts = nothingTold): number | undefined {
    const encoded = pieces.map(piece => this.#encoder.encode(piece));
    const size = encoded.reduce((sum, piece) => sum + piece.length, 0);
    const { nodes, pieces: room } = this.#memory;
    if ((this.#nodes + pieces.length) * nodeSize > nodes.length || this.#bytes + size > room.length) return undefined;
    let parent = 0;
    encoded.forEach((piece, i) => {
      const textClass = slots[i - 1]?.textClass ?? anyClass;
      const kind = slots[i]?.kind ?? slotKinds.end;
      const first = parent === 0 ? nodeSize : (nodes[parent + 4] ?? 0);
      parent = this.#find(first, textClass, piece, kind) ?? this.#addBeside(parent, textClass, piece, kind);
      // Shapes that begin alike share the slot: what is told of it is asked by one of them at least.
      if (told.trained.includes(i) || told.completions.includes(i)) nodes[parent + 6] = 1;
    });
    nodes[parent + 4] = this.#shapes;
    this.#memory.shapes.set(
      [told.facts, 0, ...bitsOf(told.trained), ...bitsOf(told.completions), 0, (told.group ?? -1) + 1],
      this.#shapes * shapeSize,
    );
    return this.#shapes++;
  }

  #find(first: number, textClass: number, piece: Uint8Array, kind: SlotKind): number | undefined {
    const { nodes, pieces } = this.#memory;
    for (let node = first; node !== 0; node = nodes[node + 5] ?? 0) {
      if (nodes[node] !== textClass || nodes[node + 3] !== kind || nodes[node + 2] !== piece.length) continue;
      const from = nodes[node + 1] ?? 0;
      if (piece.every((byte, i) => pieces[from + i] === byte)) return node;
    }
    return undefined;
  }

  #addBeside(parent: number, textClass: number, piece: Uint8Array, kind: SlotKind): number {
    const { nodes } = this.#memory;
    if (parent === 0) return this.#addNode(nodeSize, textClass, piece, kind);
    const eldest = nodes[parent + 4] ?? 0;
    if (eldest !== 0) return this.#addNode(eldest, textClass, piece, kind);
    nodes[parent + 4] = this.#nodes * nodeSize;
    return this.#addNode(0, textClass, piece, kind);
  }

  /** Adds a node as the next sibling of `eldest`. */
  #addNode(eldest: number, textClass: number, piece: Uint8Array, kind: SlotKind): number {
    const { nodes, pieces } = this.#memory;
    const node = this.#nodes++ * nodeSize;
    pieces.set(piece, this.#bytes);
    nodes[node] = textClass;
    nodes[node + 1] = this.#bytes;
    nodes[node + 2] = piece.length;
    nodes[node + 3] = kind;
    nodes[node + 4] = 0;
    nodes[node + 6] = 0;
    nodes[node + 5] = eldest === 0 ? 0 : (nodes[eldest + 5] ?? 0);
    if (eldest !== 0) nodes[eldest + 5] = node;
    this.#bytes += piece.length;
    return node;
  }
}

function bitsOf(slots: readonly number[]): readonly [low: number, high: number] {
  const bits: [number, number] = [0, 0];
  for (const slot of slots) bits[slot < 32 ? 0 : 1] |= 1 << (slot & 31);
  return bits;
}
