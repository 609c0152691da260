import { bytesBetweenCheckpoints, maxIndexed, rowsBetweenCheckpoints, type RowKernel } from '../kernel/rowKernel.ts';

/** The start of a row: a place from which later rows are found by reading on. */
export interface Checkpoint {
  readonly row: number;
  readonly byteStart: number;
}

/**
 * Where rows start, sparsely: one checkpoint every 64 rows and at least every 64 kB, so 0.5 MB for 4 GB, and a page of rows
 * anywhere is one short read. Grows while the file is read; rows are addressable as they are indexed.
 */
export class LineIndex {
  #rows: Float64Array = new Float64Array(64);
  #starts: Float64Array = new Float64Array(64);
  #size = 1;
  #rowCount = 0;
  #byteCount = 0;
  readonly #kernel: Pick<RowKernel, 'memory' | 'findCheckpoints'> | undefined;

  /** With a kernel the same is found faster, and faster still in bytes that stand in its block. */
  constructor(kernel?: Pick<RowKernel, 'memory' | 'findCheckpoints'>) {
    this.#kernel = kernel;
  }

  /** Complete rows so far; after `finish`, all of them. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** Bytes read so far. */
  get byteCount(): number {
    return this.#byteCount;
  }

  /** Number of checkpoints; `checkpointsFrom` tells the later ones. */
  get size(): number {
    return this.#size;
  }

  /** Reads the next bytes of the file, in order. */
  add(chunk: Uint8Array): void {
    if (this.#kernel === undefined) return this.#addByNewline(chunk);
    for (let start = 0; start < chunk.length; start += maxIndexed) {
      this.#addByKernel(this.#kernel, chunk.subarray(start, start + maxIndexed));
    }
  }

  #addByKernel({ memory, findCheckpoints }: Pick<RowKernel, 'memory' | 'findCheckpoints'>, bytes: Uint8Array): void {
    const start = memory.put(bytes);
    const base = this.#byteCount;
    const row = this.#rowCount;
    const last = this.#size - 1;
    const rowsSince = row - (this.#rows[last] ?? 0);
    // Past a checkpoint's distance any further byte is the same.
    const bytesSince = Math.min(base - (this.#starts[last] ?? 0), bytesBetweenCheckpoints);
    const found = findCheckpoints(start, start + bytes.length, rowsSince, bytesSince);
    for (let i = 0; i < found * 2; i += 2) {
      this.#push(row + (memory.pairs[i] ?? 0), base + (memory.pairs[i + 1] ?? 0));
    }
    this.#rowCount = row + memory.newlines;
    this.#byteCount = base + bytes.length;
  }

  #addByNewline(chunk: Uint8Array): void {
    const base = this.#byteCount;
    let rows = this.#rowCount;
    let lastRow = this.#rows[this.#size - 1] ?? 0;
    let lastStart = this.#starts[this.#size - 1] ?? 0;
    for (let newline = chunk.indexOf(10); newline >= 0; newline = chunk.indexOf(10, newline + 1)) {
      rows++;
      const start = base + newline + 1;
      if (rows - lastRow >= rowsBetweenCheckpoints || start - lastStart >= bytesBetweenCheckpoints) {
        this.#push(rows, start);
        lastRow = rows;
        lastStart = start;
      }
    }
    this.#rowCount = rows;
    this.#byteCount = base + chunk.length;
  }

  /** Call at the end of the file with its last byte: a last line without a newline is a row too. */
  finish(lastByte: number | undefined): void {
    if (lastByte !== undefined && lastByte !== 10) this.#rowCount++;
  }

  /** The last checkpoint at or before `row`. */
  before(row: number): Checkpoint {
    let low = 0;
    let high = this.#size - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#rows[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return { row: this.#rows[low] ?? 0, byteStart: this.#starts[low] ?? 0 };
  }

  /** Checkpoints from the `from`-th on as `[row, byteStart, row, byteStart, …]`, for a border. */
  checkpointsFrom(from: number): Float64Array {
    const pairs = new Float64Array((this.#size - from) * 2);
    for (let i = from; i < this.#size; i++) {
      pairs[(i - from) * 2] = this.#rows[i] ?? 0;
      pairs[(i - from) * 2 + 1] = this.#starts[i] ?? 0;
    }
    return pairs;
  }

  /** Takes over what another thread has indexed since. */
  extend(pairs: Float64Array, rowCount: number, byteCount: number): void {
    for (let i = 0; i < pairs.length; i += 2) this.#push(pairs[i] ?? 0, pairs[i + 1] ?? 0);
    this.#rowCount = rowCount;
    this.#byteCount = byteCount;
  }

  #push(row: number, start: number): void {
    if (this.#size === this.#rows.length) {
      const rows = new Float64Array(this.#size * 2);
      const starts = new Float64Array(this.#size * 2);
      rows.set(this.#rows);
      starts.set(this.#starts);
      this.#rows = rows;
      this.#starts = starts;
    }
    this.#rows[this.#size] = row;
    this.#starts[this.#size] = start;
    this.#size++;
  }
}
