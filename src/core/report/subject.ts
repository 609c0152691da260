import type { Accepted } from '../acceptance/accepted.ts';
import type { ScanResult } from '../scan/result.ts';

/** A dataset file and what was scanned of it. */
export interface ReportSubject {
  readonly path: string;
  /** Of the file as it stands on disk, packed or not. */
  readonly bytes: number;
  readonly sha256: string;
  readonly result: ScanResult;
  /** The recipe in force, if any. */
  readonly recipe?: string;
  /** Who accepted what, where a file says so. */
  readonly accepted?: Accepted;
}
