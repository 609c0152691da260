import type { Row } from '../../core/dataset/row.ts';
import { severities, type FilePlace, type Finding, type Severity } from '../../core/findings/finding.ts';
import type { TextRange } from '../../core/json/locate.ts';
import { totalFindings, worstFindings, type MalformedRow, type ScanResult } from '../../core/scan/result.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { lineOf } from '../rows/line.ts';
import { errorSpan, findingSpan } from '../../core/findings/spans.ts';

/** Something to list in the Problems view: a finding, or a row that is not JSON. */
export type Problem =
  | {
      readonly kind: 'finding';
      readonly row: number | undefined;
      readonly severity: Severity;
      readonly finding: Finding;
    }
  | { readonly kind: 'malformed'; readonly row: number; readonly severity: 'error'; readonly malformed: MalformedRow };

export interface ProblemList {
  readonly problems: readonly Problem[];
  /** What to say of those that are not listed; undefined where all are. */
  readonly more?: string;
}

/** The worst `limit` problems by severity and row; the last place goes to the note that there are more. */
export function problemsOf(result: ScanResult, limit: number): ProblemList {
  const placed = placedFindings(result).length;
  const total = totalFindings(result) - placed + result.profile.malformed;
  const room = total > limit ? limit - 1 : limit;
  const malformed = result.malformed.slice(0, room).map(row => malformedProblem(row));
  const findings = worstFindings(result, room + placed)
    .filter(({ place }) => place === undefined)
    .map(finding => findingProblem(finding));
  const problems = [...malformed, ...findings].toSorted(bySeverityThenRow).slice(0, room);
  if (problems.length === total) return { problems };
  const rest = total - problems.length;
  return {
    problems,
    more: `And ${counted(rest, 'more finding')}: ${number(problems.length)} of ${number(total)} are listed here. The results panel of Undertone lists the others.`,
  };
}

/** Findings that stand in a card or sidecar, on its own line. */
export function placedFindings(result: ScanResult): readonly PlacedFinding[] {
  const rules = result.outcomes.filter(({ check }) => check.kind === 'provenance');
  return rules
    .flatMap(({ findings }) => findings.slice(0, findings.size))
    .flatMap(finding => (finding.place === undefined ? [] : [{ ...finding, place: finding.place }]));
}

export type PlacedFinding = Finding & { readonly place: FilePlace };

/** The problems of one row, for hovers and quick fixes: none is cut. */
export function problemsOfRow(result: ScanResult, row: number, findings: readonly Finding[]): Problem[] {
  const malformed = result.malformed.find(one => one.row === row);
  const ofAll = row === 0 ? result.outcomes.flatMap(outcome => outcome.findings.ofRow(-1)) : [];
  const ofDataset = ofAll.filter(({ place }) => place === undefined);
  return [...(malformed ? [malformedProblem(malformed)] : []), ...[...ofDataset, ...findings].map(findingProblem)];
}

/** The part of its line that a problem marks. */
export function problemSpan(problem: Problem, row: Row): TextRange {
  const byteOrderMark = row.span.index === 0 && row.text.startsWith('\uFEFF');
  return spanInLine(problem, lineOf(row), byteOrderMark);
}

export function spanInLine(problem: Problem, line: string, byteOrderMark: boolean): TextRange {
  return problem.kind === 'malformed'
    ? errorSpan(line, problem.malformed.error, byteOrderMark)
    : findingSpan(line, problem.finding);
}

export function problemMessage(problem: Problem): string {
  return problem.kind === 'malformed'
    ? `Not one JSON value: ${problem.malformed.error.reason}`
    : problem.finding.message;
}

function findingProblem(finding: Finding): Problem {
  return { kind: 'finding', row: finding.row, severity: finding.severity, finding };
}

function malformedProblem(malformed: MalformedRow): Problem {
  return { kind: 'malformed', row: malformed.row, severity: 'error', malformed };
}

function bySeverityThenRow(a: Problem, b: Problem): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.row ?? -1) - (b.row ?? -1);
}
