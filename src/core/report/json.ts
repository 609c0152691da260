import type { Accepted } from '../acceptance/accepted.ts';
import { mainFormat } from '../dataset/mainFormat.ts';
import type { ColumnProfile } from '../dataset/profile.ts';
import type { LocatedSubject } from './located.ts';
import type { ReportSubject } from './subject.ts';
import type { Finding } from '../findings/finding.ts';
import type { ProvenanceRecord } from '../provenance/record.ts';
import { findingsInOrder, totalFindings, type CheckOutcome, type MalformedRow } from '../scan/result.ts';

/** Of the JSON reports: grows by one when a field changes its meaning or goes. */
export const reportVersion = 1;

/** `undertone inspect --format json`. */
export function inspectReport(subject: ReportSubject): object {
  return {
    version: reportVersion,
    dataset: datasetJson(subject),
    provenance: provenanceJson(subject.result.provenance),
    malformedRows: malformedJson(subject, Infinity),
  };
}

/** What a report of a scan is made of; fingerprints where the rows were read for it. */
export type ScanSubject = ReportSubject & Partial<Pick<LocatedSubject, 'findings' | 'malformed'>>;

/** `undertone scan --format json`. */
export function scanReport(subject: ScanSubject, maxFindings: number): object {
  const { result, recipe, accepted } = subject;
  const listed = subject.findings ?? findingsInOrder(result, maxFindings);
  const findings = listed.map(finding => findingJson(finding, accepted));
  return {
    version: reportVersion,
    dataset: datasetJson(subject),
    recipe: recipe ?? null,
    ...(result.control && { control: result.control }),
    checks: result.outcomes.map(outcome => outcomeJson(outcome, accepted)),
    findings,
    truncated: { shown: findings.length, total: totalFindings(result) },
    malformedRows: malformedJson(subject, maxFindings),
    provenance: provenanceJson(result.provenance),
  };
}

function datasetJson({ path, bytes, sha256, result: { profile } }: ReportSubject): object {
  const { id, share } = mainFormat(profile);
  return {
    path,
    bytes,
    sha256,
    rows: profile.rows,
    blank: profile.blank,
    malformed: profile.malformed,
    format: { id, share },
    formats: profile.formats,
    columns: profile.columns.map(columnJson),
    columnsCut: profile.columnsCut,
  };
}

function columnJson({ name, types }: ColumnProfile): object {
  return { name, rows: Object.values(types).reduce((sum, count) => sum + count, 0), types };
}

function outcomeJson(
  { check, examined, findings, rejected, verdict, skipped, rows }: CheckOutcome,
  accepted: Accepted | undefined,
): object {
  return {
    id: check.id,
    kind: check.kind,
    severity: check.severity,
    options: check.options,
    examined,
    findings: findings.total,
    accepted: accepted?.byCheck.get(check.id) ?? 0,
    rows: rows.size,
    ...(rejected !== undefined && { rejected }),
    ...(verdict && { verdict }),
    ...(skipped !== undefined && { skipped }),
  };
}

function findingJson(finding: Finding & { readonly fingerprint?: string }, accepted: Accepted | undefined): object {
  const { check, severity, row, field, start, end, place, message, data, fingerprint } = finding;
  const acceptance = accepted?.of(finding);
  return {
    check,
    severity,
    row: row === undefined ? null : row + 1,
    field: field ?? null,
    start: start ?? null,
    end: end ?? null,
    place: place ?? null,
    message,
    data,
    accepted: acceptance ? { reason: acceptance.reason, by: acceptance.by, on: acceptance.on } : null,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

function malformedJson({ result, malformed }: ScanSubject, limit: number): object {
  const listed: readonly (MalformedRow & { readonly fingerprint?: string })[] = malformed ?? result.malformed;
  const rows = listed.slice(0, limit).map(({ row, error, fingerprint }) => ({
    row: row + 1,
    ...error,
    ...(fingerprint !== undefined && { fingerprint }),
  }));
  return { rows, shown: rows.length, total: result.profile.malformed };
}

function provenanceJson({ statements, read, problems }: ProvenanceRecord): object {
  return { statements, read, problems };
}
