import { checkById } from '../../core/checks/registry.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import { filterSummary, type FilterSummary } from '../../core/scan/filterSummary.ts';
import type { CheckOutcome, ScanResult } from '../../core/scan/result.ts';
import type { CheckFilter, ScanState } from '../../rpc/inspector.ts';
import type { Dataset } from './dataset.ts';

/** A dataset's scan as the webviews show it. */
export function scanStateOf({ running, failure, latest }: Dataset): ScanState {
  if (running) return { state: 'running', ...running };
  if (failure !== undefined) return { state: 'failed', message: failure };
  if (!latest) return { state: 'none' };
  const { result, whole, stale } = latest;
  // Accepting a finding takes nothing back of what a filter rejects.
  const filtered = filtersOf(whole);
  const only = new Map(filtered?.filters.map(filter => [filter.check, filter.only]));
  const checks = result.outcomes
    .filter(({ skipped }) => skipped === undefined)
    .map(outcome => filterOf(outcome, only.get(outcome.check.id)));
  return {
    state: 'done',
    stale,
    checks,
    malformed: result.profile.malformed,
    ...(filtered && { filtered: { kept: filtered.kept, rejected: filtered.rejected } }),
  };
}

const summaries = new WeakMap<ScanResult, { readonly summary: FilterSummary | undefined }>();

/** What the filters of a scan came to together; worked out once. */
export function filtersOf(result: ScanResult): FilterSummary | undefined {
  const known = summaries.get(result) ?? { summary: filterSummary(result) };
  summaries.set(result, known);
  return known.summary;
}

function filterOf({ check, rows, findings }: CheckOutcome, only: number | undefined): CheckFilter {
  const kept = new Set<Severity>();
  for (let i = 0; i < findings.size && !kept.has('error'); i++) kept.add(findings.severityAt(i));
  const severity = severities.find(one => kept.has(one)) ?? check.severity;
  return {
    id: check.id,
    title: checkById(check.id)?.title ?? check.id,
    severity,
    rows: rows.size,
    ...(only !== undefined && { only }),
  };
}
