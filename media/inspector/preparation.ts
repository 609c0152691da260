import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { InspectorContract, RowView } from '../../src/rpc/inspector.ts';
import type { Caller } from '../../src/rpc/messenger.ts';

/** Works out views that take a pass over the file or a sort, one at a time. */
export interface Preparation {
  readonly preparing: ReadonlySignal<{ readonly view: RowView; readonly share: number } | undefined>;
  /** How many rows the view has; undefined where it was given up. */
  prepare(view: RowView): Promise<number | undefined>;
  cancel(): void;
}

/** Whether the length of the list is known without being worked out. */
export function isDirect({ filter, where, order }: RowView): boolean {
  const decided = filter.kind === 'kept' || filter.kind === 'rejected' || filter.kind === 'only';
  return !where && !order && !decided;
}

export function createPreparation(host: Caller<InspectorContract>): Preparation {
  const preparing = signal<{ readonly view: RowView; readonly share: number } | undefined>(undefined);
  let controller = new AbortController();
  const cancel = (): void => {
    controller.abort();
    preparing.value = undefined;
  };
  return {
    preparing,
    cancel,
    async prepare(view) {
      cancel();
      controller = new AbortController();
      const { signal: stop } = controller;
      preparing.value = { view, share: 0 };
      try {
        const { rows } = await host.call('prepare', view, {
          signal: stop,
          onProgress: ({ share }) => !stop.aborted && (preparing.value = { view, share }),
        });
        return stop.aborted ? undefined : rows;
      } catch (error) {
        if (stop.aborted) return undefined;
        throw error;
      } finally {
        if (!stop.aborted) preparing.value = undefined;
      }
    },
  };
}
