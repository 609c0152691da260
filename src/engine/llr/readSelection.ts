import { basename } from 'node:path';
import { lowerHalf, randomHalf, type RowSelection } from '../../core/export/selection.ts';
import type { WorkerPool } from '../workerPool.ts';
import { DatasetError } from '../datasetError.ts';
import type { OpenDataset } from '../openDataset.ts';

export interface SelectionWish {
  readonly kind: RowSelection['record']['kind'];
  /** The file of scores. */
  readonly path: string;
  /** The candidate to rank by; that with the largest sum otherwise. */
  readonly trait?: string;
  readonly seed: number;
}

const pageRows = 250;

/** Chooses rows by a file of scores. Rejects with `DatasetError` where it does not fit the dataset. */
export async function readSelection(
  dataset: OpenDataset,
  { kind, path, trait, seed }: SelectionWish,
  { pool, signal }: { readonly pool: WorkerPool; readonly signal: AbortSignal },
): Promise<RowSelection> {
  const datasetRows = await dataset.indexed(signal);
  const job = { scores: path, datasetRows, families: {}, seed, ...(trait !== undefined && { rankBy: trait }) };
  const [{ carriers, rankedBy }, sha256] = await Promise.all([
    pool.run('probeLlr', job, { signal }),
    pool.run('hash', { path }, { signal }),
  ]);
  await mustHoldValues(dataset, carriers, signal);
  const source = { scores: { name: basename(path), sha256 }, candidate: rankedBy };
  return kind === 'lower half' ? lowerHalf(carriers, source) : randomHalf(carriers, source, seed);
}

/** A score of a row that holds nothing is one of another file. */
async function mustHoldValues(dataset: OpenDataset, carriers: Float64Array, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < carriers.length; start += pageRows) {
    const page = await dataset.rows(start, pageRows, { signal });
    for (const { span, content } of page) {
      if (content === undefined || content.kind === 'value' || Number.isNaN(carriers[span.index] ?? NaN)) continue;
      const next = 'Scores of another dataset, or of another state of it? Nothing was written.';
      throw new DatasetError('corrupt', `Row ${span.index + 1} has a score and is ${content.kind}. ${next}`);
    }
  }
}
