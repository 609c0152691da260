import { isNew, type LocatedSubject } from './located.ts';
import type { ReportFormat } from './reportFormat.ts';
import { estimateText, messageText, outcomeText, scanTerms, verdictLines, whereText, isQuiet } from './words.ts';
import { checkById } from '../checks/registry.ts';
import { mainFormat } from '../dataset/mainFormat.ts';
import { termLines } from '../findings/terms.ts';
import { caveat } from '../findings/verdict.ts';
import { provenanceFields, valuesOf } from '../provenance/record.ts';
import { placeText, short } from '../provenance/words.ts';
import type { CheckOutcome } from '../scan/result.ts';
import { fileName } from '../text/fileName.ts';
import { bytesText, counted, number, percent } from '../text/numbers.ts';

/** GitHub-flavoured Markdown for a pull request: what it says first is what a reviewer needs, the rows are folded away. */
export const markdown: ReportFormat = {
  id: 'markdown',
  title: 'Markdown',
  extension: 'md',
  write: subjects => `${subjects.map(subjectText).join('\n---\n\n')}`,
};

function subjectText(subject: LocatedSubject): string {
  const { outcomes } = subject.result;
  const quiet = outcomes.filter(isQuiet);
  const parts = [
    `## ${escaped(fileName(subject.path))}`,
    headline(subject),
    table(['check', 'kind', 'outcome'], outcomes.filter(outcome => !quiet.includes(outcome)).map(outcomeRow)),
    quiet.length > 0 ? `${counted(quiet.length, 'further provenance rule')}: nothing to report.` : '',
    estimates(outcomes),
    measuredHow(outcomes),
    provenance(subject),
    findingsPart(subject),
    malformedPart(subject),
    `_${caveat}_`,
  ];
  return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function headline(subject: LocatedSubject): string {
  const { path, bytes, sha256, total, result } = subject;
  const { profile, provenance: record } = result;
  const { title, share } = mainFormat(profile);
  const teachers = valuesOf(record, 'teacher');
  const fresh = subject.baseline && subject.findings.filter(finding => isNew(finding, subject)).length;
  const compared = fresh === undefined ? '' : `, ${number(fresh)} of the ${number(subject.findings.length)} listed new`;
  return [
    `**${counted(total, 'finding')}**${compared} in ${counted(profile.rows, 'row')} (${number(profile.blank)} blank, ${number(profile.malformed)} malformed) of ${code(path)}, ${bytesText(bytes)}.`,
    `Format: ${escaped(title)}${share < 1 ? ` (${percent(share)} of rows)` : ''}. Teacher: ${escaped(teachers.join(', ') || 'unknown')}. SHA-256: ${code(sha256)}.`,
  ].join('\n');
}

function outcomeRow(outcome: CheckOutcome): readonly string[] {
  const { check, verdict } = outcome;
  const why = verdict?.state === 'inconclusive' ? ` Why: ${verdict.why}` : '';
  return [
    `${escaped(checkById(check.id)?.title ?? check.id)} (${code(check.id)})`,
    check.kind,
    escaped(`${outcomeText(outcome)}${why}`),
  ];
}

function estimates(outcomes: readonly CheckOutcome[]): string {
  const rows = outcomes.flatMap(({ check, verdict }) =>
    verdict && 'estimates' in verdict
      ? verdict.estimates.map(estimate => [code(check.id), escaped(estimate.label), estimateText(estimate)])
      : [],
  );
  return rows.length === 0 ? '' : table(['check', 'measured', 'value'], rows);
}

function measuredHow(outcomes: readonly CheckOutcome[]): string {
  const said = outcomes.flatMap(({ check, verdict }) => {
    const lines = verdict ? verdictLines(verdict) : [];
    return lines.length === 0 ? [] : [`${code(check.id)}\n\n${bullets(lines)}`];
  });
  if (said.length === 0) return '';
  return folded(
    'Verdicts: what they rest on',
    [...said, 'What the words mean', bullets(termLines(scanTerms))].join('\n\n'),
  );
}

function bullets(lines: readonly string[]): string {
  return lines.map(line => `- ${escaped(line)}`).join('\n');
}

function provenance({ result }: LocatedSubject): string {
  const { statements } = result.provenance;
  if (statements.length === 0) return '';
  const rows = statements.map(({ field, value, origin }) => [
    escaped(provenanceFields[field]),
    code(short(value)),
    escaped(placeText(origin)),
  ]);
  return folded(`Provenance: ${counted(statements.length, 'statement')}`, table(['field', 'value', 'said by'], rows));
}

function findingsPart({ findings, total, result }: LocatedSubject): string {
  if (total === 0) return '';
  const rows = findings.map(finding => [
    finding.severity,
    escaped(whereText(finding)),
    escaped(messageText(finding, result.outcomes)),
    code(finding.check),
  ]);
  return folded(
    `Findings: ${number(findings.length)} of ${number(total)}`,
    table(['severity', 'where', 'message', 'check'], rows),
  );
}

function malformedPart({ malformed, result }: LocatedSubject): string {
  const { malformed: total } = result.profile;
  if (total === 0) return '';
  const rows = malformed.map(({ row, error }) => [
    `row ${number(row + 1)}`,
    `column ${error.column}`,
    escaped(error.reason),
  ]);
  return folded(
    `Malformed rows: ${number(malformed.length)} of ${number(total)}`,
    table(['row', 'column', 'reason'], rows),
  );
}

function folded(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * What a dataset says is shown, never carried out: no markup comes of it, and no link, mention or issue, which GitHub makes of plain
 * text too unless something stands in it.
 */
function escaped(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replaceAll('$', '&#36;')
    .replace(/@|#|:(?=\/\/)|www(?=\.)/g, '$&<!-- -->');
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}
