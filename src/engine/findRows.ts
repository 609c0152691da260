import { runInOrder, slicesOf } from './slices.ts';
import type { WorkerPool } from './workerPool.ts';
import { RowSet } from '../core/findings/rowSet.ts';
import type { FindProgress } from '../rpc/inspector.ts';

export interface FindQuery {
  readonly text: string;
  readonly caseSensitive: boolean;
}

export interface FindOptions {
  readonly signal?: AbortSignal;
  /** `found` is what the search will answer; it grows until then. */
  onProgress?(progress: FindProgress, found: RowSet): void;
}

/** Searches every row on the pool's threads; tells what is known for certain of the rows up to a point as it goes. */
export async function findRows(
  target: { readonly content: string; readonly contentBytes: number },
  query: FindQuery,
  pool: WorkerPool,
  { signal, onProgress }: FindOptions,
): Promise<RowSet> {
  const found = new RowSet();
  let rows = 0;
  await runInOrder(
    slicesOf(target.contentBytes, pool.size),
    { width: pool.size, signal },
    (slice, stop) => pool.run('find', { slice: { path: target.content, ...slice }, ...query }, { signal: stop }),
    result => {
      found.addAll(new RowSet(result.found), rows);
      rows += result.rows;
      const [first] = found.slice(0, 1);
      onProgress?.({ rowsSearched: rows, matches: found.size, ...(first !== undefined && { first }) }, found);
    },
  );
  return found;
}
