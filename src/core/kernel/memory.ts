/** Where each part of a kernel's memory starts, in bytes; the same in both kernels. */
export const layout = {
  /** Below it WebAssembly keeps its own. */
  nodes: 64 * 1024,
  pieces: 192 * 1024,
  slots: 448 * 1024,
  /** Where the last matched row ends. */
  rowEnd: 452 * 1024,
  /** By the first letter, a to z: the first of its words; then the end of them all. */
  wordIndex: 453 * 1024,
  /** Per word: where its bytes start, and their number. */
  wordSpans: 454 * 1024,
  wordBytes: 512 * 1024,
  /** Six tables of 16 bytes: which words may begin with a byte, by its low and its high half, for the first three bytes. */
  wordNibbles: 575 * 1024,
  /** One bit for every four classes of characters with which a word may begin. */
  wordWindows: 576 * 1024,
  block: 704 * 1024,
  end: 704 * 1024 + 512 * 1024 + 1024,
} as const;

/** Numbers per node of the tree of shapes: class before it, where its piece starts, the piece's length, kind of slot after it, first child (or the shape), next sibling. */
export const nodeSize = 6;
export const maxSlots = 64;

/** Views of the memory that a kernel reads and writes. */
export class KernelMemory {
  readonly bytes: Uint8Array;
  readonly nodes: Int32Array;
  readonly pieces: Uint8Array;
  /** Per slot of the last matched row: start and end in the block, and its flags. */
  readonly slots: Int32Array;
  /** Rows to read; `end` of a block must be below its length, for the byte that ends it. */
  readonly block: Uint8Array;
  readonly words: {
    readonly index: Int32Array;
    readonly spans: Int32Array;
    readonly bytes: Uint8Array;
    readonly nibbles: Uint8Array;
    readonly windows: Uint8Array;
  };
  readonly #rowEnd: Int32Array;

  constructor(buffer: ArrayBuffer) {
    this.bytes = new Uint8Array(buffer);
    this.nodes = new Int32Array(buffer, layout.nodes, (layout.pieces - layout.nodes) / 4);
    this.pieces = new Uint8Array(buffer, layout.pieces, layout.slots - layout.pieces);
    this.slots = new Int32Array(buffer, layout.slots, maxSlots * 3);
    this.#rowEnd = new Int32Array(buffer, layout.rowEnd, 1);
    this.words = {
      index: new Int32Array(buffer, layout.wordIndex, 27),
      spans: new Int32Array(buffer, layout.wordSpans, (layout.wordBytes - layout.wordSpans) / 4),
      bytes: new Uint8Array(buffer, layout.wordBytes, layout.wordNibbles - layout.wordBytes),
      nibbles: new Uint8Array(buffer, layout.wordNibbles, 96),
      windows: new Uint8Array(buffer, layout.wordWindows, layout.block - layout.wordWindows),
    };
    // The last kilobyte is read beyond the end, sixteen bytes at a time.
    this.block = new Uint8Array(buffer, layout.block, layout.end - layout.block - 1024);
  }

  /** Where the last matched row ends in the block: its newline, or the block's end. */
  get rowEnd(): number {
    return this.#rowEnd[0] ?? 0;
  }

  set rowEnd(value: number) {
    this.#rowEnd[0] = value;
  }
}
