import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ColumnRef } from '../../src/core/columns/column.ts';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { InspectorContract, InspectorState, RowFilter } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';
import { createDetailLoader } from './detailLoader.ts';
import type { DetailLoader } from './detailLoader.ts';
import { createFinder } from './finder.ts';
import type { Finder } from './finder.ts';
import { createRowList } from './rowList.ts';
import type { RowList } from './rowList.ts';
import type { SavedView } from './saved.ts';
import { createStatistics } from './statistics.ts';
import type { Statistics } from './statistics.ts';

/** What the user has arranged. */
export type View = {
  readonly [
    Name in
      | 'tableShare'
      | 'exampleShare'
      | 'textMode'
      | 'rawMode'
      | 'tab'
      | 'trainer'
      | 'template'
      | 'widths'
      | 'onlyMatches'
      | 'columnsShown'
  ]: Signal<SavedView[Name]>;
};

export type Place = 'find' | 'goToRow' | 'table' | 'detail' | 'columns';

export interface Inspector {
  readonly host: Caller<InspectorContract>;
  readonly state: ReadonlySignal<InspectorState | undefined>;
  readonly list: RowList;
  readonly finder: Finder;
  readonly detail: DetailLoader;
  readonly statistics: Statistics;
  /** Of the columns in the panel, those that are unfolded, as `columnKey` writes them. */
  readonly unfolded: Signal<ReadonlySet<string>>;
  readonly view: View;
  /** Grows with every scan and every change of what a scan would run. */
  readonly version: ReadonlySignal<number>;
  /** The field that a reveal asks to be shown, until it is. */
  readonly field: Signal<{ readonly row: number; readonly field: string } | undefined>;
  /** Where the keyboard should be next; each place takes its own. */
  readonly focus: Signal<Place | undefined>;
  /** A request that failed, in words for the user. */
  readonly problem: Signal<string | undefined>;
  /** The host's news. */
  receive(state: InspectorState): void;
  reveal(row: number, field?: string): void;
  search(text: string, caseSensitive: boolean): void;
  showOnlyMatches(only: boolean): void;
  findNext(direction: 1 | -1): void;
  goToFinding(direction: 1 | -1): void;
  /** Shows what is known of a column, beside the rows. */
  showColumn(column: ColumnRef): void;
  /** Between the laid out JSON and the line as stored. */
  toggleRaw(): void;
  /** Starts what may fail, and says so where it does. */
  attempt(work: Promise<unknown>): void;
}

