import { severities, type Severity } from '../../core/findings/finding.ts';
import type { RowSet } from '../../core/findings/rowSet.ts';
import type { Row } from '../../core/dataset/row.ts';
import { findingsOfRow, type ScanResult } from '../../core/scan/result.ts';
import type { RowFilter, RowPage, RowsRequest, RowSummary, TableColumn } from '../../rpc/inspector.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { runsOf } from '../rows/runs.ts';
import { cellsOf } from './columns.ts';

/** Bytes of a row that are read for the table; a longer row shows its beginning. */
const rowBytes = 256 * 1024;

/** The page of the filtered table that the inspector asks for. */
export async function tableRows(
  dataset: Dataset,
  request: RowsRequest,
  columns: readonly TableColumn[],
  found: ReadonlyMap<number, RowSet>,
  signal: AbortSignal,
): Promise<RowPage> {
  const { start } = request;
  const count = Math.min(request.count, 1000);
  const options = { signal, maxRowBytes: rowBytes };
  const result = dataset.latest?.result;
  const set = rowsOfFilter(request.filter, result, found);
  if (!set) {
    const rows = await dataset.engine.rows(start, count, options);
    const { index } = dataset;
    return { start, total: index.rows, complete: index.state === 'complete', rows: rows.map(summary) };
  }
  const rows: Row[] = [];
  for (const run of runsOf(set.slice(start, count))) {
    rows.push(...(await dataset.engine.rows(run.start, run.count, options)));
  }
  return { start, total: set.size, complete: true, rows: rows.map(summary) };

  function summary(row: Row): RowSummary {
    const { index } = row.span;
    const findings = result ? findingsSummary(result, index) : { findings: 0 };
    return { row: index, kind: row.content?.kind ?? 'value', cells: cellsOf(row, columns), ...findings };
  }
}

/** How many rows of the filtered table stand before a row. */
export function rankOf(
  dataset: Dataset,
  { filter, row }: { readonly filter: RowFilter; readonly row: number },
  found: ReadonlyMap<number, RowSet>,
): number {
  return rowsOfFilter(filter, dataset.latest?.result, found)?.rank(row) ?? row;
}

/** Undefined: all rows. A filter of a scan or a find that is gone matches nothing. */
function rowsOfFilter(
  filter: RowFilter,
  result: ScanResult | undefined,
  found: ReadonlyMap<number, RowSet>,
): Pick<RowSet, 'size' | 'slice' | 'rank'> | undefined {
  const none = { size: 0, slice: () => [], rank: () => 0 };
  switch (filter.kind) {
    case 'all':
      return undefined;
    case 'malformed':
      return result?.malformedRows ?? none;
    case 'check':
      return result?.outcomes.find(({ check }) => check.id === filter.check)?.rows ?? none;
    case 'found':
      return found.get(filter.findId) ?? none;
  }
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
