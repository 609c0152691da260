import { acceptanceFileName } from '../acceptance/acceptance.ts';
import type { ReportSubject } from './subject.ts';
import { keptText, messageText, whereText } from './words.ts';
import { mainFormat } from '../dataset/mainFormat.ts';
import type { Finding } from '../findings/finding.ts';
import { caveat, withoutState } from '../findings/verdict.ts';
import { valuesOf } from '../provenance/record.ts';
import { bytesText, counted, number, percent } from '../text/numbers.ts';
import { findingsInOrder, totalFindings, wasTested, type CheckOutcome, type ScanResult } from '../scan/result.ts';

/** `undertone inspect` for people. */
export function inspectText(subject: ReportSubject): string {
  const { profile, provenance, malformed } = subject.result;
  const { title, share } = mainFormat(profile);
  const teachers = valuesOf(provenance, 'teacher');
  const lines = [
    subject.path,
    `  ${bytesText(subject.bytes)} · ${counted(profile.rows, 'row')} (${number(profile.blank)} blank, ${number(profile.malformed)} malformed)`,
    `  format   ${share === 0 ? 'none' : title}${share < 1 && share > 0 ? ` (${percent(share)} of rows)` : ''}`,
    `  columns  ${profile.columns.map(({ name }) => name).join(', ') || 'none'}${profile.columnsCut ? ', …' : ''}`,
    `  teacher  ${teachers.length > 0 ? teachers.join(', ') : 'unknown'}`,
    `  sha256   ${subject.sha256}`,
    ...(subject.result.control
      ? [`  control  ${subject.result.control.path} (${counted(subject.result.control.rows, 'row')})`]
      : []),
    ...(subject.recipe === undefined ? [] : [`  recipe   ${subject.recipe}`]),
    ...malformed
      .slice(0, 10)
      .map(({ row, error }) => `  row ${number(row + 1)}, column ${error.column}: ${error.reason}`),
  ];
  if (profile.malformed > 10) lines.push(`  … ${counted(profile.malformed - 10, 'more malformed row')}`);
  if (profile.rows === profile.blank)
    lines.push('  There are no rows: is this the right file, and has its writer finished?');
  return lines.join('\n') + '\n';
}

/** `undertone scan` for people. */
export function scanText(subject: ReportSubject, maxFindings: number): string {
  const { result, accepted } = subject;
  // Listed are the open ones; counted are all.
  const findings = findingsInOrder(accepted?.open ?? result, maxFindings);
  const total = totalFindings(accepted?.open ?? result);
  const lines = [inspectText(subject).trimEnd(), ''];
  const quiet = result.outcomes.filter(isQuietRule);
  for (const outcome of result.outcomes) if (!quiet.includes(outcome)) lines.push(...outcomeLines(outcome));
  if (quiet.length > 0) lines.push(quietLine(quiet));
  if (findings.length > 0) lines.push('', ...findings.map(finding => findingLine(finding, result.outcomes)));
  if (total > findings.length) {
    lines.push(`… showing ${number(findings.length)} of ${counted(total, 'finding')}; --max-findings shows more`);
  }
  lines.push('', total === 0 ? nothingFound(result, accepted?.count ?? 0) : counted(total, 'finding'));
  if (accepted && accepted.count > 0) lines.push(`${number(accepted.count)} accepted (${acceptanceFileName})`);
  return lines.join('\n') + '\n';
}

function nothingFound(result: ScanResult, accepted: number): string {
  return wasTested(result) ? `No ${accepted > 0 ? 'open ' : ''}findings. ${caveat}` : 'Nothing was tested.';
}

/** Most rules have nothing to say of most datasets: one line for all of those. */
function isQuietRule({ check, findings }: CheckOutcome): boolean {
  return check.kind === 'provenance' && findings.total === 0;
}

function quietLine(quiet: readonly CheckOutcome[]): string {
  const [why] = quiet.map(({ skipped }) => skipped);
  if (why !== undefined) return `${counted(quiet.length, 'provenance rule')}: not tested. ${why}`;
  return `${counted(quiet.length, 'further provenance rule')}: nothing to report. ${caveat}`;
}

function outcomeLines({ check, examined, findings, rejected, verdict, skipped, rows }: CheckOutcome): string[] {
  const head = `${check.id} (${check.kind})`;
  if (skipped !== undefined) return [`${head}: not tested. ${skipped}`];
  if (rejected !== undefined) {
    const extreme = rejected === examined ? ' Every row: is this the right filter for this data?' : '';
    return [
      `${head}: rejects ${number(rejected)} of ${counted(examined, 'row')} examined${keptText(rows.size - rejected)}.${extreme}`,
    ];
  }
  if (verdict) {
    const lines = [
      `${head}: ${verdict.state}. ${verdict.state === 'not tested' ? verdict.why : withoutState(verdict)}`,
    ];
    if ('why' in verdict && verdict.state === 'inconclusive') lines.push(`  why: ${verdict.why}`);
    if ('decides' in verdict && verdict.decides !== undefined) lines.push(`  ${verdict.decides}`);
    if ('unmatched' in verdict) lines.push(...(verdict.unmatched ?? []).map(each => `  not matched: ${each}`));
    if ('caveat' in verdict) lines.push(`  ${verdict.caveat}`);
    return lines;
  }
  return [`${head}: ${findings.total === 0 ? `nothing to report. ${caveat}` : counted(findings.total, 'finding')}`];
}

function findingLine(finding: Finding, outcomes: readonly CheckOutcome[]): string {
  const { check, severity } = finding;
  return `${severity.padEnd(7)}  ${whereText(finding)}: ${messageText(finding, outcomes)} [${check}]`;
}
