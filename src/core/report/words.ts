import type { Finding } from '../findings/finding.ts';
import { boundsText, inUnit } from '../findings/units.ts';
import type { Term } from '../findings/terms.ts';
import { withoutState, type Estimate, type Verdict } from '../findings/verdict.ts';
import type { CheckOutcome } from '../scan/result.ts';
import { fileName } from '../text/fileName.ts';
import { counted, number, percent } from '../text/numbers.ts';

/** `3 of 100 (3 %; 95 % interval [1, 8.5])`, `0.12 (95 % interval [−0.08, 0.31])`. */
export function estimateText({ count, n, value, low, high, confidence, unit = 'share' }: Estimate): string {
  const bounds = `${percent(confidence)} interval ${boundsText({ low, high }, unit)}`;
  return unit === 'share'
    ? `${number(count)} of ${number(n)} (${percent(value)}; ${bounds})`
    : `${inUnit(value, unit)} (${bounds})`;
}

/** What a check came to, in a few words: always N of M. */
export function outcomeText({ check, examined, findings, rejected, verdict, skipped, rows }: CheckOutcome): string {
  if (skipped !== undefined) return `not tested: ${skipped}`;
  if (verdict) return `${verdict.state}: ${withoutState(verdict)}`;
  if (rejected !== undefined) {
    const all = rejected === examined && examined > 0 ? ': every row, is it the right filter for this data?' : '';
    return `rejects ${number(rejected)} of ${counted(examined, 'row')} examined${keptText(rows.size - rejected)}${all}`;
  }
  if (findings.total === 0) return 'nothing to report';
  return check.kind === 'provenance'
    ? counted(findings.total, 'finding')
    : `${counted(findings.total, 'finding')} in ${number(rows.size)} of ${counted(examined, 'row')} examined`;
}

/** Whether a rule has nothing to say, as most have of most datasets: reports tell such rules by their number. */
export function isQuiet({ check, findings, skipped }: CheckOutcome): boolean {
  return check.kind === 'provenance' && skipped === undefined && findings.total === 0;
}

/** Of a filter that lets rows pass of which it speaks; nothing where it rejects each row that it flags. */
export function keptText(flagged: number): string {
  return flagged > 0 ? `, flags ${number(flagged)} that it keeps` : '';
}

/** What a reviewer needs beside a verdict's summary, a line each: what decides, what does not match, what it was held against, and how. */
export function verdictLines(verdict: Verdict): readonly string[] {
  if (!('estimates' in verdict)) return [];
  return [
    ...(verdict.decides === undefined ? [] : [verdict.decides]),
    ...(verdict.unmatched ?? []).map(each => `Not matched: ${each}`),
    `Against: ${verdict.against}.`,
    `Test: ${verdict.test}. Correction: ${verdict.correction}.`,
  ];
}

/** What the verdicts of a scan explain. */
export const scanTerms: readonly Term[] = ['trait', 'p', '[low, high]', 'power 0.8'];

/** A finding that is a probe's verdict, which its check has said already, is not said again. */
export function messageText({ check, row, message }: Finding, outcomes: readonly CheckOutcome[]): string {
  const verdict = row === undefined && outcomes.find(outcome => outcome.check.id === check)?.verdict;
  return verdict && verdict.summary === message ? `${verdict.state}, as said of the check` : message;
}

/** `row 3 messages[1].content`, `README.md:12`, `dataset`. */
export function whereText({ row, field, place }: Finding): string {
  if (place) return `${fileName(place.path)}:${place.line}`;
  if (row === undefined) return 'dataset';
  return `row ${number(row + 1)}${field === undefined ? '' : ` ${field}`}`;
}

/** `; failed: 3 no answer in time, 1 refused`; nothing where nothing is counted. */
export function reasonsText(counts: Readonly<Record<string, number>>, word: string): string {
  const parts = Object.entries(counts).map(([why, count]) => `${number(count)} ${why}`);
  return parts.length === 0 ? '' : `; ${word}: ${parts.join(', ')}`;
}

/** Text of a server or a file, so that Markdown shows it and does nothing else with it. */
export function inert(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
