import { concatenate } from '../dataset/concatenate.ts';
import type { RowSet } from '../findings/rowSet.ts';

const newline = 10;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** What a scan says of the rows that are to be sorted. */
export interface Verdicts {
  readonly rejected: RowSet;
  readonly malformed: RowSet;
}

export interface SorterOptions {
  /** Where malformed rows go: as they stand, beside the rejected ones with the reason, or nowhere. */
  readonly malformed: 'as they stand' | 'with reason' | 'nowhere';
  /** Bytes of a row that are held in memory; a longer one comes without its bytes. */
  readonly maxHeldBytes: number;
}

/** A row that leaves the dataset: its line without the newline. */
export interface HeldRow {
  /** From 0. */
  readonly index: number;
  readonly byteStart: number;
  /** Without the newline. */
  readonly byteEnd: number;
  readonly kind: 'rejected' | 'malformed';
  /** Absent where the row is longer than `maxHeldBytes`. */
  readonly bytes?: Uint8Array;
}

/** What one piece of the file came to. The bytes of kept and quarantined rows are views of the pieces, newlines included. */
export interface SortedPiece {
  readonly kept: readonly Uint8Array[];
  readonly quarantined: readonly Uint8Array[];
  readonly held: readonly HeldRow[];
}

export interface SortedCounts {
  readonly rows: number;
  readonly kept: number;
  readonly rejected: number;
  readonly malformed: number;
  readonly blank: number;
}

type Fate = 'undecided' | 'kept' | 'rejected' | 'malformed';

/**
 * Sorts the bytes of a dataset into kept, rejected, malformed and blank rows, whatever pieces they come in. A kept row's bytes pass
 * through as they stand, line ending and byte order mark included; only rows that leave are put together in memory.
 */
export class RowSorter {
  readonly #verdicts: Verdicts;
  readonly #options: SorterOptions;
  readonly #counts = { rows: 0, kept: 0, rejected: 0, malformed: 0, blank: 0 };
  #rowStart = 0;
  #position = 0;
  #fate: Fate;
  #parts: Uint8Array[] = [];
  #partBytes = 0;
  #kept: Uint8Array[] = [];
  #quarantined: Uint8Array[] = [];
  #held: HeldRow[] = [];

  constructor(verdicts: Verdicts, options: SorterOptions) {
    this.#verdicts = verdicts;
    this.#options = options;
    this.#fate = this.#fateOfNext();
  }

  /** Complete rows so far; after `finish`, all of them. */
  get counts(): SortedCounts {
    return { ...this.#counts };
  }

  /** Adds the next bytes of the file. */
  add(piece: Uint8Array): SortedPiece {
    // Kept rows that follow each other leave as one run.
    let runStart = 0;
    let runEnd = 0;
    for (let at = 0; at < piece.length;) {
      const found = piece.indexOf(newline, at);
      const end = found < 0 ? piece.length : found + 1;
      if (this.#fate === 'undecided') this.#decide(piece, at, found < 0 ? end : found);
      if (this.#fate === 'kept') {
        if (runEnd !== at) {
          if (runEnd > runStart) this.#kept.push(piece.subarray(runStart, runEnd));
          runStart = at;
        }
        runEnd = end;
      } else this.#take(piece.subarray(at, end));
      this.#position += end - at;
      if (found >= 0) this.#endRow(1);
      at = end;
    }
    if (runEnd > runStart) this.#kept.push(piece.subarray(runStart, runEnd));
    return this.#flush();
  }

  /** Call at the end of the file: a last line without a newline is a row too. */
  finish(): SortedPiece {
    if (this.#position > this.#rowStart) this.#endRow(0);
    return this.#flush();
  }

  #fateOfNext(): Fate {
    const { rows } = this.#counts;
    if (this.#verdicts.malformed.has(rows)) return 'malformed';
    return this.#verdicts.rejected.has(rows) ? 'rejected' : 'undecided';
  }

  /** A row is kept from its first byte on that is not white space; until then it may be a blank one. */
  #decide(piece: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const byte = piece[at] ?? 0;
      if (byte === 0x20 || byte === 0x09 || byte === 0x0d) continue;
      const fileOffset = this.#position + at - start;
      if (byteOrderMark[fileOffset] === byte) continue;
      this.#fate = 'kept';
      this.#kept.push(...this.#parts);
      this.#parts = [];
      return;
    }
  }

  #take(bytes: Uint8Array): void {
    if (this.#fate === 'malformed') {
      const { malformed } = this.#options;
      if (malformed === 'as they stand') this.#quarantined.push(bytes);
      if (malformed !== 'with reason') return;
    }
    this.#partBytes += bytes.length;
    if (this.#fate !== 'undecided' && this.#partBytes > this.#options.maxHeldBytes) this.#parts = [];
    else this.#parts.push(bytes);
  }

  #endRow(newlineBytes: number): void {
    const fate = this.#fate === 'undecided' ? 'blank' : this.#fate;
    const isHeld = fate === 'rejected' || (fate === 'malformed' && this.#options.malformed === 'with reason');
    if (isHeld) this.#held.push(this.#heldRow(fate, newlineBytes));
    this.#counts[fate]++;
    this.#counts.rows++;
    this.#rowStart = this.#position;
    this.#parts = [];
    this.#partBytes = 0;
    this.#fate = this.#fateOfNext();
  }

  #heldRow(kind: HeldRow['kind'], newlineBytes: number): HeldRow {
    const byteEnd = this.#position - newlineBytes;
    const place = { index: this.#counts.rows, byteStart: this.#rowStart, byteEnd, kind };
    if (this.#partBytes > this.#options.maxHeldBytes) return place;
    return { ...place, bytes: concatenate(this.#parts).subarray(0, byteEnd - this.#rowStart) };
  }

  #flush(): SortedPiece {
    const sorted = { kept: this.#kept, quarantined: this.#quarantined, held: this.#held };
    this.#kept = [];
    this.#quarantined = [];
    this.#held = [];
    return sorted;
  }
}
