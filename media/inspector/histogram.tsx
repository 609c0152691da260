/* oxlint-disable jsx-a11y/prefer-tag-over-role -- The bars have titles of their own, which an img cannot hold. */
import type { JSX } from 'preact';
import type { ColumnStatistics } from '../../src/core/columns/tableStatistics.ts';
import type { HistogramBin } from '../../src/core/columns/dyadicHistogram.ts';
import type { NumberHistogram } from '../../src/core/columns/numberSketch.ts';
import { formatCount } from '../shared/numbers.ts';
import { formatNumber, mainMeasure } from './columnWords.ts';

const smallBars = 16;
const smallWidth = 60;
const smallHeight = 14;
/** Up to so many distinct values each has a bar of its own. */
const fewValues = 10;

/** A column at a glance, in the head of the table. Decoration: what it shows is said in words where it is opened. */
export function SmallHistogram({ column }: { column: ColumnStatistics }): JSX.Element {
  const bars = smallBarsOf(column);
  const most = Math.max(1, ...bars);
  const width = smallWidth / Math.max(1, bars.length);
  return (
    <svg class="small-histogram" width={smallWidth} height={smallHeight} aria-hidden="true">
      {bars.map((rows, at) => {
        const height = barHeight(rows, most, smallHeight);
        return <rect key={at} x={at * width} y={smallHeight - height} width={Math.max(1, width - 1)} height={height} />;
      })}
    </svg>
  );
}

function smallBarsOf(column: ColumnStatistics): readonly number[] {
  const { distinct, top, measures } = column;
  if (distinct?.exact && distinct.count <= fewValues) return top.map(({ rows }) => rows);
  const measure = mainMeasure(column);
  const bins = measures.find(one => one.measure === measure)?.histogram.bins ?? [];
  return grouped(bins, smallBars).map(({ rows }) => rows);
}

const width = 300;
const height = 64;

interface Props {
  /** "Completion, characters". */
  readonly label: string;
  readonly histogram: NumberHistogram;
  /** Over all rows, in the same bins. */
  readonly behind?: NumberHistogram | undefined;
}

/** The bars, and their numbers as a table for those who do not see them. */
export function Histogram({ label, histogram, behind }: Props): JSX.Element {
  const all = behind?.bins ?? histogram.bins;
  const most = Math.max(1, ...all.map(({ rows }) => rows));
  const bar = width / Math.max(1, all.length);
  const countAt = new Map(histogram.bins.map(({ from, rows }) => [from, rows]));
  const [first, last] = [all[0], all.at(-1)];
  return (
    <figure class="histogram">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram of ${label}`}
      >
        {all.map(({ from, to, rows }, at) => {
          const own = countAt.get(from) ?? 0;
          return (
            <g key={from}>
              <title>{`${binText({ from, to, rows }, histogram)}: ${formatCount(own)}${behind ? ` of ${formatCount(rows)}` : ''}`}</title>
              {behind && <Bar class="bar-behind" x={at * bar} width={bar} height={barHeight(rows, most, height)} />}
              <Bar class="bar-own" x={at * bar} width={bar} height={barHeight(own, most, height)} />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>{first && formatNumber(first.from)}</span>
        <span class="quiet">{histogram.scale === 'log' ? 'each bar twice as wide' : ''}</span>
        <span>{last && formatNumber(last.to)}</span>
      </figcaption>
      <details>
        <summary>Numbers</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{label}</th>
              <th scope="col">Rows</th>
              {behind && <th scope="col">Of all</th>}
            </tr>
          </thead>
          <tbody>
            {all
              .filter(({ rows }) => rows > 0)
              .map(bin => (
                <tr key={bin.from}>
                  <th scope="row">{binText(bin, histogram)}</th>
                  <td>{formatCount(countAt.get(bin.from) ?? 0)}</td>
                  {behind && <td>{formatCount(bin.rows)}</td>}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Bar(props: { class: string; x: number; width: number; height: number }): JSX.Element {
  const gap = props.width > 3 ? 1 : 0;
  return (
    <rect class={props.class} x={props.x} y={height - props.height} width={props.width - gap} height={props.height} />
  );
}

/** What is there is seen, however little. */
function barHeight(rows: number, most: number, full: number): number {
  return rows === 0 ? 0 : Math.max(1.5, (rows / most) * full);
}

/** "64 to 127" of whole numbers, else "0.25 up to 0.5". */
function binText({ from, to }: HistogramBin, { bins }: NumberHistogram): string {
  if (from === to) return formatNumber(from);
  if (!bins.every(bin => Number.isInteger(bin.from) && Number.isInteger(bin.to))) {
    return `${formatNumber(from)} up to ${formatNumber(to)}`;
  }
  return to - from === 1 ? formatNumber(from) : `${formatNumber(from)} to ${formatNumber(to - 1)}`;
}

/** Neighbouring bins together, so that there are at most so many. */
function grouped(bins: readonly HistogramBin[], limit: number): readonly { readonly rows: number }[] {
  const size = Math.ceil(bins.length / limit);
  return Array.from({ length: Math.ceil(bins.length / Math.max(1, size)) }, (_, at) => ({
    rows: bins.slice(at * size, (at + 1) * size).reduce((sum, { rows }) => sum + rows, 0),
  }));
}
