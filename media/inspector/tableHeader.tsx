/* oxlint-disable jsx-a11y/prefer-tag-over-role -- Rows are placed by hand, which the elements of a table do not allow. */
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { TableColumn } from '../../src/rpc/inspector.ts';
import { ColumnHead, SortButton } from './columnHead.tsx';
import { narrowest } from './columns.ts';
import type { ColumnLayout } from './columns.ts';
import { columnKey } from './model.ts';
import type { Inspector } from './model.ts';

interface Props {
  readonly inspector: Inspector;
  readonly columns: readonly TableColumn[];
  readonly layout: ColumnLayout;
  /** Column id → px, of those the user has sized. */
  readonly widths: Signal<Readonly<Record<string, number>>>;
  /** Whether the rows are listed with the reason why. */
  readonly withReason: boolean;
}

const keyStep = 16;

export function TableHeader({ inspector, columns, layout, widths, withReason }: Props): JSX.Element {
  const resize = (column: TableColumn, width: number): void => {
    widths.value = { ...widths.peek(), [column.id]: Math.max(narrowest, Math.round(width)) };
  };
  const reset = (column: TableColumn): void => {
    widths.value = Object.fromEntries(Object.entries(widths.peek()).filter(([id]) => id !== column.id));
  };
  return (
    <div class="table-header" role="rowgroup">
      <div class="table-row" role="row" aria-rowindex={1}>
        <div class="cell cell-number" role="columnheader">
          Row
        </div>
        <div class="cell cell-mark" role="columnheader">
          <FlagsHead inspector={inspector} />
        </div>
        {withReason && (
          <div class="cell" role="columnheader">
            Reason
          </div>
        )}
        {columns.map((column, index) => (
          <ColumnHead key={columnKey(column)} inspector={inspector} column={column}>
            <Handle
              title={column.title}
              width={layout.widths[index] ?? narrowest}
              onResize={width => resize(column, width)}
              onReset={() => reset(column)}
            />
          </ColumnHead>
        ))}
      </div>
    </div>
  );
}

/** Sorts by how many checks flag a row, once they have run. */
function FlagsHead({ inspector }: { inspector: Inspector }): JSX.Element {
  if (inspector.state.value?.scan.state !== 'done') return <span class="visually-hidden">Findings</span>;
  return (
    <SortButton
      inspector={inspector}
      column={{ source: 'score', id: 'flags' }}
      keyOf="value"
      title="How many checks flag the row"
      first="descending"
    >
      <span aria-hidden="true">!</span>
      <span class="visually-hidden">Findings</span>
    </SortButton>
  );
}

interface HandleProps {
  readonly title: string;
  readonly width: number;
  onResize(width: number): void;
  onReset(): void;
}

/** The right edge of a column. */
function Handle({ title, width, onResize, onReset }: HandleProps): JSX.Element {
  const grabbed = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') onResize(width - keyStep);
    else if (event.key === 'ArrowRight') onResize(width + keyStep);
    else if (event.key === 'Delete') onReset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="column-handle"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${title}`}
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={4000}
      onKeyDown={onKeyDown}
      onDblClick={onReset}
      onPointerDown={event => {
        grabbed.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={event => grabbed.current && onResize(grabbed.current.width + event.clientX - grabbed.current.x)}
      onPointerUp={() => (grabbed.current = undefined)}
      onPointerCancel={() => (grabbed.current = undefined)}
    />
  );
}
