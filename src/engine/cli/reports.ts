import { resolve } from 'node:path';
import { UsageError } from './commandLine.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import { isNew, type LocatedSubject } from '../../core/report/located.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import { identityOnDisk } from '../files/identity.ts';

/** Refuses to write a report over a dataset; throws `UsageError`. */
export async function mustNotBeADataset(output: string, datasets: readonly string[]): Promise<void> {
  // By identity, so that a link to a dataset counts as the dataset.
  const [written, ...read] = await Promise.all(
    [output, ...datasets].map(async path => (await identityOnDisk(path)) ?? resolve(path)),
  );
  if (written === undefined || !read.includes(written)) return;
  throw new UsageError(`--output ${output} is one of the datasets: a dataset is never written to. Name another file.`);
}

/** A malformed row counts as an error: what could not be read was not checked. */
export function reaches(result: ScanResult, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  if (result.profile.malformed > 0) return true;
  const limit = severities.indexOf(failOn);
  return result.outcomes.some(({ findings }) => findings.totals.slice(0, limit + 1).some(count => count > 0));
}

/** Of the checks that somebody asked for by name, those that found out nothing, a line each: they are no all-clear. */
export function untestedOf(
  { path, result }: Pick<LocatedSubject, 'path' | 'result'>,
  named: readonly string[],
): readonly string[] {
  return result.outcomes.flatMap(({ check: { id }, skipped, verdict }) => {
    const why = skipped ?? (verdict?.state === 'not tested' ? verdict.why : undefined);
    return why === undefined || !named.includes(id)
      ? []
      : [`${id} was asked for, and ${path} was not tested by it: ${why}`];
  });
}

/** Like `reaches`, of what the baseline does not know. What is not listed could not be compared and counts as new. */
export function newReaches(subject: LocatedSubject, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  const { findings, malformed, result } = subject;
  const limit = severities.indexOf(failOn);
  if (malformed.length < result.profile.malformed || malformed.some(row => isNew(row, subject))) return true;
  return (
    unlisted(subject) > 0 ||
    findings.some(
      finding =>
        severities.indexOf(finding.severity) <= limit && isNew(finding, subject) && !subject.accepted?.of(finding),
    )
  );
}

/** How a dataset compares with the baseline, in one line. */
export function comparisonText(subject: LocatedSubject): string {
  const { path, findings, malformed } = subject;
  const fresh = findings.filter(finding => isNew(finding, subject)).length;
  const rows = malformed.filter(row => isNew(row, subject)).length;
  const rest = unlisted(subject);
  const more = rest === 0 ? '' : ` ${rest} more are not listed and could not be compared: raise --max-findings.`;
  return `undertone: ${path}: ${fresh} of ${findings.length} listed findings and ${rows} of ${malformed.length} listed malformed rows are new.${more}`;
}

function unlisted({ findings, total }: LocatedSubject): number {
  return total - findings.length;
}
