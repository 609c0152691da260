import type { JSX } from 'preact';
import type { MeasureSummary } from '../../src/core/columns/columnBuilder.ts';
import { distinctError } from '../../src/core/columns/hyperLogLog.ts';
import type { ColumnStatistics } from '../../src/core/columns/tableStatistics.ts';
import { Icon } from '../shared/icons.tsx';
import { formatCount, formatShare, plural } from '../shared/numbers.ts';
import { ColumnTools } from './columnTools.tsx';
import { formatNumber, measureNames, typeShares, typeText } from './columnWords.ts';
import { Histogram, SmallHistogram } from './histogram.tsx';
import { columnKey } from './model.ts';
import type { Inspector } from './model.ts';
import { columnIn } from './statistics.ts';

interface Props {
  readonly inspector: Inspector;
  readonly column: ColumnStatistics;
}

/** One column: a line when folded, all that is known of it when not. */
export function ColumnCard({ inspector, column }: Props): JSX.Element {
  const key = columnKey(column);
  const open = inspector.unfolded.value.has(key);
  const toggle = (): void => {
    const next = new Set(inspector.unfolded.peek());
    if (!next.delete(key)) next.add(key);
    inspector.unfolded.value = next;
  };
  return (
    <section class="column-card" aria-label={column.title}>
      <button type="button" class="column-summary" aria-expanded={open} onClick={toggle}>
        <Icon name="chevron" class={open ? 'turned' : ''} />
        <span class={`column-name column-${column.source}`}>{column.title}</span>
        <span class="quiet">{typeText(column)}</span>
        <SmallHistogram column={column} />
      </button>
      {open && <ColumnBody inspector={inspector} column={column} />}
    </section>
  );
}

function ColumnBody({ inspector, column }: Props): JSX.Element {
  const { scope, base } = inspector.statistics;
  const compared = scope.value === 'kept' || scope.value === 'rejected' ? columnIn(base.value, column) : undefined;
  return (
    <div class="column-body">
      {column.source === 'score' && <ScoreText inspector={inspector} id={column.id} />}
      <dl class="column-facts">
        <Fact name="Types" value={typeShares(column)} before={compared && typeShares(compared)} />
        <Fact name="Missing" value={missingText(column)} before={compared && missingText(compared)} />
        {column.distinct && (
          <Fact name="Distinct" value={distinctText(column)} before={compared?.distinct && distinctText(compared)} />
        )}
      </dl>
      {column.measures.map(measure => (
        <MeasureView
          key={measure.measure}
          title={column.title}
          measure={measure}
          before={compared?.measures.find(one => one.measure === measure.measure)}
        />
      ))}
      <TopValues inspector={inspector} column={column} />
      <ColumnTools inspector={inspector} column={column} />
    </div>
  );
}

function ScoreText({ inspector: { state }, id }: { inspector: Inspector; id: string }): JSX.Element | null {
  const text = state.value?.columns.find(column => column.source === 'score' && column.id === id)?.description;
  return text === undefined ? null : <p class="quiet">{text}</p>;
}

function Fact({ name, value, before }: { name: string; value: string; before?: string | undefined }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {before !== undefined && before !== value && <span class="quiet"> (all rows: {before})</span>}
      </dd>
    </div>
  );
}

function missingText({ missing, present }: ColumnStatistics): string {
  const all = missing + present;
  return missing === 0 ? 'none' : `${formatCount(missing)} of ${plural(all, 'row')} (${formatShare(missing / all)})`;
}

function distinctText({ distinct }: ColumnStatistics): string {
  if (!distinct) return '';
  const { count, values, exact } = distinct;
  if (exact) return `${formatCount(count)} of ${plural(values, 'value')}`;
  return `about ${formatCount(Number(count.toPrecision(3)))} of ${plural(values, 'value')}, estimated ± ${formatShare(distinctError)} (standard error)`;
}

interface MeasureProps {
  readonly title: string;
  readonly measure: MeasureSummary;
  readonly before: MeasureSummary | undefined;
}

const rowsOfTable: readonly (readonly [string, (summary: MeasureSummary) => number | undefined])[] = [
  ['Smallest', ({ min }) => min],
  ['5 %', ({ quantiles }) => quantiles.p5],
  ['25 %', ({ quantiles }) => quantiles.p25],
  ['Median', ({ quantiles }) => quantiles.p50],
  ['75 %', ({ quantiles }) => quantiles.p75],
  ['95 %', ({ quantiles }) => quantiles.p95],
  ['Largest', ({ max }) => max],
  ['Mean', ({ mean }) => mean],
];

function MeasureView({ title, measure, before }: MeasureProps): JSX.Element {
  const name = measureNames[measure.measure];
  const label = `${title}, ${name}`;
  return (
    <div class="measure">
      <h3>{name}</h3>
      <Histogram label={label} histogram={measure.histogram} behind={before?.histogram} />
      <table class="measure-numbers" aria-label={label}>
        {before && (
          <thead>
            <tr>
              <th scope="col">number</th>
              <th scope="col">these</th>
              <th scope="col">all</th>
            </tr>
          </thead>
        )}
        <tbody>
          {rowsOfTable.map(([heading, of]) => (
            <tr key={heading}>
              <th scope="row">{heading}</th>
              <td>{numberText(of(measure))}</td>
              {before && <td class="quiet">{numberText(of(before))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : formatNumber(value);
}

function TopValues({ inspector, column }: Props): JSX.Element | null {
  const { top, distinct, source, id } = column;
  if (!distinct) return null;
  if (!distinct.exact) return <p class="quiet">Too many different values to count each.</p>;
  return (
    <div>
      <h3>Most frequent values</h3>
      <ul class="top-values">
        {top.map(({ text, cut, type, rows }) => (
          <li key={`${type} ${text} ${rows}`}>
            <button
              type="button"
              class="top-value"
              title="Show the rows with this value"
              onClick={() =>
                inspector.attempt(
                  inspector.list.setView({
                    where: { column: { source, id }, test: cut ? 'contains' : 'equals', text },
                  }),
                )
              }
            >
              <span class="top-text">{text === '' ? '(empty)' : cut ? `${text}…` : text}</span>
              <span class="quiet">{formatCount(rows)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
