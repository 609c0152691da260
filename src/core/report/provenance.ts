import { scanReport } from './json.ts';
import type { ReportSubject } from './subject.ts';
import { severities, type Finding } from '../findings/finding.ts';
import { caveat } from '../findings/verdict.ts';
import type { ProvenanceContext } from '../provenance/context.ts';
import { contradictionsOf, type Contradiction } from '../provenance/contradictions.ts';
import { pairsOf, type Pair } from '../provenance/pairs.ts';
import { provenanceFields, type ProvenanceField } from '../provenance/record.ts';
import { riskOf } from '../provenance/risk.ts';
import { placeText, sentence, short, statementText } from '../provenance/words.ts';
import { worstFindings, totalFindings } from '../scan/result.ts';
import { fileName } from '../text/fileName.ts';
import { number } from '../text/numbers.ts';

/** A dataset, what its provenance rules found, and what they judged by. */
export interface ProvenanceSubject extends ReportSubject {
  readonly context: ProvenanceContext;
}

/** `undertone provenance --format json`: the report of a scan with the provenance rules alone, and what follows from the record. */
export function provenanceReport(subject: ProvenanceSubject, maxFindings: number): object {
  const { context } = subject;
  return {
    ...scanReport(subject, maxFindings),
    risk: riskOf(context),
    pairs: pairsOf(context).map(pairJson),
    contradictions: contradictionsOf(context).map(contradictionJson),
    caveat,
  };
}

function pairJson({ teacher, student, related }: Pair): object {
  const { relation, confidence, why, evidence, sources } = related;
  return { teacher: teacher.name, student: student.name, relation, confidence, why, evidence, sources };
}

function contradictionJson({ field, statements, fact }: Contradiction): object {
  return { field, statements, fact: fact ?? null };
}

/** `undertone provenance` for people. */
export function provenanceText(subject: ProvenanceSubject, maxFindings: number): string {
  const { context, path, result } = subject;
  const findings = worstFindings(result, maxFindings);
  const total = totalFindings(result);
  const cut =
    total > findings.length ? [`  … ${number(findings.length)} of ${number(total)}; --max-findings shows more`] : [];
  const parts = [
    [path, ...riskLines(context)],
    pairsOf(context).flatMap(pairLines),
    section('What is said of it', statementLines(context)),
    section('Contradictions', contradictionsOf(context).map(contradictionLine)),
    section(
      'Could not be read',
      context.record.problems.map(({ path: at, line, message }) => `  ${fileName(at)}:${line}: ${message}`),
    ),
    section('Findings', [...findings.map(findingLine), ...cut]),
    [sentence(caveat)],
  ];
  return `${parts
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function riskLines(context: ProvenanceContext): readonly string[] {
  const { level, reasons } = riskOf(context);
  return [
    `  risk by origin: ${level}`,
    ...reasons.map(({ level: of, text, check }) => `  ${of.padEnd(8)}  ${text} [${check}]`),
  ];
}

function pairLines({ teacher, student, related }: Pair): readonly string[] {
  const { relation, confidence, why, evidence, sources } = related;
  return [
    `${teacher.name} → ${student.name}: ${relation} (${confidence})`,
    `  ${why}`,
    `  ${evidence}`,
    ...sources.map(source => `  ${source}`),
  ];
}

function statementLines({ record }: ProvenanceContext): readonly string[] {
  if (record.statements.length === 0) return ['  nothing: no card, no sidecar and no column says where it came from'];
  const order = Object.keys(provenanceFields) as readonly ProvenanceField[];
  const width = Math.max(...record.statements.map(({ field }) => provenanceFields[field].length));
  return record.statements
    .toSorted((left, right) => order.indexOf(left.field) - order.indexOf(right.field))
    .map(
      ({ field, value, origin }) =>
        `  ${provenanceFields[field].padEnd(width)}  ${short(value)}  (${placeText(origin)})`,
    );
}

function contradictionLine({ field, statements, fact }: Contradiction): string {
  const sides = [...statements.map(statementText), ...(fact === undefined ? [] : [fact])];
  return `  ${provenanceFields[field]}: ${sides.join(' against ')}`;
}

function findingLine({ check, severity, row, place, message }: Finding): string {
  const width = Math.max(...severities.map(each => each.length));
  const where =
    place === undefined
      ? row === undefined
        ? 'dataset'
        : `row ${number(row + 1)}`
      : `${fileName(place.path)}:${place.line}`;
  return `  ${severity.padEnd(width)}  ${where}: ${message} [${check}]`;
}
