import type { MessagePort } from 'node:worker_threads';
import { checkTeacher } from './jobs/checkTeacher.ts';
import { clusterRows, matchRows } from './jobs/clusterRows.ts';
import { compareTexts } from './jobs/compareTexts.ts';
import { findInSlice } from './jobs/findInSlice.ts';
import { hashFile } from './jobs/hashFile.ts';
import { hashRows } from './jobs/hashRows.ts';
import { indexFile } from './jobs/indexFile.ts';
import { keysOfRows, type JobKernels } from './jobs/keysOfRows.ts';
import { scanSlice } from './jobs/scanSlice.ts';
import { unpackFile } from './jobs/unpackFile.ts';
import { rowKernel } from './kernel/wasmKernel.ts';
import { textKernel } from './kernel/wasmTextKernel.ts';
import { threadPort } from './threadPort.ts';
import type { RowKernel } from '../core/kernel/rowKernel.ts';
import { serve } from '../rpc/messenger.ts';
import type { WorkerContract } from '../rpc/worker.ts';

/** Answers jobs on a worker thread's port. */
export function serveWorker(port: MessagePort): void {
  // A thread has one job at a time; a second one on the same thread has a kernel of its own.
  const kernels: RowKernel[] = [];
  const jobKernels: JobKernels[] = [];
  const withKernels = async <Result>(run: (kernels: JobKernels) => Promise<Result>): Promise<Result> => {
    const own = jobKernels.pop() ?? { rows: rowKernel(), texts: textKernel() };
    try {
      return await run(own);
    } finally {
      jobKernels.push(own);
    }
  };
  serve<WorkerContract>(threadPort(port), {
    index: indexFile,
    unpack: unpackFile,
    async scanSlice(job, context) {
      const kernel = kernels.pop() ?? rowKernel();
      try {
        return await scanSlice(job, context, kernel);
      } finally {
        kernels.push(kernel);
      }
    },
    find: findInSlice,
    hash: hashFile,
    hashRows,
    checkTeacher,
    keysOfRows: (job, context) => withKernels(own => keysOfRows(job, context, own)),
    compareTexts: (job, context) => withKernels(({ rows }) => compareTexts(job, context, rows)),
    clusterRows: (job, context) => withKernels(({ rows }) => clusterRows(job, context, rows)),
    matchRows: (job, context) => withKernels(({ rows }) => matchRows(job, context, rows)),
  });
}
