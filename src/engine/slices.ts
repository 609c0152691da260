const smallest = 1 << 20;
const largest = 32 << 20;
const first = 1 << 20;
const growth = 1.5;

export interface ByteRange {
  readonly byteStart: number;
  readonly byteEnd: number;
}

/**
 * Cuts a file into slices: several per thread so that none waits long for the last, none so large that cancelling is slow. The first
 * are small: what they come to spares the later ones work.
 */
export function slicesOf(bytes: number, threads: number): readonly ByteRange[] {
  const length = Math.min(largest, Math.max(smallest, Math.ceil(bytes / (threads * 4))));
  const slices: ByteRange[] = [];
  for (let byteStart = 0, next = first; byteStart < bytes;) {
    const byteEnd = Math.min(bytes, byteStart + Math.min(length, next));
    slices.push({ byteStart, byteEnd });
    byteStart = byteEnd;
    next *= growth;
  }
  return slices;
}

/** Works on up to `width` items at once and hands over the results in the items' order. The first failure ends it all. */
export async function runInOrder<Item, Result>(
  items: readonly Item[],
  { width, signal }: { readonly width: number; readonly signal?: AbortSignal | undefined },
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  take: (result: Result) => void,
): Promise<void> {
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const ready = new Map<number, Result>();
  let next = 0;
  let taken = 0;
  const runner = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      try {
        ready.set(at, await work(items[at] as Item, stop));
      } catch (error) {
        next = items.length;
        failed.abort(error);
        throw error;
      }
      for (let result = ready.get(taken); result !== undefined; result = ready.get(taken)) {
        ready.delete(taken++);
        take(result);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, runner));
}
