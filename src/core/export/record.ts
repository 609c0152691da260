import type { SortedCounts } from './rowSorter.ts';
import { selectionRemarks, type SelectionRecord } from './selection.ts';
import {
  exportRecordVersion,
  filtersOf,
  overlaps,
  remarks,
  tallyFilters,
  type FilterTally,
  type Overlap,
  type ReasonCounter,
} from './tally.ts';
import type { ScanResult } from '../scan/result.ts';

/** A file that was written: by its name, so that the record is the same wherever it is made. */
export interface OutputRecord {
  /** `kept`, `rejected` or `quarantine`. */
  readonly role: string;
  readonly name: string;
  /** As it stands on disk. */
  readonly bytes: number;
  readonly sha256: string;
  /** Of a packed file: the hash of its rows unpacked, which does not depend on the version of what packed them. */
  readonly contentSha256?: string;
}

/** What an export did. All but `date` follows from the dataset, the recipe and Undertone's version. */
export interface ExportRecord {
  readonly version: number;
  readonly tool: { readonly name: 'Undertone'; readonly version: string };
  readonly input: { readonly name: string; readonly bytes: number; readonly sha256: string };
  /** `null`: none; what ran stands in `filters`. */
  readonly recipe: { readonly name: string; readonly sha256: string } | null;
  readonly rows: SortedCounts;
  readonly filters: readonly FilterTally[];
  readonly overlaps: readonly Overlap[];
  /** Only where rows were chosen by scores. */
  readonly selection?: SelectionRecord;
  readonly outputs: readonly OutputRecord[];
  /** What should not be overlooked, one sentence each. */
  readonly remarks: readonly string[];
  readonly date: string;
}

export interface ExportFacts {
  /** Of the dataset's file, packed or not. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly recipe?: { readonly name: string; readonly sha256: string };
  readonly selection?: SelectionRecord;
  readonly outputs: readonly OutputRecord[];
  /** Of the scan whose filters decided. */
  readonly result: ScanResult;
  readonly counts: SortedCounts;
  readonly reasons: ReasonCounter;
  readonly version: string;
  readonly date: string;
}

export function exportRecord(facts: ExportFacts): ExportRecord {
  const { name, bytes, sha256, recipe, outputs, result, counts, reasons, version, date, selection } = facts;
  const outcomes = filtersOf(result);
  const filters = tallyFilters(outcomes, reasons);
  return {
    version: exportRecordVersion,
    tool: { name: 'Undertone', version },
    input: { name, bytes, sha256 },
    recipe: recipe ?? null,
    rows: counts,
    filters,
    overlaps: overlaps(outcomes),
    ...(selection && { selection }),
    outputs,
    remarks: [...remarks(filters, counts, selection !== undefined), ...(selection ? selectionRemarks(selection) : [])],
    date,
  };
}
