import { findDuplicates, findMatches, type DuplicateOptions, type RowFile } from './findDuplicates.ts';
import type { OpenDataset } from '../openDataset.ts';
import type { WorkerPool } from '../workerPool.ts';
import type { DuplicateQuery } from '../../core/duplicates/query.ts';
import type { DuplicateResult, MatchResult } from '../../core/duplicates/result.ts';

/** Rows of datasets, taken one after another, that repeat each other. Rejects with code `changed` where one changed meanwhile. */
export function duplicatesIn(
  datasets: readonly OpenDataset[],
  query: DuplicateQuery,
  options: DuplicateOptions = {},
): Promise<DuplicateResult> {
  return withFiles(datasets, options, (files, pool, signal) =>
    findDuplicates(files, query, pool, { ...options, signal }),
  );
}

/** Rows of datasets that stand in other datasets. Rejects with code `changed` where one of them changed meanwhile. */
export function matchesIn(
  { datasets, against }: { readonly datasets: readonly OpenDataset[]; readonly against: readonly OpenDataset[] },
  query: DuplicateQuery,
  options: DuplicateOptions = {},
): Promise<MatchResult> {
  return withFiles([...against, ...datasets], options, (files, pool, signal) => {
    const sides = { against: files.slice(0, against.length), files: files.slice(against.length) };
    return findMatches(sides, query, pool, { ...options, signal });
  });
}

type Use<Result> = (files: readonly RowFile[], pool: WorkerPool, signal: AbortSignal) => Promise<Result>;

async function withFiles<Result>(
  datasets: readonly OpenDataset[],
  { signal }: DuplicateOptions,
  use: Use<Result>,
  files: readonly RowFile[] = [],
): Promise<Result> {
  const [next, ...others] = datasets;
  if (next === undefined) throw new Error('Duplicates are looked for in at least one dataset.');
  return next.withRowFile(
    async (file, pool, stop) => {
      const soFar = [...files, file];
      return others.length === 0 ? use(soFar, pool, stop) : withFiles(others, { signal: stop }, use, soFar);
    },
    signal ? { signal } : {},
  );
}
