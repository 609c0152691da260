import type { KernelMemory } from './memory.ts';

/**
 * Reads rows as bytes: tells which known shape a row has and where its texts stand, without parsing it. There are two, one in
 * WebAssembly (src/kernel) and one in TypeScript, which answer alike on every input.
 */
export interface RowKernel {
  /** Holds the rows to read, the known shapes and the words; and, after `readRows`, its notes and their slots. */
  readonly memory: KernelMemory;
  /**
   * Reads rows from the one at `start` of the block on, as long as each is of a known shape, in full and as valid JSON in valid UTF-8,
   * and there is room for notes. Where it stopped, `memory.readTo`, the row must be parsed; or there was no room, and one reads on.
   * Counts the rows of each shape in `memory.shapes`, all of them in `memory.newlines`, those with completions in `memory.answered`.
   *
   * Of the texts that the student is trained to write it tells facts: bits of `marks`, `facts` and `wordBit`, of those that are
   * `asked` for, that hold or may hold of one of them; never wrong where it says no. Rows with one of those in `noted` it notes in
   * `memory.notes`; answers how many.
   */
  readRows(start: number, end: number, asked: number, noted: number): number;
  /**
   * Finds the rows between two places of the block that hold the literal of the memory or an escape that may stand for some of it,
   * from the row at `start` on. Writes a pair for each: its number counted from `start`, and the place times two, plus one for an
   * escape. Answers how many; `memory.readTo` is where to go on, at the start of a row, `memory.newlines` how many rows ended before.
   */
  findRows(start: number, end: number, search: LiteralSearch): number;
  /**
   * Finds the starts of rows that an index keeps, as `LineIndex` says, and writes a pair for each: rows that end between `start` and
   * it, bytes between. `rows` and `bytes` are those since the last one it keeps. Answers how many; `memory.newlines` is how many rows
   * ended. `end - start` is at most `maxIndexed`.
   */
  findCheckpoints(start: number, end: number, rows: number, bytes: number): number;
  /** The text of ASCII bytes of the block. */
  asciiText(start: number, end: number): string;
  /** The text of bytes of the block that are valid UTF-8. */
  wideText(start: number, end: number): string;
}

/** How the literal of the memory is looked for. */
export interface LiteralSearch {
  readonly length: number;
  /** Two of its bytes, as rare as there are: where both stand, the rest is compared. */
  readonly first: number;
  readonly second: number;
  /** Which escapes may stand for some of it: those from `\u0000` to `\u007f`, or any `\u`. */
  readonly escapes: 'ascii' | 'any';
}

/** Bytes for whose checkpoints there is room. */
export const maxIndexed = 256 * 1024;
export const rowsBetweenCheckpoints = 64;
export const bytesBetweenCheckpoints = 64 * 1024;

/** What is told of a slot: bits of its third number. */
export const slotFlags = {
  /** Bytes beyond ASCII. */
  wide: 1,
  /** Backslashes. */
  escaped: 2,
  /** Escapes from `\u0000` to `\u007f`: letters may be written so. */
  asciiEscaped: 4,
} as const;

/** The facts of a text on which alone formats decide, from bit 3 of a slot's flags on. `other` texts are of no known shape. */
export const textClasses = { empty: 0, plain: 1, thinking: 2, other: 3 } as const;
export const classShift = 3;
/** Of what stands before a piece when no fact of it matters. */
export const anyClass = -1;

/** What stands between two pieces of a shape: nothing, as the row ends; the inside of a string; one of more than 48 bytes; a number. */
export const slotKinds = { end: 0, string: 1, longString: 2, number: 3 } as const;
export type SlotKind = (typeof slotKinds)[keyof typeof slotKinds];

/** A string of more bytes than this has more than eight characters, since none takes more than six bytes (`\u0041`). */
export const shortStringBytes = 48;
