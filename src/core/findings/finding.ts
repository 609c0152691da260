import type { FieldPath, JsonObject } from '../json/value.ts';

/** Most severe first. */
export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** One thing a check has to say about one place. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  /** From 0; absent when the finding is about the dataset as a whole. */
  readonly row?: number;
  /** The place in the row, as `formatPath` writes it; absent for a whole row. */
  readonly field?: string;
  /** Half-open, in UTF-16 code units of the field's text (not of the line); present with `field`. */
  readonly start?: number;
  readonly end?: number;
  /** Where it stands outside the dataset: in a card or sidecar. */
  readonly place?: FilePlace;
  readonly message: string;
  /** Machine-readable evidence: reason codes, counts, the trait. Documented per check. */
  readonly data: JsonObject;
}

/** What a check emits while it looks at one row; the scan adds check and row. */
export interface RowFinding {
  readonly severity?: Severity;
  readonly field?: FieldPath;
  readonly start?: number;
  readonly end?: number;
  readonly place?: FilePlace;
  readonly message: string;
  readonly data: JsonObject;
  /** Of a filter's finding: it is worth saying, and no reason to reject the row. */
  readonly stays?: true;
}

/** A line of a file beside the dataset. */
export interface FilePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The field of the file, as `formatPath` writes it. */
  readonly field: string;
}
