import type { MessagePort } from 'node:worker_threads';
import { checkTeacher } from './jobs/checkTeacher.ts';
import { findInSlice } from './jobs/findInSlice.ts';
import { hashFile } from './jobs/hashFile.ts';
import { hashRows } from './jobs/hashRows.ts';
import { indexFile } from './jobs/indexFile.ts';
import { renderRow } from './jobs/renderRow.ts';
import { scanSlice } from './jobs/scanSlice.ts';
import { unpackFile } from './jobs/unpackFile.ts';
import { rowKernel } from './kernel/wasmKernel.ts';
import { threadPort } from './threadPort.ts';
import type { Bundles } from './trainers/bundles.ts';
import { ResourceLoader } from './trainers/resourceLoader.ts';
import type { RowKernel } from '../core/kernel/rowKernel.ts';
import { serve } from '../rpc/messenger.ts';
import type { WorkerContract } from '../rpc/worker.ts';

/** Answers jobs on a worker thread's port; `bundles` are loaded when a job needs them. */
export function serveWorker(port: MessagePort, bundles: Bundles): void {
  const loader = new ResourceLoader(bundles);
  // A thread has one job at a time; a second one on the same thread has a kernel of its own.
  const kernels: RowKernel[] = [];
  serve<WorkerContract>(threadPort(port), {
    index: indexFile,
    unpack: unpackFile,
    async scanSlice(job, context) {
      const kernel = kernels.pop() ?? rowKernel();
      try {
        return await scanSlice(job, context, kernel, loader);
      } finally {
        kernels.push(kernel);
      }
    },
    find: findInSlice,
    hash: hashFile,
    hashRows,
    renderRow: job => renderRow(job, loader),
    checkTeacher,
  });
}
