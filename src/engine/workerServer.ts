import type { MessagePort } from 'node:worker_threads';
import { checkTeacher } from './jobs/checkTeacher.ts';
import { columnOfSlice } from './jobs/columnOfSlice.ts';
import { clusterRows, matchRows } from './jobs/clusterRows.ts';
import { compareTexts } from './jobs/compareTexts.ts';
import { digestRows } from './jobs/digestRows.ts';
import { findInSlice } from './jobs/findInSlice.ts';
import { hashFile } from './jobs/hashFile.ts';
import { hashRows } from './jobs/hashRows.ts';
import { indexFile } from './jobs/indexFile.ts';
import { rowsWhere } from './jobs/rowsWhere.ts';
import { probeLlr } from './jobs/probeLlr.ts';
import { readRowScores } from './jobs/readRowScores.ts';
import { keysOfRows, type JobKernels } from './jobs/keysOfRows.ts';
import { judgeProbe } from './jobs/judgeProbe.ts';
import { renderRow } from './jobs/renderRow.ts';
import { scanSlice } from './jobs/scanSlice.ts';
import { rankTexts, sortRows } from './jobs/sortRows.ts';
import { statisticsOfSlice } from './jobs/statisticsOfSlice.ts';
import { unpackFile } from './jobs/unpackFile.ts';
import { kernelMemory } from './kernel/webAssembly.ts';
import { rowKernel } from './kernel/wasmKernel.ts';
import { textKernel } from './kernel/wasmTextKernel.ts';
import { threadPort } from './threadPort.ts';
import { matchRows as matchDigests } from '../core/compare/matchRows.ts';
import { scoreStatistics } from '../core/columns/scores.ts';
import type { Bundles } from './trainers/bundles.ts';
import { ResourceLoader } from './trainers/resourceLoader.ts';
import type { RowKernel } from '../core/kernel/rowKernel.ts';
import { serve } from '../rpc/messenger.ts';
import type { WorkerContract } from '../rpc/worker.ts';

/** In one memory: texts of rows are hashed where they stand. */
function newKernels(): JobKernels {
  const memory = kernelMemory();
  return { rows: rowKernel(memory), texts: textKernel(memory) };
}

/** Answers jobs on a worker thread's port; `bundles` are loaded when a job needs them. */
export function serveWorker(port: MessagePort, bundles: Bundles): void {
  const loader = new ResourceLoader(bundles);
  // A thread has one job at a time; a second one on the same thread has a kernel of its own.
  const kernels: JobKernels[] = [];
  const withKernels =
    <Job, Context, Result>(run: (job: Job, context: Context, kernels: JobKernels) => Promise<Result>) =>
    async (job: Job, context: Context): Promise<Result> => {
      const own = kernels.pop() ?? newKernels();
      try {
        return await run(job, context, own);
      } finally {
        kernels.push(own);
      }
    };
  const withKernel = <Job, Context, Result>(run: (job: Job, context: Context, kernel: RowKernel) => Promise<Result>) =>
    withKernels((job: Job, context: Context, { rows }) => run(job, context, rows));
  serve<WorkerContract>(threadPort(port), {
    index: withKernel(indexFile),
    unpack: withKernel(unpackFile),
    scanSlice: withKernels(scanSlice(loader)),
    find: withKernel(findInSlice),
    hash: hashFile,
    hashRows,
    judgeProbe,
    renderRow: job => renderRow(job, loader),
    checkTeacher,
    statistics: statisticsOfSlice,
    column: columnOfSlice,
    where: rowsWhere,
    sort: sortRows,
    rankTexts,
    digestRows,
    matchDigests: ({ left, right }) => matchDigests(left, right),
    scores: ({ scores, only }) => scoreStatistics(scores, only),
    probeLlr,
    rowScores: readRowScores,
    keysOfRows: withKernels(keysOfRows),
    compareTexts: withKernel(compareTexts),
    clusterRows: withKernel(clusterRows),
    matchRows: withKernel(matchRows),
  });
}
