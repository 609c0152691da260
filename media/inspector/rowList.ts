import { batch, computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { InspectorContract, InspectorState, RowFilter, RowSummary } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';
import { createPageCache } from './pageCache.ts';
import { clampOffset, offsetShowing, visibleRows } from './window.ts';
import type { Geometry } from './window.ts';

export const rowHeight = 22;
const pageSize = 100;
const maxPages = 30;
/** Rows drawn out of view, so that a native scroll does not show a gap before the next frame. */
const margin = 6;

/** The filtered list of rows: what of it is in view, and which row is selected. A position is a place in this list, from 0. */
export interface RowList {
  readonly filter: ReadonlySignal<RowFilter>;
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
  /** Shows another list, with the selection on the same row or the next one in it. */
  setFilter(filter: RowFilter): Promise<void>;
  /** Selects a row of the file; shows all rows where the filter hides it. */
  reveal(row: number): Promise<void>;
  refresh(): void;
}

export function createRowList(
  host: Caller<InspectorContract>,
  state: ReadonlySignal<InspectorState | undefined>,
  foundRows: ReadonlySignal<number>,
): RowList {
  const filter = signal<RowFilter>({ kind: 'all' });
  const offset = signal(0);
  const viewHeight = signal(0);
  const position = signal<number | undefined>(undefined);
  const version = signal(0);
  const error = signal<string | undefined>(undefined);
  const total = computed(() => lengthOf(filter.value, state.value, foundRows.value));
  const geometry = computed<Geometry>(() => ({ rows: total.value, rowHeight, viewHeight: viewHeight.value }));
  const cache = createPageCache<RowSummary>({
    pageSize,
    maxPages,
    fetch: async (start, count, signal) =>
      (await host.call('rows', { filter: filter.peek(), start, count }, { signal })).rows,
    onChange: () => version.value++,
    onError: reason => (error.value = reason instanceof Error ? reason.message : undefined),
  });
  const selectedRow = computed(() => {
    void version.value;
    const { value } = position;
    if (value === undefined || value >= total.value) return undefined;
    return filter.value.kind === 'all' ? value : cache.row(value)?.row;
  });
  const drawn = (): { start: number; end: number } => visibleRows(offset.value, geometry.value, margin);

  const select = (to: number): void => {
    const inList = Math.max(0, Math.min(to, total.peek() - 1));
    position.value = inList;
    offset.value = offsetShowing(inList, offset.peek(), geometry.peek());
  };
  /** The selected row's place in another list, where that list has it or where it would be. */
  const rank = async (to: RowFilter, row: number): Promise<number> =>
    to.kind === 'all' ? row : host.call('rank', { filter: to, row });
  const show = (to: RowFilter, at: number): void =>
    batch(() => {
      filter.value = to;
      cache.clear();
      offset.value = 0;
      version.value++;
      select(at);
    });

  return {
    filter,
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
    async setFilter(to) {
      if (sameFilter(to, filter.peek())) return;
      show(to, await rank(to, selectedRow.peek() ?? 0));
    },
    async reveal(row) {
      const current = filter.peek();
      if (current.kind === 'all') return select(row);
      const at = await rank(current, row);
      const page = await host.call('rows', { filter: current, start: at, count: 1 });
      if (page.rows[0]?.row === row && current === filter.peek()) select(at);
      else show({ kind: 'all' }, row);
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
  return scan?.checks.find(check => check.id === filter.check)?.rows ?? 0;
}

function sameFilter(one: RowFilter, other: RowFilter): boolean {
  if (one.kind === 'check') return other.kind === 'check' && one.check === other.check;
  if (one.kind === 'found') return other.kind === 'found' && one.findId === other.findId;
  return one.kind === other.kind;
}
