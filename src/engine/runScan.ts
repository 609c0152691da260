import { provenanceFiles } from './provenanceFiles.ts';
import type { WorkerPool } from './workerPool.ts';
import { checks } from '../core/checks/registry.ts';
import type { DatasetProfile } from '../core/dataset/profile.ts';
import { readProvenance } from '../core/provenance/readers/registry.ts';
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
      { slice: { path: target.content, ...slice }, plan: running, room: merge.room() },
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
  await runInOrder(slices, { width: pool.size, signal }, scanOne, result => merge.add(result));
  const files = await provenanceFiles(target.path);
  return merge.finish(readProvenance(files, merge.profile()), skipped);
}
