import type { MessagePort } from 'node:worker_threads';
import { checkTeacher } from './jobs/checkTeacher.ts';
import { findInSlice } from './jobs/findInSlice.ts';
import { hashFile } from './jobs/hashFile.ts';
import { hashRows } from './jobs/hashRows.ts';
import { indexFile } from './jobs/indexFile.ts';
import { scanSlice } from './jobs/scanSlice.ts';
import { unpackFile } from './jobs/unpackFile.ts';
import { threadPort } from './threadPort.ts';
import { serve } from '../rpc/messenger.ts';
import type { WorkerContract } from '../rpc/worker.ts';

/** Answers jobs on a worker thread's port. */
export function serveWorker(port: MessagePort): void {
  serve<WorkerContract>(threadPort(port), {
    index: indexFile,
    unpack: unpackFile,
    scanSlice,
    find: findInSlice,
    hash: hashFile,
    hashRows,
    checkTeacher,
  });
}
