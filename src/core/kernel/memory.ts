/** Where each part of a kernel's memory starts, in bytes; the same in both kernels. */
export const layout = {
  /** Below it WebAssembly keeps its own. */
  nodes: 64 * 1024,
  pieces: 192 * 1024,
  /** `shapeSize` numbers per shape: see `ShapeTable`. */
  shapes: 448 * 1024,
  /** Three numbers: see `KernelMemory`. */
  results: 456 * 1024,
  /** Three numbers of double precision: the limits of a plain list of numbers. */
  limits: 456 * 1024 + 64,
  /** One more: see `KernelMemory.bound`. */
  bound: 456 * 1024 + 88,
  /** By the ranks of the first two letters, 32 times the first's plus the second's: the first of their words; then the end of them all. */
  wordIndex: 457 * 1024,
  /** By a hash of four bytes in small letters: a bit, whether a word may begin with them. */
  wordBits: 460 * 1024,
  /** By a hash of three bytes in small letters: the first of the heads that begin with them, from 1; 0 for none. */
  wordSlots: 468 * 1024,
  /** `spanSize` numbers per word: where its bytes start, how many they are, bits of those who want it, the letters it begins with, all bits of where they stand, and how many bytes it has in common with the word before. */
  wordSpans: 476 * 1024,
  /** `headSize` numbers per head, which is up to eight bytes that words begin with, in small letters: those bytes; its first word and the end of its words, sixteen bits each; the next head with the same hash and how many bytes it has, likewise. */
  wordHeads: 523 * 1024,
  wordBytes: 555 * 1024,
  block: 708 * 1024,
  /** The bytes to find, and beside them the bits that are set in what is read before it is compared: a letter's case. */
  literal: 1221 * 1024,
  literalMasks: 1222 * 1024,
  /** Pairs of numbers: the rows that were found, or the checkpoints. */
  pairs: 1223 * 1024,
  /** `noteSize` numbers per row that is noted: its shape, where it starts and ends in the block, its facts, the rows before it, those of them with completions, its first slot. */
  notes: 1259 * 1024,
  /** `slotSize` numbers per slot: where it starts and ends in the block, its flags, its facts. */
  slots: 1275 * 1024,
  /** Behind the memory of the kernel of texts, by bits of a hash: see `KernelMemory.putGroups`. */
  groups: 2048 * 1024,
  end: 2112 * 1024,
} as const;

/** Numbers per node of the tree of shapes: class before it, where its piece starts, the piece's length, kind of slot after it, first child (or the shape), next sibling, whether facts are asked of the slot. */
export const nodeSize = 7;
/** Numbers per shape: what is told of any row of it, rows of it, slots of which facts are told, slots of completions (both bits of two numbers), rows whose completions are all lists of numbers, the slot of what they answer (from 1, 0 for none: see `facts.sampled`). */
export const shapeSize = 8;
export const maxShapes = 256;
export const noteSize = 7;
/** Rows that `readRows` notes before it must be called again, and slots of theirs. */
export const maxNotes = 512;
export const notedSlots = 4096;
export const slotSize = 4;
export const maxSlots = 64;
export const spanSize = 6;
export const headSize = 4;
/** Pairs that `findRows` writes before it must be called again. */
export const maxFound = 4096;

/** A word to look for, and bits of those who want it. */
export interface WantedWord {
  readonly word: string;
  readonly who: number;
}

