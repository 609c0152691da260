import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { ClusterItem, DuplicatesContract, DuplicatesState, MatchItem } from '../../src/rpc/duplicates.ts';
import type { Caller } from '../../src/rpc/messenger.ts';

/** Clusters, or matches, on one page of the list. */
export const pageSize = 50;

/** One page of the list; undefined while it is on its way. */
export interface ListPage {
  readonly start: number;
  readonly clusters?: readonly ClusterItem[];
  readonly matches?: readonly MatchItem[];
}

export interface DuplicatesModel {
  readonly host: Caller<DuplicatesContract>;
  readonly state: ReadonlySignal<DuplicatesState | undefined>;
  readonly page: ReadonlySignal<ListPage | undefined>;
  /** A request that failed, in words for the user. */
  readonly problem: ReadonlySignal<string | undefined>;
  receive(state: DuplicatesState): void;
  turnTo(start: number): void;
  attempt(work: Promise<unknown>): void;
}

export function createModel(host: Caller<DuplicatesContract>): DuplicatesModel {
  const state = signal<DuplicatesState | undefined>(undefined);
  const page = signal<ListPage | undefined>(undefined);
  const problem = signal<string | undefined>(undefined);
  let asked = 0;

  const attempt = (work: Promise<unknown>): void => {
    work.then(
      () => (problem.value = undefined),
      (reason: unknown) => (problem.value = messageOf(reason)),
    );
  };

  /** Of several pages that were asked for the last one counts. */
  const load = async (start: number): Promise<void> => {
    const own = ++asked;
    const range = { start, count: pageSize };
    const inOther = (state.peek()?.checkedFrom ?? 0) > 0;
    const next = inOther
      ? { start, matches: await host.call('matches', range) }
      : { start, clusters: await host.call('clusters', range) };
    if (own === asked) page.value = next;
  };

  return {
    host,
    state,
    page,
    problem,
    attempt,
    receive(next) {
      const before = numberOf(state.peek());
      state.value = next;
      const now = numberOf(next);
      if (now === before) return;
      asked++;
      page.value = undefined;
      if (now !== undefined) attempt(load(0));
    },
    turnTo: start => attempt(load(start)),
  };
}

function numberOf(state: DuplicatesState | undefined): number | undefined {
  return state?.run.state === 'done' ? state.run.number : undefined;
}
