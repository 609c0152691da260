/* oxlint-disable jsx-a11y/prefer-tag-over-role -- Rows are placed by hand, which the elements of a table do not allow. */
import type { ComponentChildren, JSX } from 'preact';
import type { ColumnRef } from '../../src/core/columns/column.ts';
import type { RowOrder, TableColumn } from '../../src/rpc/inspector.ts';
import { Icon } from '../shared/icons.tsx';
import { directionText, sortKeys, typeText } from './columnWords.ts';
import type { SortKey } from './columnWords.ts';
import { SmallHistogram } from './histogram.tsx';
import type { Inspector } from './model.ts';
import { columnIn } from './statistics.ts';

interface Props {
  readonly inspector: Inspector;
  readonly column: TableColumn;
  readonly children: ComponentChildren;
}

/** The head of a column: its title sorts, its picture leads to what is known of it. */
export function ColumnHead({ inspector, column, children }: Props): JSX.Element {
  const { statistics, list } = inspector;
  const { title, source } = column;
  const known = columnIn(statistics.told.value, column) ?? columnIn(statistics.base.value, column);
  const order = orderOf(list.view.value.order, column);
  return (
    <div class={`cell cell-head column-${source}`} role="columnheader" aria-sort={order?.direction ?? 'none'}>
      <SortButton
        inspector={inspector}
        column={column}
        keyOf={known && sortKeys(known)[0]}
        title={column.description === undefined ? title : `${title}: ${column.description}`}
      >
        <span class="column-title">{title}</span>
      </SortButton>
      {known && (
        <button
          type="button"
          class="column-picture"
          aria-label={`Statistics of ${title}: ${typeText(known)}`}
          title={`Statistics of ${title}`}
          onClick={() => inspector.showColumn(column)}
        >
          <SmallHistogram column={known} />
          <span class="column-type">{typeText(known)}</span>
        </button>
      )}
      {children}
    </div>
  );
}

interface SortProps {
  readonly inspector: Inspector;
  readonly column: ColumnRef;
  /** What it sorts by first; none while nothing is known of the column. */
  readonly keyOf: SortKey | undefined;
  readonly title: string;
  /** The first direction. */
  readonly first?: RowOrder['direction'];
  readonly children: ComponentChildren;
}

/** Sorts by a column, then the other way round, then no more. */
export function SortButton({ inspector, column, keyOf, title, first = 'ascending', children }: SortProps): JSX.Element {
  const { list, attempt } = inspector;
  const { source, id } = column;
  const order = orderOf(list.view.value.order, column);
  const measure = order?.measure ?? keyOf;
  const second = first === 'ascending' ? 'descending' : 'ascending';
  const next = order === undefined ? first : order.direction === first ? second : undefined;
  const does = measure && next ? `Sort by it, ${directionText(measure, next)}` : 'Sort no more';
  return (
    <button
      type="button"
      class="column-sort"
      disabled={measure === undefined}
      title={`${title}\n${does}`}
      onClick={() => {
        if (measure === undefined) return;
        const wanted = next && { column: { source, id }, measure, direction: next };
        attempt(list.setView({ order: wanted }));
      }}
    >
      {children}
      {order && <Icon name={order.direction === 'ascending' ? 'up' : 'down'} />}
    </button>
  );
}

function orderOf(order: RowOrder | undefined, { source, id }: ColumnRef): RowOrder | undefined {
  return order?.column.source === source && order.column.id === id ? order : undefined;
}
