import type { Acceptance } from './acceptance.ts';
import type { Finding } from '../findings/finding.ts';
import { severities } from '../findings/finding.ts';
import { RowSet } from '../findings/rowSet.ts';
import { FindingStore } from '../findings/store.ts';
import { rowsRejectedBy, type CheckOutcome, type ScanResult } from '../scan/result.ts';

/** What a scan found, parted: the accepted findings stay counted, the others are open. */
export interface Accepted {
  /** The scan without the findings that were accepted; verdicts and rejected rows are those of the whole scan. */
  readonly open: ScanResult;
  /** How many were accepted. */
  readonly count: number;
  /** The same by check; only checks of which some were. */
  readonly byCheck: ReadonlyMap<string, number>;
  /** Who accepted a listed finding and why. */
  of(finding: Finding): Acceptance | undefined;
}

/** By check: the positions in its store that were accepted. */
export type AcceptedPositions = ReadonlyMap<string, ReadonlyMap<number, Acceptance>>;

/** Parts a scan's findings. Those that are counted but not kept are open, whoever accepted what. */
export function partAccepted(result: ScanResult, positions: AcceptedPositions): Accepted {
  const byCheck = new Map([...positions].map(([check, accepted]) => [check, accepted.size] as const));
  const known = new Map<string, Acceptance>();
  for (const { check, findings } of result.outcomes) {
    for (const [position, acceptance] of positions.get(check.id) ?? []) {
      const finding = findings.at(position);
      if (finding) known.set(identity(finding), acceptance);
    }
  }
  const count = [...byCheck.values()].reduce((sum, some) => sum + some, 0);
  const outcomes = result.outcomes.map(outcome => {
    const accepted = positions.get(outcome.check.id);
    return accepted === undefined || accepted.size === 0 ? outcome : withoutAccepted(outcome, accepted);
  });
  const open = count === 0 ? result : { ...result, outcomes };
  return { open, count, byCheck, of: finding => known.get(identity(finding)) };
}

function withoutAccepted(outcome: CheckOutcome, accepted: ReadonlyMap<number, Acceptance>): CheckOutcome {
  const { findings } = outcome;
  const totals = [...findings.totals];
  for (const position of accepted.keys()) {
    const rank = severities.indexOf(findings.severityAt(position));
    totals[rank] = (totals[rank] ?? 0) - 1;
  }
  const open = new FindingStore(findings.check);
  open.append(columnsWithout(findings, accepted), 0, totals);
  // Accepting a finding takes nothing back of what a filter rejects.
  const rejected = outcome.rejected !== undefined && { rejectedRows: rowsRejectedBy(outcome) };
  return { ...outcome, findings: open, rows: rowsWithout(outcome, accepted, open), ...rejected };
}

function columnsWithout(store: FindingStore, accepted: ReadonlyMap<number, Acceptance>) {
  const columns = store.toColumns();
  const stays = (_value: number, position: number): boolean => !accepted.has(position);
  const gone = [...accepted.keys()].sort((a, b) => a - b);
  let passed = 0;
  const places = columns.places.flatMap(([position, place]) => {
    while ((gone[passed] ?? Infinity) < position) passed++;
    return accepted.has(position) ? [] : [[position - passed, place] as const];
  });
  return {
    row: columns.row.filter(stays),
    severity: columns.severity.filter(stays),
    field: columns.field.filter(stays),
    start: columns.start.filter(stays),
    end: columns.end.filter(stays),
    message: columns.message.filter(stays),
    data: columns.data.filter(stays),
    strings: columns.strings,
    places,
  };
}

/** A row stays while a finding of it does; of the last kept row there may be findings that were not kept. */
function rowsWithout(
  { findings, rows }: CheckOutcome,
  accepted: ReadonlyMap<number, Acceptance>,
  open: FindingStore,
): RowSet {
  const cut = findings.total > findings.size ? findings.rowAt(findings.size - 1) : undefined;
  const cleared = new Set<number>();
  for (const position of accepted.keys()) {
    const row = findings.rowAt(position);
    if (row !== undefined && row !== cut && open.ofRow(row).length === 0) cleared.add(row);
  }
  const left = new RowSet();
  for (const row of rows) if (!cleared.has(row)) left.add(row);
  return left;
}

function identity({ check, row, field, start, end, place, message }: Finding): string {
  return JSON.stringify([check, row, field, start, end, place?.path, place?.line, message]);
}
