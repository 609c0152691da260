import type { TableColumn } from '../../src/rpc/inspector.ts';

export const narrowest = 48;
const widest = 480;
/** A digit of the row number, and the space around it (px). */
const digit = 8;
const numberPadding = 26;
const markWidth = 24;
const reasonWidth = 260;

export interface ColumnLayout {
  /** Of each column, px. */
  readonly widths: readonly number[];
  /** For `grid-template-columns`: row number, mark, the reason where it is shown, columns. */
  readonly template: string;
  readonly numberWidth: number;
  readonly total: number;
}

/** Columns share the space that is there; those the user has sized keep their width, and the last one takes what is left. */
export function layOut(
  columns: readonly TableColumn[],
  sized: Readonly<Record<string, number>>,
  rows: number,
  viewWidth: number,
  withReason = false,
): ColumnLayout {
  const numberWidth =
    Math.max(3, String(rows).length + Math.floor((String(rows).length - 1) / 3) / 2) * digit + numberPadding;
  const reason = withReason ? reasonWidth : 0;
  const free = viewWidth - numberWidth - markWidth - reason;
  const open = columns.filter(column => sized[column.id] === undefined).length;
  const taken = columns.reduce((sum, column) => sum + (sized[column.id] ?? 0), 0);
  const share = Math.min(widest, Math.max(120, Math.floor((free - taken) / Math.max(1, open))));
  const widths = columns.map(column => sized[column.id] ?? share);
  const used = widths.reduce((sum, width) => sum + width, 0);
  const tracks = widths.map((width, index) => (index === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`));
  return {
    widths,
    template: [`${numberWidth}px`, `${markWidth}px`, ...(withReason ? [`${reason}px`] : []), ...tracks].join(' '),
    numberWidth,
    total: Math.max(viewWidth, numberWidth + markWidth + reason + used),
  };
}
