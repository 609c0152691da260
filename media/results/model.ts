import { effect, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { OptionValue } from '../../src/core/checks/options.ts';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { Caller } from '../../src/rpc/messenger.ts';
import type { CheckState, FilterPreview, ResultsContract, ResultsState } from '../../src/rpc/results.ts';

/** Calls that take nothing and answer nothing: what a button does. */
export type Action =
  | 'scan'
  | 'cancelScan'
  | 'openInspector'
  | 'openDataset'
  | 'openRecipe'
  | 'openAccepted'
  | 'recordProvenance'
  | 'showLineage'
  | 'setStudent'
  | 'saveRecipe';

export interface Results {
  readonly host: Caller<ResultsContract>;
  readonly state: ReadonlySignal<ResultsState | undefined>;
  /** Ids of the sections that are unfolded: `check/options`. */
  readonly unfolded: Signal<ReadonlySet<string>>;
  /** A request that failed, in words for the user. */
  readonly problem: ReadonlySignal<string | undefined>;
  /** Check id → option → why its last value was refused. */
  readonly refused: ReadonlySignal<Readonly<Record<string, Readonly<Record<string, string>>>>>;
  /** Check id → what its changed options do to the first rows. */
  readonly previews: ReadonlySignal<Readonly<Record<string, FilterPreview | undefined>>>;
  /** Changes when findings may have changed. */
  readonly version: ReadonlySignal<number>;
  receive(state: ResultsState): void;
  run(action: Action): void;
  attempt(work: Promise<unknown>): void;
  setEnabled(check: CheckState, enabled: boolean): void;
  setOption(check: CheckState, name: string, value: OptionValue): void;
  keep(save: (state: unknown) => void): void;
}

export function createResults(host: Caller<ResultsContract>, saved: unknown): Results {
  const state = signal<ResultsState | undefined>(undefined);
  const unfolded = signal<ReadonlySet<string>>(new Set(savedSections(saved)));
  const problem = signal<string | undefined>(undefined);
  const refused = signal<Readonly<Record<string, Readonly<Record<string, string>>>>>({});
  const previews = signal<Readonly<Record<string, FilterPreview | undefined>>>({});
  const version = signal(0);
  const attempt = (work: Promise<unknown>): void => {
    work.then(
      () => (problem.value = undefined),
      (reason: unknown) => (problem.value = messageOf(reason)),
    );
  };
  const send = async (check: CheckState, enabled: boolean, options: CheckState['options']): Promise<void> => {
    const answer = await host.call('setOptions', { check: check.id, enabled, options });
    refused.value = { ...refused.peek(), [check.id]: answer };
    if (check.kind !== 'filter' || !enabled || Object.keys(answer).length > 0) return;
    const preview = await host.call('preview', { check: check.id, options, before: check.options });
    previews.value = { ...previews.peek(), [check.id]: preview };
  };
  return {
    host,
    state,
    unfolded,
    problem,
    refused,
    previews,
    version,
    attempt,
    receive(next) {
      const before = state.peek()?.dataset;
      state.value = next;
      if (before?.path !== next.dataset?.path) refused.value = {};
      if (outcomes(before) === outcomes(next.dataset)) return;
      version.value++;
      // What all rows came to says more.
      previews.value = {};
    },
    run: action => attempt(host.call(action, undefined)),
    setEnabled: (check, enabled) => attempt(send(check, enabled, check.options)),
    setOption: (check, name, value) => attempt(send(check, check.enabled, { ...check.options, [name]: value })),
    keep: save => void effect(() => save({ unfolded: [...unfolded.value] })),
  };
}

function outcomes(dataset: ResultsState['dataset']): string {
  return JSON.stringify([dataset?.path, dataset?.scan.state, dataset?.checks.map(check => check.outcome)]);
}

function savedSections(saved: unknown): string[] {
  if (typeof saved !== 'object' || saved === null || !('unfolded' in saved) || !Array.isArray(saved.unfolded))
    return [];
  return saved.unfolded.filter(id => typeof id === 'string');
}
