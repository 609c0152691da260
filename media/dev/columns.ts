import { cellOf, measureOf, type ColumnRow } from '../../src/core/columns/column.ts';
import { compileTest, type ColumnTest } from '../../src/core/columns/columnTest.ts';
import { columnRow, type ReadRow } from '../../src/core/columns/rowReader.ts';
import {
  StatisticsBuilder,
  type StatisticsScope,
  type TableStatistics,
} from '../../src/core/columns/tableStatistics.ts';
import type { RowOrder } from '../../src/rpc/inspector.ts';
import { lookAt } from './dataset.ts';
import type { Dataset } from './dataset.ts';

/** The statistics of the first rows of a made-up dataset. */
export function stagedStatistics(dataset: Dataset, scope: StatisticsScope['kind'], rows: number): TableStatistics {
  const builder = new StatisticsBuilder();
  for (let row = 0; row < Math.min(rows, dataset.rows); row++) {
    const read = readRow(dataset, row);
    if (read === 'blank') builder.addBlank();
    else if (read === 'malformed') builder.addMalformed();
    else builder.addRow(read);
  }
  return builder.statistics(scope);
}

/** Some rows, filtered and sorted. */
export function arranged(
  dataset: Dataset,
  rows: readonly number[],
  where: ColumnTest | undefined,
  order: RowOrder | undefined,
): readonly number[] {
  const passes = where && compileTest(where);
  const passing = passes ? rows.filter(row => passes(readRow(dataset, row))) : rows;
  if (!order) return passing;
  const { column, measure, direction } = order;
  const keys = new Map(passing.map(row => [row, keyOf(readRow(dataset, row))]));
  const sign = direction === 'ascending' ? 1 : -1;
  return passing.toSorted((a, b) => {
    const [left = NaN, right = NaN] = [keys.get(a), keys.get(b)];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return (left < right ? -1 : left > right ? 1 : 0) * sign;
  });

  function keyOf(row: ReadRow): number | string {
    if (typeof row === 'string') return NaN;
    const cell = cellOf(row satisfies ColumnRow, column);
    return measure === 'text' ? (typeof cell === 'string' ? cell : NaN) : measureOf(cell, measure);
  }
}

function readRow(dataset: Dataset, row: number): ReadRow {
  const { content } = lookAt(dataset, row);
  return content.kind === 'value' ? columnRow(content.value, dataset.text(row).length) : content.kind;
}
