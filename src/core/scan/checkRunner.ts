import type { ParsedRow } from '../dataset/parsedRow.ts';
import type { FindingColumns } from '../findings/store.ts';
import type { JsonValue } from '../json/value.ts';
import type { RowShape } from '../kernel/rowShape.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

/** What one check found in one slice; crosses threads. */
export interface SliceCheck {
  readonly examined: number;
  /** All findings, kept or not, by severity. */
  readonly totals: readonly number[];
  readonly columns: FindingColumns;
  readonly rows: Uint32Array;
  /** Of a filter, where those are not all its rows: the rows that it rejects. */
  readonly rejectedRows?: Uint32Array;
  /** A probe's state. */
  readonly state?: JsonValue;
}

/** A check at work on one slice. */
export interface CheckRunner {
  /** Bits of what the kernel tells of a row, of which one must be there for the check to find anything; undefined: it reads every row. */
  readonly needs: number | undefined;
  useOf(shape: RowShape): ShapeUse;
  /** Of one that samples rows: the greatest hash of what a row answers for which it needs the row. */
  readonly bound?: number;
  /** Hashes of what a row answers for which it needs the row besides. */
  readonly groups?: readonly number[];
  add(row: number, parsed: ParsedRow): void;
  /** The same for a row of a known shape, of which it takes each or this one. */
  addShaped(row: number, shaped: ShapedRow): void;
  /** The same for rows that it is only told of. */
  addWithout(rows: number): void;
  result(): SliceCheck;
}

/** What a check takes of the rows of a shape: each of them; those with a fact that it needs, and how many the others are; how many they are; nothing. */
export type ShapeUse = 'each' | 'needed' | 'counted' | 'nothing';
