import { reportVersion } from './json.ts';
import { counted, number, percent } from '../text/numbers.ts';
import type { MeasureSummary } from '../columns/columnBuilder.ts';
import { distinctError } from '../columns/hyperLogLog.ts';
import { quantileError } from '../columns/numberSketch.ts';
import { maxStatisticColumns, type ColumnStatistics, type TableStatistics } from '../columns/tableStatistics.ts';

interface ColumnsSubject {
  readonly path: string;
  readonly bytes: number;
  readonly statistics: TableStatistics;
}

/** `undertone inspect --columns --format json`. */
export function columnsReport({ path, bytes, statistics }: ColumnsSubject): object {
  const { rows, blank, malformed, columns, columnsCut } = statistics;
  return {
    version: reportVersion,
    dataset: { path, bytes, rows, blank, malformed },
    columns: columns.map(({ source, id, title, present, missing, types, distinct, top, measures }) => ({
      source,
      id,
      title,
      present,
      missing,
      types,
      distinct: distinct
        ? { ...distinct, ...(!distinct.exact && { standardError: Number(distinctError.toFixed(4)) }) }
        : null,
      top,
      measures: measures.map(({ measure, quantiles, ...summary }) => ({
        measure,
        ...summary,
        quantiles: { ...quantiles, relativeError: quantileError },
      })),
    })),
    columnsCut,
  };
}

/** `undertone inspect --columns` for people. */
export function columnsText({ path, statistics }: ColumnsSubject): string {
  const { rows, blank, malformed, columns, columnsCut } = statistics;
  const lines = [
    path,
    `  all ${counted(rows, 'row')} (${number(blank)} blank, ${number(malformed)} malformed, in no column)`,
    ...columns.flatMap(column => ['', ...columnLines(column)]),
  ];
  if (columnsCut) lines.push('', `There are more fields; ${maxStatisticColumns} are kept.`);
  lines.push(
    '',
    `Quantiles (5, 25, 50, 75, 95 %) are within ${percent(quantileError)}; all else is exact unless marked ~.`,
  );
  return `${lines.join('\n')}\n`;
}

function columnLines({ title, types, missing, distinct, top, measures }: ColumnStatistics): string[] {
  const kinds = Object.entries(types).map(([type, count]) => `${type} ${number(count)}`);
  if (missing > 0) kinds.push(`missing ${number(missing)}`);
  const lines = [`${title}: ${kinds.join(', ')}`];
  if (distinct) {
    const estimate = distinct.exact ? '' : ` (standard error ${percent(distinctError)})`;
    lines.push(
      `  distinct    ${distinct.exact ? '' : '~'}${number(distinct.count)} of ${counted(distinct.values, 'value')}${estimate}`,
    );
  }
  lines.push(...measures.map(measureLine));
  const repeated = top.filter(value => value.rows > 1).slice(0, 5);
  for (const { text, cut, type, rows } of repeated) {
    const shown = type === 'string' ? JSON.stringify(cut ? `${text}…` : text) : text;
    lines.push(`  ${number(rows).padStart(10)} × ${shown}`);
  }
  return lines;
}

function measureLine({ measure, min, max, mean, quantiles, histogram }: MeasureSummary): string {
  const { p5, p25, p50, p75, p95 } = quantiles;
  const spread = [p5, p25, p50, p75, p95].map(short).join(' ');
  const average = mean === undefined ? '' : `, mean ${short(mean)}`;
  return `  ${measure.padEnd(10)}  ${short(min)} to ${short(max)}${average}, quantiles ${spread}  ${bars(histogram.bins)}`;
}

/** A histogram in at most 16 characters; where it takes more bins, neighbours stand together. */
function bars(bins: readonly { readonly rows: number }[]): string {
  const group = Math.ceil(bins.length / 16);
  const counts = Array.from({ length: Math.ceil(bins.length / group) }, (_, at) =>
    bins.slice(at * group, (at + 1) * group).reduce((sum, { rows }) => sum + rows, 0),
  );
  const most = Math.max(...counts);
  return counts.map(rows => (rows === 0 ? ' ' : ('▁▂▃▄▅▆▇█'[Math.ceil((rows / most) * 8) - 1] ?? ''))).join('');
}

/** Four significant digits; whole numbers in full. */
function short(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? number(value) : String(Number(value.toPrecision(4)));
}
