import { batch, computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { InspectorContract, InspectorState, RowFilter, RowSummary, RowView } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';
import { createPageCache } from './pageCache.ts';
import { createPreparation, isDirect } from './preparation.ts';
import type { Preparation } from './preparation.ts';
import { clampOffset, offsetShowing, visibleRows } from './window.ts';
import type { Geometry } from './window.ts';

export const rowHeight = 22;
const pageSize = 100;
const maxPages = 30;
/** Rows drawn out of view, so that a native scroll does not show a gap before the next frame. */
const margin = 6;

/** The list of rows that is shown: what of it is in view, and which row is selected. A position is a place in this list, from 0. */
export interface RowList {
  readonly view: ReadonlySignal<RowView>;
  readonly filter: ReadonlySignal<RowFilter>;
  /** Another view, while it is worked out. */
  readonly preparing: Preparation['preparing'];
  /** Gives up the view that is worked out. */
  cancel(): void;
  readonly total: ReadonlySignal<number>;
  readonly geometry: ReadonlySignal<Geometry>;
  readonly offset: ReadonlySignal<number>;
  readonly viewHeight: Signal<number>;
  readonly position: ReadonlySignal<number | undefined>;
  /** The selected row of the file; `undefined` until its page is here. */
  readonly selectedRow: ReadonlySignal<number | undefined>;
  /** Why rows are missing. */
  readonly error: ReadonlySignal<string | undefined>;
  /** Changes when `row` may answer differently. */
  readonly version: ReadonlySignal<number>;
  row(position: number): RowSummary | undefined;
  /** Half-open range of the positions to draw. */
  drawn(): { readonly start: number; readonly end: number };
  /** Fetches what is drawn. */
  fill(): void;
  scrollTo(offset: number): void;
  select(position: number): void;
  /** Shows another list, with the selection on the same row or the next one in it; only `undefined` takes `where` or `order` away. */
  setView(change: ViewChange): Promise<void>;
  setFilter(filter: RowFilter): Promise<void>;
  /** The list may have other rows by now. */
  renew(): Promise<void>;
  /** Selects a row of the file; shows all rows where the filter hides it. */
  reveal(row: number): Promise<void>;
  refresh(): void;
}

export interface ViewChange {
  readonly filter?: RowFilter;
  readonly where?: RowView['where'] | undefined;
  readonly order?: RowView['order'] | undefined;
}

export function createRowList(
  host: Caller<InspectorContract>,
  state: ReadonlySignal<InspectorState | undefined>,
  foundRows: ReadonlySignal<number>,
): RowList {
  const view = signal<RowView>({ filter: { kind: 'all' } });
  const filter = computed(() => view.value.filter);
  /** Of a view that was worked out. */
  const prepared = signal(0);
  const preparation = createPreparation(host);
  const offset = signal(0);
  const viewHeight = signal(0);
  const position = signal<number | undefined>(undefined);
  const version = signal(0);
  const error = signal<string | undefined>(undefined);
  const total = computed(() =>
    isDirect(view.value) ? lengthOf(filter.value, state.value, foundRows.value) : prepared.value,
  );
  const geometry = computed<Geometry>(() => ({ rows: total.value, rowHeight, viewHeight: viewHeight.value }));
  const cache = createPageCache<RowSummary>({
    pageSize,
    maxPages,
    fetch: async (start, count, signal) => (await host.call('rows', { ...view.peek(), start, count }, { signal })).rows,
    onChange: () => version.value++,
    onError: reason => (error.value = reason instanceof Error ? reason.message : undefined),
  });
  const selectedRow = computed(() => {
    void version.value;
    const { value } = position;
    if (value === undefined || value >= total.value) return undefined;
    return isAll(view.value) ? value : cache.row(value)?.row;
  });
  const drawn = (): { start: number; end: number } => visibleRows(offset.value, geometry.value, margin);

  const select = (to: number): void => {
    const inList = Math.max(0, Math.min(to, total.peek() - 1));
    position.value = inList;
    offset.value = offsetShowing(inList, offset.peek(), geometry.peek());
  };
  /** The selected row's place in another list, where that list has it or where it would be. */
  const rank = async (to: RowView, row: number): Promise<number> =>
    isAll(to) ? row : host.call('rank', { ...to, row });
  const show = (to: RowView, at: number, rows: number): void =>
    batch(() => {
      view.value = to;
      prepared.value = rows;
      cache.clear();
      offset.value = 0;
      version.value++;
      select(at);
    });
  /** Undefined: given up for another view. */
  const prepare = async (to: RowView): Promise<number | undefined> => {
    preparation.cancel();
    return isDirect(to) ? 0 : preparation.prepare(to);
  };
  /** The view that is on its way: further changes go on from it. */
  let wanted: RowView | undefined;
  const cancel = (): void => {
    wanted = undefined;
    preparation.cancel();
  };
  const setView = async (change: ViewChange): Promise<void> => {
    const to = changed(wanted ?? view.peek(), change);
    if (sameView(to, view.peek())) return cancel();
    wanted = to;
    try {
      const rows = await prepare(to);
      if (rows === undefined) return;
      // Sorting starts at the top; a filter leaves the reader at the row.
      const resorted = JSON.stringify(to.order) !== JSON.stringify(view.peek().order);
      const at = resorted && to.order ? 0 : await rank(to, selectedRow.peek() ?? 0);
      if (wanted === to) show(to, at, rows);
    } finally {
      if (wanted === to) wanted = undefined;
    }
  };

  return {
    view,
    filter,
    preparing: preparation.preparing,
    cancel,
    setView,
    total,
    geometry,
    offset,
    viewHeight,
    position,
    selectedRow,
    error,
    version,
    drawn,
    select,
    row: cache.row,
    fill() {
      const { start, end } = drawn();
      cache.want(start, end, total.value);
    },
    scrollTo: to => void (offset.value = clampOffset(to, geometry.peek())),
    setFilter: to => setView({ filter: to }),
    async renew() {
      const current = view.peek();
      if (wanted) {
        const { filter: kept, where, order } = wanted;
        cancel();
        return setView({ filter: kept, where, order });
      }
      if (isDirect(current)) return;
      const rows = await prepare(current);
      if (rows === undefined || current !== view.peek()) return;
      batch(() => {
        prepared.value = rows;
        cache.refresh();
        version.value++;
      });
    },
    async reveal(row) {
      const current = view.peek();
      if (isAll(current)) return select(row);
      const at = await rank(current, row);
      const page = await host.call('rows', { ...current, start: at, count: 1 });
      if (page.rows[0]?.row === row && current === view.peek()) select(at);
      else show({ filter: { kind: 'all' } }, row, 0);
    },
    refresh() {
      cache.refresh();
      version.value++;
    },
  };
}

function lengthOf(filter: RowFilter, state: InspectorState | undefined, foundRows: number): number {
  if (!state) return 0;
  const scan = state.scan.state === 'done' ? state.scan : undefined;
  if (filter.kind === 'all') return state.index.rows;
  if (filter.kind === 'found') return foundRows;
  if (filter.kind === 'malformed') return scan?.malformed ?? 0;
  if (filter.kind !== 'check') return 0;
  return scan?.checks.find(check => check.id === filter.check)?.rows ?? 0;
}

function changed({ filter, where, order }: RowView, change: ViewChange): RowView {
  const next = { filter, where, order, ...change };
  return {
    filter: next.filter,
    ...(next.where && { where: next.where }),
    ...(next.order && { order: next.order }),
  };
}

/** Whether the rows of a filter are listed with the reason why they are in it. */
export function listsReasons({ kind }: RowFilter): boolean {
  return kind === 'check' || kind === 'rejected' || kind === 'only';
}

/** All rows as they stand in the file. */
function isAll({ filter, where, order }: RowView): boolean {
  return filter.kind === 'all' && !where && !order;
}

function sameView(one: RowView, other: RowView): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
