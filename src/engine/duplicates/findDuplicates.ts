import { countsOf, firstAlike, regroup, tableOf, type KeyTable } from '../../core/duplicates/keyTable.ts';
import type { DuplicateQuery } from '../../core/duplicates/query.ts';
import type { DuplicateResult, MatchResult } from '../../core/duplicates/result.ts';
import type { RowCounts, RowKeys } from '../../core/duplicates/rowKeys.ts';
import { runInOrder, slicesOf, type ByteRange } from '../slices.ts';
import type { WorkerPool } from '../workerPool.ts';

/** Rows that jobs read themselves: a plain file, or what a packed one was unpacked to. */
export interface RowFile {
  readonly path: string;
  readonly bytes: number;
}

export type DuplicateProgress =
  | { readonly phase: 'reading'; readonly bytesDone: number; readonly bytes: number }
  /** Rows with the same hash, whose texts are compared. */
  | { readonly phase: 'comparing'; readonly rowsDone: number; readonly rows: number }
  | { readonly phase: 'clustering' };

export interface DuplicateOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: DuplicateProgress): void;
}

/** Rows of the files, taken one after another, that repeat each other. The result does not depend on the number of threads. */
export async function findDuplicates(
  files: readonly RowFile[],
  query: DuplicateQuery,
  pool: WorkerPool,
  options: DuplicateOptions = {},
): Promise<DuplicateResult> {
  const { table, counts, first, job } = await prepare(files, query, pool, options);
  options.onProgress?.({ phase: 'clustering' });
  const found = await pool.run('clusterRows', { ...job, table, first }, abortable(options));
  return { query, counts, files: table.files, ...found };
}

/** Rows of files that stand in other files, the same or similar. */
export async function findMatches(
  { files, against }: { readonly files: readonly RowFile[]; readonly against: readonly RowFile[] },
  query: DuplicateQuery,
  pool: WorkerPool,
  options: DuplicateOptions = {},
): Promise<MatchResult> {
  const { table, counts, first, job } = await prepare([...against, ...files], query, pool, options);
  options.onProgress?.({ phase: 'clustering' });
  const from = table.files[against.length]?.firstRow ?? table.rows;
  const found = await pool.run('matchRows', { ...job, table, first, from }, abortable(options));
  return { query, counts, files: table.files, checkedFrom: against.length, ...found };
}

interface Prepared {
  readonly table: KeyTable;
  readonly counts: readonly RowCounts[];
  readonly first: Uint32Array;
  readonly job: { readonly paths: readonly string[]; readonly query: DuplicateQuery };
}

/** Keys of every row, and for each the first row with the same text. */
async function prepare(
  files: readonly RowFile[],
  query: DuplicateQuery,
  pool: WorkerPool,
  options: DuplicateOptions,
): Promise<Prepared> {
  const job = { paths: files.map(({ path }) => path), query };
  const slices = await readKeys(files, query, pool, options);
  const table = tableOf(slices);
  const first = firstAlike(table);
  await verify({ ...job, table, first }, pool, options);
  return { table, counts: slices.map(countsOf), first, job };
}

async function readKeys(
  files: readonly RowFile[],
  query: DuplicateQuery,
  pool: WorkerPool,
  { signal, onProgress }: DuplicateOptions,
): Promise<readonly (readonly RowKeys[])[]> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const slices = files.flatMap((file, index) =>
    slicesOf(file.bytes, pool.size).map(range => ({ index, path: file.path, range })),
  );
  const found: RowKeys[][] = files.map(() => []);
  let bytesDone = 0;
  await runInOrder(
    slices,
    { width: pool.size, signal },
    async ({ index, path, range }, stop) => {
      const keys = await pool.run(
        'keysOfRows',
        { slice: { path, ...range }, query },
        {
          signal: stop,
          onProgress(progress) {
            bytesDone += progress.bytes;
            onProgress?.({ phase: 'reading', bytesDone, bytes });
          },
        },
      );
      return { index, keys };
    },
    ({ index, keys }) => found[index]?.push(keys),
  );
  return found;
}

interface Verified {
  readonly paths: readonly string[];
  readonly query: DuplicateQuery;
  readonly table: KeyTable;
  readonly first: Uint32Array;
}

/** Rows with the same hash stay together only where their texts are the same: what is not goes by itself, and is compared again. */
async function verify(verified: Verified, pool: WorkerPool, { signal, onProgress }: DuplicateOptions): Promise<void> {
  const { first, table } = verified;
  const { rows, ranges } = rangesOfAlike(first, pool.size * 4);
  // A hash almost never fails, so that a second round has next to nothing to do; texts that were equal are compared once more in it.
  for (let unequal = -1; unequal !== 0 && rows > 0;) {
    let rowsDone = 0;
    const different: number[] = [];
    await runInOrder(
      ranges,
      { width: pool.size, signal },
      ({ byteStart: from, byteEnd: to }, stop) =>
        pool.run(
          'compareTexts',
          { ...verified, table: { files: table.files, starts: table.starts }, from, to },
          {
            signal: stop,
            onProgress(progress) {
              rowsDone += progress.rows;
              onProgress?.({ phase: 'comparing', rowsDone, rows });
            },
          },
        ),
      found => {
        for (const row of found) different.push(row);
      },
    );
    regroup(first, different);
    unequal = different.length;
  }
}

/** Ranges of rows with about as many rows to compare in each. */
function rangesOfAlike(
  first: Uint32Array,
  parts: number,
): { readonly rows: number; readonly ranges: readonly ByteRange[] } {
  let rows = 0;
  for (let row = 0; row < first.length; row++) if (first[row] !== row) rows++;
  const each = Math.max(1, Math.ceil(rows / parts));
  const ranges: ByteRange[] = [];
  let start = 0;
  let here = 0;
  for (let row = 0; row < first.length; row++) {
    if (first[row] === row || ++here < each) continue;
    ranges.push({ byteStart: start, byteEnd: row + 1 });
    start = row + 1;
    here = 0;
  }
  if (here > 0) ranges.push({ byteStart: start, byteEnd: first.length });
  return { rows, ranges };
}

function abortable({ signal }: DuplicateOptions): { readonly signal?: AbortSignal } {
  return signal ? { signal } : {};
}
