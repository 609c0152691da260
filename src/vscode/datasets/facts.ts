import { formatById } from '../../core/dataset/formats/registry.ts';
import { mainFormat } from '../../core/dataset/mainFormat.ts';
import type { DatasetProfile } from '../../core/dataset/profile.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import { valuesOf, type ProvenanceRecord } from '../../core/provenance/record.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import type { InspectorState } from '../../rpc/inspector.ts';
import { firstOf } from '../../core/text/firstOf.ts';
import { counted, number } from '../../core/text/numbers.ts';

type FormatFact = NonNullable<InspectorState['format']>;

/** The format of most rows; undefined where most have none that is known. */
export function formatFact(profile: DatasetProfile): FormatFact | undefined {
  const { id, title, share } = mainFormat(profile);
  const format = formatById(id);
  return format && { id, title, share, evidence: format.evidence };
}

/** The models named as teachers: "teacher gpt-4.1-nano", "teachers a, b and 3 more", "teacher unknown". */
export function teacherFact(record: ProvenanceRecord): InspectorState['teacher'] {
  const names = valuesOf(record, 'teacher');
  if (names.length === 0) return { known: false, text: 'teacher unknown' };
  return { known: true, text: `${names.length === 1 ? 'teacher' : 'teachers'} ${firstOf(names, 2)}` };
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** Findings by severity, malformed rows as errors; those past the limit of what is kept count as their check declares. */
export function countBySeverity(result: ScanResult): SeverityCounts {
  const counts = { error: result.profile.malformed, warning: 0, info: 0 };
  for (const { check, findings } of result.outcomes) {
    for (let i = 0; i < findings.size; i++) counts[findings.severityAt(i)]++;
    counts[check.severity] += findings.total - findings.size;
  }
  return counts;
}

/** "2 errors, 3 warnings", "1 warning, 2 accepted"; "no findings" where there are none. */
export function countsText(counts: SeverityCounts, accepted: number): string {
  const nouns: Readonly<Record<Severity, (count: number) => string>> = {
    error: count => counted(count, 'error'),
    warning: count => counted(count, 'warning'),
    info: count => `${number(count)} info`,
  };
  const parts = severities.filter(severity => counts[severity] > 0).map(severity => nouns[severity](counts[severity]));
  if (accepted > 0) parts.push(`${number(accepted)} accepted`);
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

export function worstOf(counts: SeverityCounts): Severity | undefined {
  return severities.find(severity => counts[severity] > 0);
}
