import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { OpenDataset } from '../openDataset.ts';
import { WorkerPool } from '../workerPool.ts';

const maxThreads = 8;

/** Opens a dataset for the length of one command. */
export async function withDataset<Result>(
  path: string,
  use: (dataset: OpenDataset) => Promise<Result>,
): Promise<Result> {
  return withPool(async pool => {
    const dataset = await OpenDataset.open(path, pool);
    try {
      return await use(dataset);
    } finally {
      await dataset.dispose();
    }
  });
}

/** Starts threads for the length of one command. */
export async function withPool<Result>(use: (pool: WorkerPool) => Promise<Result>): Promise<Result> {
  const pool = new WorkerPool({
    script: join(__dirname, 'worker.js'),
    size: Math.min(maxThreads, availableParallelism()),
  });
  try {
    return await use(pool);
  } finally {
    await pool.dispose();
  }
}
