import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ColumnRef } from '../../src/core/columns/column.ts';
import type { ColumnStatistics, StatisticsScope, TableStatistics } from '../../src/core/columns/tableStatistics.ts';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { InspectorContract } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';

export type Scope = StatisticsScope['kind'];

/** What is known of the columns. */
export interface Statistics {
  /** Of which rows the panel tells. */
  readonly scope: ReadonlySignal<Scope>;
  readonly told: ReadonlySignal<TableStatistics | undefined>;
  /** Of the rows that the others are compared with: all of them, or the first where no more is known. */
  readonly base: ReadonlySignal<TableStatistics | undefined>;
  /** From 0 to 1, while a pass is under way. */
  readonly share: ReadonlySignal<number | undefined>;
  readonly problem: ReadonlySignal<string | undefined>;
  choose(scope: Scope): void;
  cancel(): void;
  /** Something changed: other rows stand in the file, the checks ran, there are other scores. */
  renew(what: 'rows' | 'results'): void;
}

export function createStatistics(host: Caller<InspectorContract>): Statistics {
  const known = signal<Readonly<Partial<Record<Scope, TableStatistics>>>>({});
  const scope = signal<Scope>('first');
  const share = signal<number | undefined>(undefined);
  /** Known, but to be asked for again: shown until the answer comes. */
  let outdated: ReadonlySet<Scope> = new Set();
  const problem = signal<string | undefined>(undefined);
  let controller = new AbortController();

  const isCurrent = (wanted: Scope): boolean => known.peek()[wanted] !== undefined && !outdated.has(wanted);
  const fetch = async (wanted: Scope, stop: AbortSignal): Promise<void> => {
    if (isCurrent(wanted)) return;
    const statistics = await host.call(
      'statistics',
      { scope: wanted },
      {
        signal: stop,
        onProgress: progress => !stop.aborted && (share.value = progress.share),
      },
    );
    if (stop.aborted) return;
    outdated = new Set([...outdated].filter(one => one !== wanted && one !== statistics.scope));
    // The first rows of a small file are all.
    known.value = { ...known.peek(), [wanted]: statistics, [statistics.scope]: statistics };
  };
  const choose = (wanted: Scope): void => {
    controller.abort();
    controller = new AbortController();
    const { signal: stop } = controller;
    const before = scope.peek();
    scope.value = wanted;
    share.value = isCurrent(wanted) ? undefined : 0;
    problem.value = undefined;
    const work = async (): Promise<void> => {
      if (wanted === 'kept' || wanted === 'rejected') await fetch('all', stop);
      await fetch(wanted, stop);
    };
    work().then(
      () => {
        if (!stop.aborted) share.value = undefined;
      },
      (error: unknown) => {
        if (stop.aborted) return;
        share.value = undefined;
        scope.value = known.peek()[before] ? before : 'first';
        problem.value = messageOf(error);
      },
    );
  };

  return {
    scope,
    told: computed(() => known.value[scope.value]),
    base: computed(() => known.value.all ?? known.value.first),
    share,
    problem,
    choose,
    cancel() {
      controller.abort();
      share.value = undefined;
      if (!known.peek()[scope.peek()]) scope.value = known.peek().all ? 'all' : 'first';
    },
    renew(what) {
      const { first, all } = known.peek();
      known.value = what === 'rows' ? {} : { ...(first && { first }), ...(all && { all }) };
      outdated = new Set<Scope>(['first', 'all']);
      // What takes a pass over the file is asked for again by the user; of all rows it is known.
      const again = scope.peek() === 'first' || what === 'rows' ? 'first' : 'all';
      choose(again);
    },
  };
}

export function columnIn(
  statistics: TableStatistics | undefined,
  { source, id }: ColumnRef,
): ColumnStatistics | undefined {
  return statistics?.columns.find(column => column.source === source && column.id === id);
}