/** Views of the memory that a kernel reads and writes. */
export class KernelMemory {
  readonly bytes: Uint8Array;
  readonly nodes: Int32Array;
  readonly pieces: Uint8Array;
  readonly shapes: Int32Array;
  readonly limits: Float64Array;
  readonly notes: Int32Array;
  readonly slots: Int32Array;
  /** Rows to read; `end` of a block must be below its length, for the byte that ends it. */
  readonly block: Uint8Array;
  readonly words: {
    readonly index: Uint16Array;
    readonly spans: Int32Array;
    readonly bytes: Uint8Array;
    readonly bits: Int32Array;
    readonly slots: Uint16Array;
    readonly heads: Int32Array;
  };
  readonly literal: Uint8Array;
  readonly literalMasks: Uint8Array;
  readonly pairs: Int32Array;
  readonly #results: Int32Array;
  readonly #bound: Float64Array;
  readonly #groups: Int32Array;
  /** The words that are held. */
  wanted: readonly WantedWord[] = [];
  /** Of the row at hand. */
  firstSlot = 0;

  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.nodes = new Int32Array(buffer, layout.nodes, (layout.pieces - layout.nodes) / 4);
    this.pieces = new Uint8Array(buffer, layout.pieces, layout.shapes - layout.pieces);
    this.shapes = new Int32Array(buffer, layout.shapes, maxShapes * shapeSize);
    this.limits = new Float64Array(buffer, layout.limits, 3);
    this.notes = new Int32Array(buffer, layout.notes, maxNotes * noteSize);
    this.slots = new Int32Array(buffer, layout.slots, notedSlots * slotSize);
    this.#results = new Int32Array(buffer, layout.results, 3);
    this.#bound = new Float64Array(buffer, layout.bound, 1);
    this.#groups = new Int32Array(buffer, layout.groups, (layout.end - layout.groups) / 4);
    this.words = {
      index: new Uint16Array(buffer, layout.wordIndex, 27 * 32 + 1),
      bits: new Int32Array(buffer, layout.wordBits, (layout.wordSlots - layout.wordBits) / 4),
      slots: new Uint16Array(buffer, layout.wordSlots, (layout.wordSpans - layout.wordSlots) / 2),
      spans: new Int32Array(buffer, layout.wordSpans, (layout.wordHeads - layout.wordSpans) / 4),
      heads: new Int32Array(buffer, layout.wordHeads, (layout.wordBytes - layout.wordHeads) / 4),
      bytes: new Uint8Array(buffer, layout.wordBytes, layout.block - layout.wordBytes),
    };
    // The last kilobyte is read beyond the end, sixteen bytes at a time.
    this.block = new Uint8Array(buffer, layout.block, layout.literal - layout.block - 1024);
    this.literal = new Uint8Array(buffer, layout.literal, layout.literalMasks - layout.literal);
    this.literalMasks = new Uint8Array(buffer, layout.literalMasks, layout.pairs - layout.literalMasks);
    this.pairs = new Int32Array(buffer, layout.pairs, (layout.notes - layout.pairs) / 4);
  }

  /** A number of a shape, of a note, of a slot of the row at hand: see `layout`. */
  ofShape(shape: number, at: number): number {
    return this.shapes[shape * shapeSize + at] ?? 0;
  }

  ofNote(note: number, at: number): number {
    return this.notes[note * noteSize + at] ?? 0;
  }

  ofSlot(slot: number, at: number): number {
    return this.slots[(this.firstSlot + slot) * slotSize + at] ?? 0;
  }

  /** The greatest hash of what a row answers for which it is sampled. */
  get bound(): number {
    return this.#bound[0] ?? 0;
  }

  set bound(value: number) {
    this.#bound[0] = value;
  }

  /** Hashes of what rows answer for which they are sampled whatever the bound. */
  putGroups(hashes: Iterable<number>): void {
    const groups = this.#groups.fill(0);
    for (const hash of hashes)
      groups[placeOf(hash) >> 5] = (groups[placeOf(hash) >> 5] ?? 0) | (1 << (placeOf(hash) & 31));
  }

  /** Whether a hash may be one of those: now and then one is that shares their bits. */
  mayBeOfGroups(hash: number): boolean {
    return (((this.#groups[placeOf(hash) >> 5] ?? 0) >>> (placeOf(hash) & 31)) & 1) === 1;
  }

  /** Of the rows that were read, those with completions. */
  get answered(): number {
    return this.#results[0] ?? 0;
  }

  set answered(value: number) {
    this.#results[0] = value;
  }

  /** Newlines, or rows, that were read. */
  get newlines(): number {
    return this.#results[1] ?? 0;
  }

  set newlines(value: number) {
    this.#results[1] = value;
  }

  /** Up to where it was read. */
  get readTo(): number {
    return this.#results[2] ?? 0;
  }

  set readTo(value: number) {
    this.#results[2] = value;
  }

  /**
   * Puts whole lines from `start` on into the block, as many as there is room for, and tells where they end. Where not one line
   * has room, that is `start`. Bytes that were read into the block stay as they are.
   */
  load(bytes: Uint8Array, start: number): number {
    const { block } = this;
    let end = bytes.length;
    if (end - start >= block.length) end = bytes.lastIndexOf(10, start + block.length - 2) + 1;
    if (end <= start) return start;
    const lines = bytes.subarray(start, end);
    if (lines.buffer !== block.buffer || lines.byteOffset !== block.byteOffset) block.set(lines);
    return end;
  }

  /** Puts bytes into the block, as many as it has room for at most, and tells where; they stay where they are when they are in it. */
  put(bytes: Uint8Array): number {
    const { block } = this;
    if (bytes.buffer === block.buffer) return bytes.byteOffset - block.byteOffset;
    block.set(bytes);
    return 0;
  }
}

/** Of the lower half of a hash the bits that stand for it. */
function placeOf(hash: number): number {
  return (hash | 0) >>> 13;
}
