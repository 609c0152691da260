import { signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { LineageContract, LineageState } from '../../src/rpc/lineage.ts';
import type { Caller } from '../../src/rpc/messenger.ts';
import { idOf, partsOf } from './navigate.ts';

/** Calls that take nothing and answer nothing: what a button does. */
export type Action = 'openDataset' | 'recordProvenance' | 'setStudent' | 'runChecks';

export interface Lineage {
  readonly host: Caller<LineageContract>;
  readonly state: ReadonlySignal<LineageState | undefined>;
  /** The node or edge whose details are shown. */
  readonly selected: Signal<string | undefined>;
  /** Share of the natural size; undefined: as large as fits. */
  readonly zoom: Signal<number | undefined>;
  /** A request that failed, in words for the user. */
  readonly problem: ReadonlySignal<string | undefined>;
  receive(state: LineageState): void;
  run(action: Action): void;
  attempt(work: Promise<unknown>): void;
}

export function createLineage(host: Caller<LineageContract>, save: (state: unknown) => void): Lineage {
  const state = signal<LineageState | undefined>(undefined);
  const selected = signal<string | undefined>(undefined);
  const problem = signal<string | undefined>(undefined);
  const attempt = (work: Promise<unknown>): void => {
    work.then(
      () => (problem.value = undefined),
      (reason: unknown) => (problem.value = messageOf(reason)),
    );
  };
  return {
    host,
    state,
    selected,
    zoom: signal<number | undefined>(undefined),
    problem,
    attempt,
    receive(next) {
      state.value = next;
      save({ dataset: next.dataset.uri });
      const known = partsOf(next.layout).map(idOf);
      const current = selected.peek();
      if (current === undefined || !known.includes(current)) selected.value = 'dataset';
    },
    run: action => attempt(host.call(action, undefined)),
  };
}
