/* oxlint-disable jsx-a11y/prefer-tag-over-role -- Rows are placed by hand, which the elements of a table do not allow. */
import type { JSX } from 'preact';
import type { RowSummary, TableColumn } from '../../src/rpc/inspector.ts';
import { SeverityIcon } from '../shared/icons.tsx';
import { formatCount, plural } from '../shared/numbers.ts';

interface Props {
  readonly position: number;
  /** Row of the file, where it is known before the row is here. */
  readonly number: number | undefined;
  /** `undefined`: on its way. */
  readonly row: RowSummary | undefined;
  readonly columns: readonly TableColumn[];
  readonly withReason: boolean;
  readonly selected: boolean;
  onSelect(position: number): void;
  onOpen(): void;
}

export function rowId(position: number): string {
  return `row-${position}`;
}

export function TableRow({
  position,
  number,
  row,
  columns,
  withReason,
  selected,
  onSelect,
  onOpen,
}: Props): JSX.Element {
  const shown = row?.row ?? number;
  return (
    <div
      id={rowId(position)}
      class={`table-row row-${row?.kind ?? 'pending'}`}
      role="row"
      aria-rowindex={position + 2}
      aria-selected={selected}
      aria-busy={row === undefined}
      onMouseDown={event => event.button === 0 && onSelect(position)}
      onDblClick={onOpen}
    >
      <div class="cell cell-number" role="rowheader">
        {shown === undefined ? '' : formatCount(shown + 1)}
      </div>
      <div class="cell cell-mark" role="gridcell">
        {row && <RowMark row={row} />}
      </div>
      {withReason && (
        <div class="cell" role="gridcell" title={row?.reason}>
          {row ? row.reason : <span class="skeleton" />}
        </div>
      )}
      {columns.map((column, index) => (
        <div key={`${column.source} ${column.id}`} class={`cell cell-${column.source}`} role="gridcell">
          {row ? cellText(row, index) : <span class="skeleton" />}
        </div>
      ))}
    </div>
  );
}

function cellText(row: RowSummary, index: number): string | undefined {
  if (row.kind === 'blank') return index === 0 ? 'blank row' : undefined;
  return row.cells[index];
}

function RowMark({ row }: { row: RowSummary }): JSX.Element | undefined {
  if (row.kind === 'malformed') return <Marked severity="error" text="malformed" />;
  if (row.worst === undefined) return undefined;
  return <Marked severity={row.worst} text={`${row.worst}, ${plural(row.findings, 'finding')}`} />;
}

function Marked({ severity, text }: { severity: 'error' | 'warning' | 'info'; text: string }): JSX.Element {
  return (
    <span title={text}>
      <SeverityIcon severity={severity} />
      <span class="visually-hidden">{text}</span>
    </span>
  );
}
