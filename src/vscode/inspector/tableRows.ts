import { severities, type Severity } from '../../core/findings/finding.ts';
import { checkById } from '../../core/checks/registry.ts';
import { number } from '../../core/text/numbers.ts';
import type { Row } from '../../core/dataset/row.ts';
import { findingsOfRow, rowsRejectedBy, type ScanResult } from '../../core/scan/result.ts';
import type { RowFilter, RowPage, RowsRequest, RowSummary, TableColumn } from '../../rpc/inspector.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { runsOf } from '../rows/runs.ts';
import { cellsOf } from './columns.ts';
import type { RowLists } from './rowLists.ts';

/** Bytes of a row that are read for the table; a longer row shows its beginning. */
const rowBytes = 256 * 1024;

/** The page of the table that the inspector asks for. */
export async function tableRows(
  dataset: Dataset,
  request: RowsRequest,
  columns: readonly TableColumn[],
  lists: RowLists,
  signal: AbortSignal,
): Promise<RowPage> {
  const { start, filter, where, order } = request;
  const count = Math.min(request.count, 1000);
  const options = { signal, maxRowBytes: rowBytes };
  const { result, whole } = dataset.latest ?? {};
  const scores = columns.map(({ source, id }) => (source === 'score' ? dataset.scores.get(id)?.values : undefined));
  const list = await lists.of({ filter, ...(where && { where }), ...(order && { order }) }, { signal });
  if (!list) {
    const rows = await dataset.engine.rows(start, count, options);
    const { index } = dataset;
    return { start, total: index.rows, complete: index.state === 'complete', rows: rows.map(summary) };
  }
  const wanted = list.slice(start, count);
  const rows = new Map<number, Row>();
  for (const run of runsOf(wanted)) {
    for (const row of await dataset.engine.rows(run.start, run.count, options)) rows.set(row.span.index, row);
  }
  const found = wanted.flatMap(index => rows.get(index) ?? []);
  return { start, total: list.size, complete: true, rows: found.map(summary) };

  function summary(row: Row): RowSummary {
    const { index } = row.span;
    const findings = result ? findingsSummary(result, index) : { findings: 0 };
    const reason = whole && reasonOf(whole, filter, index);
    const cells = cellsOf(row, columns).map((cell, at) => scoreText(scores[at]?.[index]) ?? cell);
    return {
      row: index,
      kind: row.content?.kind ?? 'value',
      cells,
      ...findings,
      ...(reason !== undefined && { reason }),
    };
  }
}

/** Five significant digits; the row in full tells more. */
function scoreText(score: number | undefined): string | undefined {
  if (score === undefined || Number.isNaN(score)) return undefined;
  return Number.isInteger(score) ? String(score) : String(Number(score.toPrecision(5)));
}

/** Why a row is in a list of rows that checks reject or flag. */
function reasonOf(result: ScanResult, filter: RowFilter, row: number): string | undefined {
  if (filter.kind !== 'rejected' && filter.kind !== 'only' && filter.kind !== 'check') return undefined;
  const wanted = filter.kind === 'rejected' ? undefined : filter.check;
  const its = result.outcomes.filter(outcome =>
    wanted === undefined
      ? outcome.rejected !== undefined && rowsRejectedBy(outcome).has(row)
      : outcome.check.id === wanted,
  );
  const messages = its.map(({ check, findings }) => {
    const [first] = findings.ofRow(row);
    const title = checkById(check.id)?.title ?? check.id;
    return first?.message ?? `${title}; its reason is past the first ${number(findings.size)} findings, which are kept`;
  });
  return messages.join(' · ');
}

function findingsSummary(result: ScanResult, row: number): { worst?: Severity; findings: number } {
  const malformed = result.malformedRows.has(row);
  const found = new Set<Severity>(malformed ? ['error'] : []);
  let findings = malformed ? 1 : 0;
  const kept = findingsOfRow(result, row);
  findings += kept.length;
  for (const { severity } of kept) found.add(severity);
  for (const { check, rows } of result.outcomes) {
    // Beyond the limit of what is kept only the row is known.
    if (!rows.has(row) || kept.some(finding => finding.check === check.id)) continue;
    findings++;
    found.add(check.severity);
  }
  const worst = severities.find(severity => found.has(severity));
  return { ...(worst && { worst }), findings };
}
