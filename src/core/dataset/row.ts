import type { JsonValue } from '../json/value.ts';

/** Where a row stands in the file; `byteEnd` excludes the newline (a `\r` before it is inside: it is white space to JSON). */
export interface RowSpan {
  /** From 0. People see `index + 1`. */
  readonly index: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

/** What one line holds. A malformed row is data, not an error. */
export type RowContent =
  | { readonly kind: 'blank' }
  | { readonly kind: 'malformed'; readonly error: RowError }
  | { readonly kind: 'value'; readonly value: JsonValue };

export interface RowError {
  /** From 1, in UTF-16 code units of the row's text, as editors count. */
  readonly column: number;
  /** One sentence: what was found and what was expected. */
  readonly reason: string;
}

/** One row as it stands: `text` is the line without its newline, invalid UTF-8 replaced by U+FFFD. */
export interface Row {
  readonly span: RowSpan;
  readonly text: string;
  /** Absent where the row is longer than was asked for: then `text` is its beginning. */
  readonly content?: RowContent;
}
