import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { FindProgress, InspectorContract, RowFilter } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';

export type FindState =
  | { readonly state: 'none' }
  | ({ readonly state: 'searching' | 'complete' | 'stopped' } & FindProgress & { readonly findId: number })
  | { readonly state: 'failed'; readonly message: string };

/** The search for a text in all rows. */
export interface Finder {
  readonly text: ReadonlySignal<string>;
  readonly caseSensitive: ReadonlySignal<boolean>;
  readonly result: ReadonlySignal<FindState>;
  /** Place of the row last shown among the matching ones, from 0. */
  readonly at: ReadonlySignal<number | undefined>;
  /** Starts over, and tells the first match from `from` on, if given. An empty text ends the search. */
  search(text: string, caseSensitive: boolean, from?: number): void;
  /** The match after (or before) a row, going round at the end; `undefined` where none is known yet. */
  next(from: number): Promise<number | undefined>;
  previous(from: number): Promise<number | undefined>;
}

interface Listener {
  /** A search has begun or ended. */
  onSearch(filter: RowFilter | undefined): void;
  onFirst(row: number): void;
  /** All matches are known now. */
  onEnd(): void;
}

export function createFinder(host: Caller<InspectorContract>, listener: Listener): Finder {
  const text = signal('');
  const caseSensitive = signal(false);
  const result = signal<FindState>({ state: 'none' });
  const at = signal<number | undefined>(undefined);
  let controller = new AbortController();
  let lastId = 0;

  const matchAt = async (filter: RowFilter, position: number): Promise<number | undefined> => {
    const row = (await host.call('rows', { filter, start: position, count: 1 })).rows[0]?.row;
    if (row !== undefined) at.value = position;
    return row;
  };

  const step = async (row: number, direction: 1 | -1): Promise<number | undefined> => {
    const found = result.peek();
    if (found.state === 'none' || found.state === 'failed' || found.matches === 0) return undefined;
    const filter: RowFilter = { kind: 'found', findId: found.findId };
    const rank = await host.call('rank', { filter, row: direction === 1 ? row + 1 : row });
    const position = direction === 1 ? rank : rank - 1;
    const known = position >= 0 && position < found.matches;
    if (known) return matchAt(filter, position);
    return found.state !== 'searching' ? matchAt(filter, direction === 1 ? 0 : found.matches - 1) : undefined;
  };

  /** Shows the first match from a row on, once it is known; one look at a time, since each asks the host. */
  const createFirst = (from: number | undefined, signal: AbortSignal) => {
    let shown = from === undefined;
    let look: Promise<void> | undefined;
    const lookOnce = async (): Promise<void> => {
      if (shown || from === undefined) return;
      const row = await step(from - 1, 1);
      if (row === undefined || signal.aborted) return;
      shown = true;
      listener.onFirst(row);
    };
    return {
      onProgress() {
        // What fails here fails again at the end of the search, where it is told.
        look ??= lookOnce().then(
          () => (look = undefined),
          () => (look = undefined),
        );
      },
      async atEnd() {
        await look;
        await lookOnce();
      },
    };
  };

  const run = async (findId: number, from: number | undefined, signal: AbortSignal): Promise<void> => {
    const first = createFirst(from, signal);
    const request = { findId, text: text.peek(), caseSensitive: caseSensitive.peek() };
    const summary = await host.call('find', request, {
      signal,
      onProgress(progress) {
        if (signal.aborted) return;
        result.value = { state: 'searching', findId, ...progress };
        if (progress.matches > 0) first.onProgress();
      },
    });
    result.value = { state: summary.complete ? 'complete' : 'stopped', findId, ...summary };
    listener.onEnd();
    await first.atEnd();
  };

  return {
    text,
    caseSensitive,
    result,
    at,
    search(wanted, sensitive, from) {
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      text.value = wanted;
      caseSensitive.value = sensitive;
      at.value = undefined;
      if (wanted === '') {
        result.value = { state: 'none' };
        return listener.onSearch(undefined);
      }
      const findId = ++lastId;
      result.value = { state: 'searching', findId, rowsSearched: 0, matches: 0 };
      listener.onSearch({ kind: 'found', findId });
      run(findId, from, signal).catch((error: unknown) => {
        if (!signal.aborted) result.value = { state: 'failed', message: messageOf(error) };
      });
    },
    next: from => step(from, 1),
    previous: from => step(from, -1),
  };
}
