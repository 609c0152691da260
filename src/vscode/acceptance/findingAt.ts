import type { Diagnostic, TextDocument } from 'vscode';
import type { Finding } from '../../core/findings/finding.ts';
import { findingSpan } from '../../core/findings/spans.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { placedFindings } from '../inline/problems.ts';

/** The finding that a problem on a row tells of. `row`: of the problem's line, from 0. */
export function findingOfRow(
  { latest }: Dataset,
  document: TextDocument,
  row: number,
  { code, message, range }: Diagnostic,
): Finding | undefined {
  const check = typeof code === 'object' ? code.value : code;
  const store = latest?.result.outcomes.find(outcome => outcome.check.id === check)?.findings;
  const ofDataset = row === 0 ? (store?.ofRow(-1) ?? []) : [];
  const same = [...ofDataset, ...(store?.ofRow(row) ?? [])].filter(
    finding => finding.message === message && finding.place === undefined,
  );
  if (same.length < 2) return same[0];
  const line = document.lineAt(range.start.line).text;
  return same.find(finding => findingSpan(line, finding).start === range.start.character) ?? same[0];
}

/** The finding that a problem on a line of a card tells of. */
export function findingOfCard(
  { latest }: Dataset,
  { uri }: TextDocument,
  { code, message, range }: Diagnostic,
): Finding | undefined {
  const check = typeof code === 'object' ? code.value : code;
  return (latest ? placedFindings(latest.result) : []).find(
    finding =>
      finding.check === check &&
      finding.message === message &&
      finding.place.path === uri.fsPath &&
      finding.place.line === range.start.line + 1,
  );
}
