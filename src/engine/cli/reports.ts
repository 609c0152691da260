import { resolve } from 'node:path';
import { UsageError } from './commandLine.ts';
import { severities, type Severity } from '../../core/findings/finding.ts';
import { isNew, type LocatedSubject } from '../../core/report/located.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import { identityOnDisk } from '../files/identity.ts';
import { mustHaveFolder } from '../files/writeWhole.ts';
import { number } from '../../core/text/numbers.ts';

/** Refuses to compare a dataset with itself alone; throws `UsageError`. */
export async function mustBeAnother(flag: string, other: string, datasets: readonly string[]): Promise<void> {
  const [named, ...read] = await Promise.all([other, ...datasets].map(identityOf));
  if (read.some(each => each !== named)) return;
  throw new UsageError(`--${flag} ${other} is the dataset itself, from which it cannot differ. Name another file.`);
}

/** A link to a file counts as the file. */
async function identityOf(path: string): Promise<string> {
  return (await identityOnDisk(path)) ?? resolve(path);
}

/** Refuses to write over a dataset; throws `UsageError`. */
export async function mustNotBeADataset(flag: string, output: string, datasets: readonly string[]): Promise<void> {
  const [written, ...read] = await Promise.all([output, ...datasets].map(identityOf));
  if (written === undefined || !read.includes(written)) return;
  const why = 'is one of the datasets: a dataset is never written to.';
  throw new UsageError(`--${flag} ${output} ${why} Name another file.`);
}

/** The same, and that there is a folder to write in: before the work that would be lost. Throws `DatasetError` besides. */
export async function mustBeWritable(flag: string, output: string, datasets: readonly string[]): Promise<void> {
  await mustNotBeADataset(flag, output, datasets);
  await mustHaveFolder(output);
}

/** A malformed row counts as an error: what could not be read was not checked. */
export function reaches(result: ScanResult, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  if (result.profile.malformed > 0) return true;
  const limit = severities.indexOf(failOn);
  return result.outcomes.some(({ findings }) => findings.totals.slice(0, limit + 1).some(count => count > 0));
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
  const more =
    rest === 0 ? '' : ` ${number(rest)} more are not listed and could not be compared: raise --max-findings.`;
  return `undertone: ${path}: ${number(fresh)} of ${number(findings.length)} listed findings and ${number(rows)} of ${number(malformed.length)} listed malformed rows are new.${more}`;
}

function unlisted({ findings, total }: LocatedSubject): number {
  return total - findings.length;
}
