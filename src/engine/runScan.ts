import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromFileError } from './datasetError.ts';
import { provenanceFiles } from './provenanceFiles.ts';
import type { WorkerPool } from './workerPool.ts';
import { checks } from '../core/checks/registry.ts';
import type { DatasetProfile } from '../core/dataset/profile.ts';
import type { DatasetFile } from '../core/provenance/context.ts';
import { readProvenance } from '../core/provenance/readers/registry.ts';
import { statementsOf } from '../core/provenance/record.ts';
import type { ScanPlan } from '../core/scan/plan.ts';
import type { ScanResult } from '../core/scan/result.ts';
import { applicable, ScanMerge } from '../core/scan/scanMerge.ts';
import type { SliceResult } from '../core/scan/sliceScanner.ts';
import { runInOrder, slicesOf, type ByteRange } from './slices.ts';

export interface ScanProgress {
  readonly bytesDone: number;
  readonly rows: number;
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: ScanProgress): void;
}

export interface ScanTarget {
  /** The dataset as the user names it: cards stand beside it. */
  readonly path: string;
  /** The rows, uncompressed. */
  readonly content: string;
  readonly contentBytes: number;
  readonly head: DatasetProfile;
}

/** Runs a plan over a whole file on the pool's threads. The result does not depend on how many there are. */
export async function runScan(
  target: ScanTarget,
  plan: ScanPlan,
  pool: WorkerPool,
  { signal, onProgress }: ScanOptions,
): Promise<ScanResult> {
  const { plan: running, skipped } = applicable(plan, checks, target.head);
  const merge = new ScanMerge(running, checks);
  let bytesDone = 0;
  let rows = 0;
  const scanOne = (slice: ByteRange, stop: AbortSignal): Promise<SliceResult> =>
    pool.run(
      'scanSlice',
      { slice: { path: target.content, ...slice }, plan: running, room: merge.room(), datasetPath: target.path },
      {
        signal: stop,
        onProgress(progress) {
          bytesDone += progress.bytes;
          rows += progress.rows;
          onProgress?.({ bytesDone, rows });
        },
      },
    );
  const slices = slicesOf(target.contentBytes, pool.size);
  const name = basename(target.path);
  const files = await provenanceFiles(target.path);
  const hasHash = statementsOf(readProvenance(files, target.head, name), 'sha256').length > 0;
  const [dataset] = await together(signal, stop => [
    datasetFile(target.path, hasHash ? pool : undefined, stop),
    runInOrder(slices, { width: pool.size, signal: stop }, scanOne, result => merge.add(result)),
  ]);
  return merge.finish({ record: readProvenance(files, merge.profile(), name), dataset }, skipped);
}

/** The file as it stands on disk; hashed on one of the pool's threads, where there is a hash to compare with. */
async function datasetFile(path: string, pool: WorkerPool | undefined, signal: AbortSignal): Promise<DatasetFile> {
  const found = stat(path).catch((error: unknown) => {
    throw fromFileError(error, path);
  });
  const [{ size, mtime }, sha256] = await Promise.all([found, pool?.run('hash', { path }, { signal })]);
  const file = { name: basename(path), bytes: size, modified: mtime.toISOString() };
  return sha256 === undefined ? file : { ...file, sha256 };
}

/** Runs two at once; when one fails the other is stopped. */
async function together<First, Second>(
  signal: AbortSignal | undefined,
  start: (stop: AbortSignal) => readonly [Promise<First>, Promise<Second>],
): Promise<readonly [First, Second]> {
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  try {
    return await Promise.all(start(stop));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}
