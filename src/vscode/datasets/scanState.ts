import { checkById } from '../../core/checks/registry.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import type { CheckOutcome } from '../../core/scan/result.ts';
import type { CheckFilter, ScanState } from '../../rpc/inspector.ts';
import type { Dataset } from './dataset.ts';

/** A dataset's scan as the webviews show it. */
export function scanStateOf({ running, failure, latest }: Dataset): ScanState {
  if (running) return { state: 'running', ...running };
  if (failure !== undefined) return { state: 'failed', message: failure };
  if (!latest) return { state: 'none' };
  const { result, stale } = latest;
  const checks = result.outcomes.filter(({ skipped }) => skipped === undefined).map(filterOf);
  return { state: 'done', stale, checks, malformed: result.profile.malformed };
}

function filterOf({ check, rows, findings }: CheckOutcome): CheckFilter {
  const kept = new Set<Severity>();
  for (let i = 0; i < findings.size && !kept.has('error'); i++) kept.add(findings.severityAt(i));
  const severity = severities.find(one => kept.has(one)) ?? check.severity;
  return { id: check.id, title: checkById(check.id)?.title ?? check.id, severity, rows: rows.size };
}
