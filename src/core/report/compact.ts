import { isNew, type Located, type LocatedSubject } from './located.ts';
import type { ReportFormat } from './reportFormat.ts';
import type { Finding } from '../findings/finding.ts';
import { caveat } from '../findings/verdict.ts';
import type { MalformedRow } from '../scan/result.ts';
import { agreeing, number } from '../text/numbers.ts';

/** One line for each finding, as compilers write them: `path:line:column: severity check: message`. Editors and grep read those. */
export const compact: ReportFormat = {
  id: 'compact',
  title: 'Lines for problem matchers',
  extension: 'txt',
  write: subjects => subjects.map(linesOf).join(''),
};

function linesOf(subject: LocatedSubject): string {
  const { path, findings, malformed, baseline, accepted } = subject;
  const open = findings.filter(finding => accepted?.of(finding) === undefined);
  const counts = (each: Located): boolean => baseline === undefined || isNew(each, subject);
  const lines = [
    ...open.filter(counts).map(finding => findingLine(path, finding)),
    ...malformed.filter(counts).map(row => malformedLine(path, row)),
    ...subject.result.outcomes.flatMap(({ check, skipped }) =>
      skipped === undefined ? [] : [`${path}: ${check.id} did not run. ${oneLine(skipped)}`],
    ),
    summary(subject, open.filter(counts).length + malformed.filter(counts).length),
  ];
  return `${lines.join('\n')}\n`;
}

function findingLine(path: string, { row, place, inLine, severity, check, message }: Finding & Located): string {
  // What is about the dataset as a whole stands at its first line.
  const where =
    place === undefined ? `${path}:${(row ?? 0) + 1}:${inLine?.startColumn ?? 1}` : `${place.path}:${place.line}:1`;
  return `${where}: ${severity} ${check}: ${oneLine(message)}`;
}

function malformedLine(path: string, { row, inLine, error }: MalformedRow & Located): string {
  return `${path}:${row + 1}:${inLine?.startColumn ?? error.column}: error malformed-row: ${oneLine(error.reason)}`;
}

function summary(
  { path, total, findings, malformed, result, baseline, accepted }: LocatedSubject,
  listed: number,
): string {
  const all = total + result.profile.malformed;
  const left = [
    baseline === undefined ? '' : 'those that the baseline knows are left out',
    accepted === undefined || accepted.count === 0
      ? ''
      : `${number(accepted.count)} accepted ${agreeing(accepted.count, 'is', 'are')} left out`,
    findings.length < total || malformed.length < result.profile.malformed ? '--max-findings lists more' : '',
  ].filter(part => part !== '');
  const rest = left.length === 0 ? '' : ` (${left.join('; ')})`;
  return `${path}: ${number(listed)} of ${number(all)} ${agreeing(all, 'finding or malformed row', 'findings and malformed rows')} listed${rest}. ${caveat}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
