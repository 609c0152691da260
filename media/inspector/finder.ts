import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
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
}

export function createFinder(host: Caller<InspectorContract>, listener: Listener): Finder {
  const text = signal('');
  const caseSensitive = signal(false);
  const result = signal<FindState>({ state: 'none' });
  const at = signal<number | undefined>(undefined);
  let controller = new AbortController();
  let lastId = 0;

  const matchAt = async (filter: RowFilter, position: number): Promise<number | undefined> => {
    at.value = position;
    return (await host.call('rows', { filter, start: position, count: 1 })).rows[0]?.row;
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

  const run = async (findId: number, from: number | undefined, signal: AbortSignal): Promise<void> => {
    let shown = false;
    let looking = false;
    const showFirst = async (): Promise<void> => {
      if (shown || looking || from === undefined) return;
      looking = true;
      const row = await step(from - 1, 1);
      looking = false;
      if (row === undefined || signal.aborted || shown) return;
      shown = true;
      listener.onFirst(row);
    };
    const request = { findId, text: text.peek(), caseSensitive: caseSensitive.peek() };
    const summary = await host.call('find', request, {
      signal,
      onProgress(progress) {
        if (signal.aborted) return;
        result.value = { state: 'searching', findId, ...progress };
        if (progress.matches > 0) void showFirst().catch(() => undefined);
      },
    });
    result.value = { state: summary.complete ? 'complete' : 'stopped', findId, ...summary };
    await showFirst();
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
        if (!signal.aborted)
          result.value = { state: 'failed', message: error instanceof Error ? error.message : String(error) };
      });
    },
    next: from => step(from, 1),
    previous: from => step(from, -1),
  };
}
