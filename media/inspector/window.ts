/**
 * Which rows of a long list stand in view. Chromium caps the height of an element, so past a limit the scroll bar covers a
 * shorter range than the list: `offset` is the place in the list (px), `scrollTop` the place of the scroll bar.
 */
export interface Geometry {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewHeight: number;
}

/** Chromium caps at 2^25 device px; a quarter of that leaves room for a zoom of 400 %. */
const maxScrollHeight = 8_000_000;

export function scrollHeight(geometry: Geometry): number {
  return Math.min(geometry.rows * geometry.rowHeight, maxScrollHeight);
}

/** Whether one px of the scroll bar is more than one px of the list. */
export function isScaled({ rows, rowHeight }: Geometry): boolean {
  return rows * rowHeight > maxScrollHeight;
}

/** The offset nearest to `offset` that shows no space after the last row. */
export function clampOffset(offset: number, geometry: Geometry): number {
  return Math.min(Math.max(0, offset), maxOffset(geometry));
}

export function toScrollTop(offset: number, geometry: Geometry): number {
  return isScaled(geometry) ? (offset / maxOffset(geometry)) * maxScrollTop(geometry) : offset;
}

export function toOffset(scrollTop: number, geometry: Geometry): number {
  const offset = isScaled(geometry) ? (scrollTop / maxScrollTop(geometry)) * maxOffset(geometry) : scrollTop;
  return clampOffset(offset, geometry);
}

/** Half-open range of the rows that are at least partly in view, and `margin` more on both sides. */
export function visibleRows(
  offset: number,
  geometry: Geometry,
  margin = 0,
): { readonly start: number; readonly end: number } {
  const { rows, rowHeight, viewHeight } = geometry;
  const start = Math.floor(offset / rowHeight) - margin;
  const end = Math.ceil((offset + viewHeight) / rowHeight) + margin;
  return { start: Math.min(Math.max(0, start), rows), end: Math.max(0, Math.min(end, rows)) };
}

/** Where the first of `visibleRows` is drawn, from the top of the scrolled element. */
export function drawnAt(row: number, offset: number, geometry: Geometry): number {
  return toScrollTop(offset, geometry) + (row * geometry.rowHeight - offset);
}

/** The offset with `row` wholly in view: unchanged where it is, at an edge when near, in the middle when far. */
export function offsetShowing(row: number, offset: number, geometry: Geometry): number {
  const { rowHeight, viewHeight } = geometry;
  const top = row * rowHeight;
  const bottom = top + rowHeight;
  if (top >= offset && bottom <= offset + viewHeight) return offset;
  if (viewHeight < rowHeight) return clampOffset(top, geometry);
  const far = top < offset - viewHeight || bottom > offset + 2 * viewHeight;
  if (far) return clampOffset(top - (viewHeight - rowHeight) / 2, geometry);
  return clampOffset(top < offset ? top : bottom - viewHeight, geometry);
}

function maxOffset({ rows, rowHeight, viewHeight }: Geometry): number {
  return Math.max(0, rows * rowHeight - viewHeight);
}

function maxScrollTop(geometry: Geometry): number {
  return Math.max(0, scrollHeight(geometry) - geometry.viewHeight);
}
