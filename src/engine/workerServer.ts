import type { MessagePort } from 'node:worker_threads';
import { checkTeacher } from './jobs/checkTeacher.ts';
import { columnOfSlice } from './jobs/columnOfSlice.ts';
import { findInSlice } from './jobs/findInSlice.ts';
import { hashFile } from './jobs/hashFile.ts';
import { hashRows } from './jobs/hashRows.ts';
import { indexFile } from './jobs/indexFile.ts';
import { rowsWhere } from './jobs/rowsWhere.ts';
import { probeLlr } from './jobs/probeLlr.ts';
import { scanSlice } from './jobs/scanSlice.ts';
import { rankTexts, sortRows } from './jobs/sortRows.ts';
import { statisticsOfSlice } from './jobs/statisticsOfSlice.ts';
import { unpackFile } from './jobs/unpackFile.ts';
import { rowKernel } from './kernel/wasmKernel.ts';
import { threadPort } from './threadPort.ts';
import { scoreStatistics } from '../core/columns/scores.ts';
import type { RowKernel } from '../core/kernel/rowKernel.ts';
import { serve } from '../rpc/messenger.ts';
import type { WorkerContract } from '../rpc/worker.ts';

/** Answers jobs on a worker thread's port. */
export function serveWorker(port: MessagePort): void {
  // A thread has one job at a time; a second one on the same thread has a kernel of its own.
  const kernels: RowKernel[] = [];
  const withKernel =
    <Job, Context, Result>(run: (job: Job, context: Context, kernel: RowKernel) => Promise<Result>) =>
    async (job: Job, context: Context): Promise<Result> => {
      const kernel = kernels.pop() ?? rowKernel();
      try {
        return await run(job, context, kernel);
      } finally {
        kernels.push(kernel);
      }
    };
  serve<WorkerContract>(threadPort(port), {
    index: withKernel(indexFile),
    unpack: withKernel(unpackFile),
    scanSlice: withKernel(scanSlice),
    find: withKernel(findInSlice),
    hash: hashFile,
    hashRows,
    checkTeacher,
    statistics: statisticsOfSlice,
    column: columnOfSlice,
    where: rowsWhere,
    sort: sortRows,
    rankTexts,
    scores: ({ scores, only }) => scoreStatistics(scores, only),
    probeLlr,
  });
}
