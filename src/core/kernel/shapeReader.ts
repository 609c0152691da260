import { facts } from './facts.ts';
import { maxShapes, type WantedWord } from './memory.ts';
import type { RowKernel } from './rowKernel.ts';
import { groupSlot, shapeOf, type RowShape } from './rowShape.ts';
import { ShapedRow } from './shapedRow.ts';
import { ShapeTree, type ShapeFacts } from './shapeTree.ts';
import { putWords } from './wordTable.ts';
import type { Limits } from '../dataset/plainList.ts';
import type { JsonValue } from '../json/value.ts';
import { isObject } from '../json/value.ts';

const newline = 10;
/** Rows that are learned from before any has matched; then one more for every 256 that matched. */
const firstAttempts = 16;
/** Rows after which it shows whether they are alike at all. */
const trialRows = 256;

/** Which rows of known shapes are handed over one by one; of the others nothing is told but how many they are. */
export interface RowInterest {
  /** Facts that are told of rows with completions. */
  readonly asked: number;
  /** Those of them of which one must hold or may hold of a row. */
  readonly needs: number;
  readonly words: readonly WantedWord[];
  /** Of lists of numbers, where `facts.unlisted` is asked for. */
  readonly limits?: Limits | undefined;
  /** Whether it is every row of a shape. */
  everyRowOf(shape: RowShape): boolean;
  /** The greatest hash of what a row answers for which it is handed over, where `facts.sampled` is asked for; it may fall as rows come. */
  bound?(): number;
  /** Hashes of what a row answers for which it is handed over besides. */
  readonly groups?: readonly number[];
}

/** Every row, and nothing told of it but where its texts stand. */
export const everyRow: RowInterest = { asked: 0, needs: 0, words: [], everyRowOf: () => true };

export interface ShapeCount {
  readonly shape: RowShape;
  readonly rows: number;
  readonly rowsOfNumbers: number;
}

/** Learns the shapes of rows as they come and reads later rows of the same shapes without parsing them. */
export class ShapeReader {
  readonly #kernel: RowKernel;
  readonly #tree: ShapeTree;
  readonly #rows: ShapedRow[] = [];
  readonly #interest: RowInterest;
  readonly #noted: number;
  #length = 0;
  #matched = 0;
  #missed = 0;
  #attempts = 0;

  constructor(kernel: RowKernel, interest: RowInterest) {
    this.#kernel = kernel;
    this.#tree = new ShapeTree(kernel.memory);
    this.#interest = interest;
    this.#noted = interest.needs | facts.everyRow | facts.undecided;
    const { minValue = 0, maxValue = 0, maxCount = 0 } = interest.limits ?? {};
    kernel.memory.limits.set([minValue, maxValue, maxCount]);
    kernel.memory.putGroups(interest.groups ?? []);
    if (!putWords(kernel.memory, interest.words))
      throw new Error('There is no room for the words that checks look for.');
  }

  /** The shapes so far, each with how many rows it had, and those whose completions are all lists of numbers in the wide sense. */
  counts(): readonly ShapeCount[] {
    return this.#rows.map((row, number) => row.counts(number));
  }

  /** Takes over whole lines from `start` on, as many as there is room for; where they end. A line too long is taken over alone, to be parsed. */
  load(bytes: Uint8Array, start: number): number {
    const { memory } = this.#kernel;
    const end = this.#isWorthwhile() ? memory.load(bytes, start) : bytes.length;
    this.#length = this.#isWorthwhile() ? end - start : 0;
    if (end > start) return end;
    const found = bytes.indexOf(newline, start);
    return found < 0 ? bytes.length : found + 1;
  }

  /**
   * Reads rows of what was taken over, from the one at `start` on, and hands over those that are looked at, each valid until the next.
   * Where it stops a row must be parsed, or all are read. Some at a time, after
   * those of them that are handed over, it tells how many they are, and how many of them have completions.
   */
  read(start: number, take: (row: ShapedRow) => void, count?: (rows: number, answered: number) => void): number {
    if (this.#length === 0) return start;
    const { memory } = this.#kernel;
    let at = start;
    for (let from = -1; at !== from && at < this.#length;) {
      from = at;
      memory.bound = this.#interest.bound?.() ?? 0;
      const notes = this.#kernel.readRows(at, this.#length, this.#interest.asked, this.#noted);
      at = memory.readTo;
      const { newlines, answered } = memory;
      for (let note = 0; note < notes; note++) {
        const row = this.#rows[memory.ofNote(note, 0)];
        row?.enter(note);
        if (row) take(row);
      }
      this.#matched += newlines;
      count?.(newlines, answered);
    }
    if (at < this.#length) this.#missed++;
    return at;
  }

  /** Learns from a row that had to be parsed. */
  learn(text: string, value: JsonValue): void {
    if (this.#rows.length >= maxShapes || this.#attempts >= firstAttempts + (this.#matched >> 8) || !isObject(value))
      return;
    if (this.#length === 0) return;
    this.#attempts++;
    const shape = shapeOf(text, value);
    if (shape === undefined) return;
    if (this.#tree.add(shape.pieces, shape.slots, this.#toldOf(shape)) !== undefined)
      this.#rows.push(new ShapedRow(this.#kernel, shape));
  }

  #toldOf(shape: RowShape): ShapeFacts {
    const { completions, trained } = shape;
    const every = this.#interest.everyRowOf(shape) ? facts.everyRow : 0;
    if (completions.length === 0) return { facts: every, trained: [], completions };
    const group = groupSlot(shape);
    // What no slot tells may be in any row.
    const untold = (trained === undefined ? ~facts.sampled : 0) | (group === undefined ? facts.sampled : 0);
    return { facts: every | (this.#interest.needs & untold), trained: trained ?? [], completions, group };
  }

  #isWorthwhile(): boolean {
    return this.#missed < trialRows || this.#matched * 2 > this.#missed;
  }
}
