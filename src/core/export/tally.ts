import type { Rejection } from './rejections.ts';
import type { SortedCounts } from './rowSorter.ts';
import type { OptionValue } from '../checks/options.ts';
import { RowSet } from '../findings/rowSet.ts';
import { rowsRejectedBy, type CheckOutcome, type ScanResult } from '../scan/result.ts';
import { counted } from '../text/numbers.ts';

/** Of the record beside an export: grows by one when a field changes its meaning or goes. */
export const exportRecordVersion = 1;

/** What one filter did. */
export interface FilterTally {
  readonly id: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Rows it looked at; the others it lets pass. */
  readonly examined: number;
  readonly rejected: number;
  /** Of these, rows that no other filter rejects. */
  readonly alone: number;
  /** Rows by reason code; a row with several counts for each. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Why it did not run; then nothing may be concluded. */
  readonly skipped?: string;
}

/** How many rows two filters reject both. */
export interface Overlap {
  readonly checks: readonly [string, string];
  readonly rows: number;
}

/** The outcomes that reject rows. */
export function filtersOf(result: ScanResult): readonly CheckOutcome[] {
  return result.outcomes.filter(({ check, rejected }) => check.kind === 'filter' || rejected !== undefined);
}

/** The rows that at least one filter rejects. */
export function rejectedRows(filters: readonly CheckOutcome[]): RowSet {
  const union = new RowSet();
  for (const filter of filters) union.addAll(rowsRejectedBy(filter), 0);
  return union;
}

/** Counts reasons while rows are explained. */
export class ReasonCounter {
  readonly #counts = new Map<string, Map<string, number>>();

  add(rejections: readonly Rejection[]): void {
    for (const { why } of rejections) {
      const seen = new Set(why.flatMap(({ check, reasons }) => reasons.map(reason => `${check}\n${reason}`)));
      for (const key of seen) {
        const [check = '', reason = ''] = key.split('\n');
        const reasons = this.#counts.get(check) ?? new Map<string, number>();
        this.#counts.set(check, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
      }
    }
  }

  /** By reason code, the most frequent first. */
  of(check: string): Readonly<Record<string, number>> {
    const ranked = [...(this.#counts.get(check) ?? [])].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return Object.fromEntries(ranked);
  }
}

export function tallyFilters(filters: readonly CheckOutcome[], reasons: ReasonCounter): readonly FilterTally[] {
  return filters.map(filter => {
    const others = rejectedRows(filters.filter(other => other !== filter));
    const rejected = rowsRejectedBy(filter);
    return {
      id: filter.check.id,
      options: filter.check.options,
      examined: filter.examined,
      rejected: rejected.size,
      alone: rejected.size - inBoth(rejected, others),
      reasons: reasons.of(filter.check.id),
      ...(filter.skipped !== undefined && { skipped: filter.skipped }),
    };
  });
}

export function overlaps(filters: readonly CheckOutcome[]): readonly Overlap[] {
  return filters.flatMap((left, i) =>
    filters.slice(i + 1).map(right => ({
      checks: [left.check.id, right.check.id] as const,
      rows: inBoth(rowsRejectedBy(left), rowsRejectedBy(right)),
    })),
  );
}

function inBoth(left: RowSet, right: RowSet): number {
  let rows = 0;
  for (const row of left) if (right.has(row)) rows++;
  return rows;
}

/** What a user should be told plainly of an export, one sentence each. `chosen`: rows leave by their scores too. */
export function remarks(filters: readonly FilterTally[], counts: SortedCounts, chosen: boolean): readonly string[] {
  const ran = filters.filter(({ skipped }) => skipped === undefined);
  const values = counts.kept + counts.rejected;
  const remarksOfAll = [
    ...(ran.length === 0 && !chosen
      ? [`No filter ran: all ${counted(counts.kept, 'row')} that hold a value are kept.`]
      : []),
    ...(ran.length > 0 && counts.rejected === 0 ? ['No row is rejected: what is kept is what went in.'] : []),
    ...(values > 0 && counts.kept === 0 ? ['No row is left: the file of kept rows is empty.'] : []),
    ...(counts.malformed > 0
      ? [`${counted(counts.malformed, 'row')} could not be read and ${are(counts.malformed)} not kept.`]
      : []),
  ];
  return [...filters.flatMap(remarkOf), ...conflict(ran, counts), ...remarksOfAll];
}

function remarkOf({ id, examined, rejected, skipped }: FilterTally): readonly string[] {
  if (skipped !== undefined) return [`${id} did not run: ${skipped}`];
  if (rejected === examined && examined > 0) {
    return [
      `${id} rejects every one of the ${counted(examined, 'row')} it examined: is it the right filter for this data?`,
    ];
  }
  if (rejected === 0) return [`${id} rejects none of the ${counted(examined, 'row')} it examined.`];
  return [];
}

/** Filters that together leave nothing although each alone would leave something. */
function conflict(ran: readonly FilterTally[], { kept, rejected }: SortedCounts): readonly string[] {
  if (kept > 0 || rejected === 0 || ran.length < 2 || ran.some(tally => tally.rejected === rejected)) return [];
  const ids = ran.filter(tally => tally.rejected > 0).map(({ id }) => id);
  return [`${ids.join(' and ')} are in conflict: each keeps rows, but none that the others keep.`];
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
