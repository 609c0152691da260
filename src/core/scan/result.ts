import type { PlannedCheck } from './plan.ts';
import type { DatasetProfile } from '../dataset/profile.ts';
import type { RowError } from '../dataset/row.ts';
import { severities, type Finding, type RowFinding } from '../findings/finding.ts';
import type { RowSet } from '../findings/rowSet.ts';
import type { FindingStore } from '../findings/store.ts';
import type { Verdict } from '../findings/verdict.ts';
import type { ProvenanceRecord } from '../provenance/record.ts';

/** What one check came to over the whole dataset. */
export interface CheckOutcome {
  readonly check: PlannedCheck;
  /** Rows it looked at. */
  readonly examined: number;
  /** Its findings in row order; `findings.total` counts those beyond the plan's limit too. */
  readonly findings: FindingStore;
  /** Of a filter: the rows it rejects. */
  readonly rejected?: number;
  /** Of a filter that also speaks of rows it lets pass: the rows it rejects. */
  readonly rejectedRows?: RowSet;
  readonly verdict?: Verdict;
  /** Why it did not run here; then `examined` is 0 and nothing may be concluded. */
  readonly skipped?: string;
  /** The rows with at least one finding, all of them. */
  readonly rows: RowSet;
  /** Of a filter that compares rows: the finding of one of them, kept or not. */
  findingOf?(row: number): RowFinding | undefined;
}

export interface MalformedRow {
  /** From 0. */
  readonly row: number;
  readonly error: RowError;
}

/** The file that the dataset was compared with. */
export interface ControlFacts {
  readonly path: string;
  /** That could be read; blank ones do not count. */
  readonly rows: number;
  /** That could not be read, and so were not compared. */
  readonly malformed: number;
}

/** The whole outcome of a scan. Same input, same plan: same result, however it was sliced. */
export interface ScanResult {
  readonly profile: DatasetProfile;
  readonly provenance: ProvenanceRecord;
  readonly outcomes: readonly CheckOutcome[];
  /** The first malformed rows; `malformedRows` holds them all. */
  readonly malformed: readonly MalformedRow[];
  readonly malformedRows: RowSet;
  /** Absent: there was none to compare with. */
  readonly control?: ControlFacts;
}

/** The rows that a filter rejects. */
export function rowsRejectedBy({ rejectedRows, rows }: CheckOutcome): RowSet {
  return rejectedRows ?? rows;
}

/** Whether any check could read a row: without, a scan says nothing. */
export function wasTested({ outcomes }: Pick<ScanResult, 'outcomes'>): boolean {
  return outcomes.some(({ skipped, examined }) => skipped === undefined && examined > 0);
}

/** All findings, kept or not. */
export function totalFindings(result: ScanResult): number {
  return result.outcomes.reduce((sum, outcome) => sum + outcome.findings.total, 0);
}

/** The kept findings of one row, in the order of the checks. */
export function findingsOfRow(result: ScanResult, row: number): Finding[] {
  return result.outcomes.flatMap(outcome => outcome.findings.ofRow(row));
}

/** Up to `limit` kept findings by row, then by check; those of the whole dataset first. */
export function findingsInOrder(result: ScanResult, limit: number): Finding[] {
  const stores = result.outcomes.map(outcome => outcome.findings);
  const positions = stores.map(() => 0);
  const found: Finding[] = [];
  while (found.length < limit) {
    const next = earliest(stores, positions);
    if (next < 0) break;
    const position = positions[next] ?? 0;
    const finding = stores[next]?.at(position);
    positions[next] = position + 1;
    if (finding) found.push(finding);
  }
  return found;
}

/** Up to `limit` kept findings, the most severe first, then by row. */
export function worstFindings(result: ScanResult, limit: number): Finding[] {
  const found: Finding[] = [];
  for (const severity of severities) {
    const matching: Finding[] = [];
    for (const { findings } of result.outcomes) {
      let taken = 0;
      for (let i = 0; i < findings.size && taken < limit - found.length; i++) {
        if (findings.severityAt(i) !== severity) continue;
        const finding = findings.at(i);
        if (finding) matching.push(finding);
        taken++;
      }
    }
    matching.sort((a, b) => (a.row ?? -1) - (b.row ?? -1));
    found.push(...matching.slice(0, limit - found.length));
    if (found.length >= limit) break;
  }
  return found;
}

function earliest(stores: readonly FindingStore[], positions: readonly number[]): number {
  let best = -1;
  let bestRow = Infinity;
  stores.forEach((store, i) => {
    const position = positions[i] ?? 0;
    if (position >= store.size) return;
    const row = store.rowAt(position) ?? -1;
    if (row < bestRow) {
      best = i;
      bestRow = row;
    }
  });
  return best;
}
