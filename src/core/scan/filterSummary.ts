import { rowsRejectedBy, type CheckOutcome, type ScanResult } from './result.ts';
import { allRows, commonRows, countRows, unionOf, without } from '../columns/rowBits.ts';

/** Findings read for their reasons, of one filter. */
const maxReasonFindings = 100_000;

/** Which rows the filters of a scan reject, alone and together. Counts of rows are exact. */
export interface FilterSummary {
  readonly rows: number;
  readonly blank: number;
  /** Not read by any filter, so neither kept nor rejected. */
  readonly malformed: number;
  readonly kept: number;
  /** By at least one filter. */
  readonly rejected: number;
  readonly filters: readonly FilterShare[];
}

export interface FilterShare {
  readonly check: string;
  readonly rejected: number;
  /** Rows that no other filter rejects. */
  readonly only: number;
  /** Rows that another filter rejects as well, the most first. */
  readonly alsoBy: readonly { readonly check: string; readonly rows: number }[];
  /** The most frequent first; a finding may have several. */
  readonly reasons: readonly { readonly reason: string; readonly findings: number }[];
  /** How many findings the reasons were counted in, the first ones, of all. */
  readonly reasonsOf: { readonly read: number; readonly total: number };
}

/** Undefined where no filter ran. */
export function filterSummary(result: ScanResult): FilterSummary | undefined {
  const filters = ranFilters(result);
  if (filters.length === 0) return undefined;
  const { rows, blank, malformed } = result.profile;
  const sets = filters.map(outcome => rowsRejectedBy(outcome).toWords());
  const rejected = countRows(unionOf(sets));
  return {
    rows,
    blank,
    malformed,
    kept: rows - blank - malformed - rejected,
    rejected,
    filters: filters.map((outcome, at) => shareOf(outcome, at, filters, sets)),
  };
}

/** The rows that at least one filter rejects. */
export function rejectedRows(result: ScanResult): Uint32Array {
  return unionOf(ranFilters(result).map(outcome => rowsRejectedBy(outcome).toWords()));
}

/** The rows that this filter rejects and no other does. */
export function rejectedOnlyBy(result: ScanResult, check: string): Uint32Array {
  const filters = ranFilters(result);
  const its = filters.find(outcome => outcome.check.id === check);
  return without(
    its ? rowsRejectedBy(its).toWords() : new Uint32Array(0),
    filters.filter(outcome => outcome !== its).map(outcome => rowsRejectedBy(outcome).toWords()),
  );
}

/** The rows with a value that no filter rejects; the scan does not know which rows are blank. */
export function keptRows(result: ScanResult, blank: Uint32Array): Uint32Array {
  return without(allRows(result.profile.rows), [rejectedRows(result), result.malformedRows.toWords(), blank]);
}

function ranFilters({ outcomes }: ScanResult): readonly CheckOutcome[] {
  return outcomes.filter(({ rejected, skipped }) => rejected !== undefined && skipped === undefined);
}

function shareOf(
  outcome: CheckOutcome,
  at: number,
  filters: readonly CheckOutcome[],
  sets: readonly Uint32Array[],
): FilterShare {
  const { check, findings } = outcome;
  const rows = rowsRejectedBy(outcome);
  const its = sets[at] ?? new Uint32Array(0);
  const others = sets.filter((_, other) => other !== at);
  const alsoBy = filters
    .map((other, place) => ({ check: other.check.id, rows: place === at ? 0 : commonRows(its, sets[place] ?? its) }))
    .filter(({ rows: both }) => both > 0)
    .sort((a, b) => b.rows - a.rows);
  const read = Math.min(findings.size, maxReasonFindings);
  const counts = new Map<string, number>();
  for (let i = 0; i < read; i++) {
    if (!rows.has(findings.rowAt(i) ?? -1)) continue;
    const reasons = findings.at(i)?.data['reasons'];
    if (!Array.isArray(reasons)) continue;
    for (const reason of reasons) counts.set(String(reason), (counts.get(String(reason)) ?? 0) + 1);
  }
  return {
    check: check.id,
    rejected: rows.size,
    only: countRows(without(its, others)),
    alsoBy,
    reasons: [...counts]
      .map(([reason, count]) => ({ reason, findings: count }))
      .sort((a, b) => b.findings - a.findings),
    reasonsOf: { read, total: findings.total },
  };
}
