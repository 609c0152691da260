import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { messageOf } from '../../src/core/text/messageOf.ts';
import type { InspectorContract, RowDetail } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';

/** Characters of a row asked for at first: laid out and coloured in well under a frame's patience. */
const firstLimit = 256_000;

/** The selected row in full. The one before it stays until the next is here. */
export interface DetailLoader {
  readonly detail: ReadonlySignal<RowDetail | undefined>;
  readonly error: ReadonlySignal<string | undefined>;
  /** Asks for four times as much of a row that was cut. */
  more(): void;
}

export function createDetailLoader(
  host: Caller<InspectorContract>,
  row: ReadonlySignal<number | undefined>,
  version: ReadonlySignal<number>,
): DetailLoader {
  const detail = signal<RowDetail | undefined>(undefined);
  const error = signal<string | undefined>(undefined);
  const request = signal<{ readonly row: number | undefined; readonly limit: number }>({
    row: undefined,
    limit: firstLimit,
  });

  effect(() => {
    if (row.value !== undefined && row.value !== request.peek().row)
      request.value = { row: row.value, limit: firstLimit };
  });
  effect(() => {
    void version.value;
    const { row: wanted, limit } = request.value;
    if (wanted === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    host.call('row', { row: wanted, limit }, { signal }).then(
      answer => {
        detail.value = answer;
        error.value = undefined;
      },
      (reason: unknown) => {
        if (!signal.aborted) error.value = messageOf(reason);
      },
    );
    return () => controller.abort();
  });

  return {
    detail,
    error,
    more: () => void (request.value = { ...request.peek(), limit: request.peek().limit * 4 }),
  };
}