export function createInspector(host: Caller<InspectorContract>, saved: SavedView): Inspector {
  const state = signal<InspectorState | undefined>(undefined);
  const problem = signal<string | undefined>(undefined);
  const found = signal<RowFilter | undefined>(undefined);
  const view = createView(saved);
  const attempt = (work: Promise<unknown>): void => {
    work.then(
      () => (problem.value = undefined),
      (reason: unknown) => (problem.value = messageOf(reason)),
    );
  };
  const finder = createFinder(host, {
    onSearch(filter) {
      found.value = filter;
      if (view.onlyMatches.peek()) attempt(list.setFilter(filter ?? { kind: 'all' }));
    },
    onFirst: row => attempt(list.reveal(row)),
    onEnd: () => list.refresh(),
  });
  const foundRows = computed(() => ('matches' in finder.result.value ? finder.result.value.matches : 0));
  const list = createRowList(host, state, foundRows);
  const statistics = createStatistics(host);
  const unfolded = signal<ReadonlySet<string>>(new Set());
  const focus = signal<Place | undefined>(undefined);
  const scans = signal(0);
  const scores = signal(0);
  const seen = computed(() => scans.value + scores.value);
  const detail = createDetailLoader(host, list.selectedRow, seen);
  /** What is known of columns, and what was sorted or filtered by them, may no longer hold. */
  const renewColumns = (before: InspectorState | undefined, next: InspectorState): void => {
    const rows = before?.revision !== next.revision;
    const results = resultsOf(before) !== resultsOf(next);
    if (rows || results) statistics.renew(rows ? 'rows' : 'results');
    if (before && (rows || results)) attempt(list.renew());
    if (before && scoresOf(before) !== scoresOf(next)) scores.value++;
  };
  const here = (): number => list.selectedRow.peek() ?? 0;
  const field: Inspector['field'] = signal(undefined);

  return {
    host,
    state,
    list,
    finder,
    detail,
    statistics,
    unfolded,
    view,
    version: computed(() => scans.value + (state.value?.plans ?? 0)),
    field,
    problem,
    attempt,
    focus,
    receive(next) {
      const before = state.peek();
      state.value = next;
      // The first rows are on their way before the table is laid out.
      if (!before) list.fill();
      renewColumns(before, next);
      if (next.scan.state !== 'done' || JSON.stringify(before?.scan) === JSON.stringify(next.scan)) return;
      scans.value++;
      list.refresh();
    },
    reveal(row, shown) {
      field.value = shown === undefined ? undefined : { row, field: shown };
      attempt(list.reveal(row));
    },
    search: (text, caseSensitive) => finder.search(text, caseSensitive, here()),
    showOnlyMatches(only) {
      view.onlyMatches.value = only;
      const filter: RowFilter = only ? (found.peek() ?? { kind: 'all' }) : { kind: 'all' };
      if (only || list.filter.peek().kind === 'found') attempt(list.setFilter(filter));
    },
    findNext(direction) {
      const work = direction === 1 ? finder.next(here()) : finder.previous(here());
      attempt(work.then(row => (row === undefined ? undefined : list.reveal(row))));
    },
    showColumn(column) {
      unfolded.value = new Set([columnKey(column)]);
      view.columnsShown.value = true;
      focus.value = 'columns';
    },
    toggleRaw() {
      view.tab.value = 'raw';
      view.rawMode.value = view.rawMode.peek() === 'pretty' ? 'stored' : 'pretty';
    },
    goToFinding: direction =>
      attempt(
        findingFrom(host, state.peek(), here(), direction).then(row =>
          row === undefined ? undefined : list.reveal(row),
        ),
      ),
  };
}

export function columnKey({ source, id }: ColumnRef): string {
  return `${source} ${id}`;
}

/** What the statistics and the lists of kept and rejected rows rest on beside the file. */
function resultsOf(state: InspectorState | undefined): string {
  const scan = state?.scan.state === 'done' ? { ...state.scan, stale: false } : undefined;
  return JSON.stringify([scan, scoresOf(state)]);
}

function scoresOf(state: InspectorState | undefined): string {
  return JSON.stringify([state?.scored, state?.columns.filter(({ source }) => source === 'score')]);
}

function createView(saved: SavedView): View {
  return {
    tableShare: signal(saved.tableShare),
    exampleShare: signal(saved.exampleShare),
    textMode: signal(saved.textMode),
    rawMode: signal(saved.rawMode),
    tab: signal(saved.tab),
    trainer: signal(saved.trainer),
    template: signal(saved.template),
    widths: signal(saved.widths),
    onlyMatches: signal(saved.onlyMatches),
    columnsShown: signal(saved.columnsShown),
  };
}

/** The row with findings (or malformed) next to a row, going round at the end. */
async function findingFrom(
  host: Caller<InspectorContract>,
  state: InspectorState | undefined,
  from: number,
  direction: 1 | -1,
): Promise<number | undefined> {
  if (state?.scan.state !== 'done') return undefined;
  const filters: { filter: RowFilter; rows: number }[] = [
    ...state.scan.checks.map(({ id, rows }) => ({ filter: { kind: 'check', check: id } as const, rows })),
    { filter: { kind: 'malformed' } as const, rows: state.scan.malformed },
  ].filter(({ rows }) => rows > 0);
  const candidates = await Promise.all(
    filters.map(async ({ filter, rows }) => {
      const rank = await host.call('rank', { filter, row: direction === 1 ? from + 1 : from });
      const start = ((direction === 1 ? rank : rank - 1) + rows) % rows;
      return (await host.call('rows', { filter, start, count: 1 })).rows[0]?.row;
    }),
  );
  const distance = (row: number): number => {
    const ahead = (row - from) * direction;
    return ahead > 0 ? ahead : ahead + state.index.rows + 1;
  };
  return candidates.filter(row => row !== undefined).toSorted((a, b) => distance(a) - distance(b))[0];
}
