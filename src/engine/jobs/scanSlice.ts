import { checks } from '../../core/checks/registry.ts';
import { SliceScanner, type SliceOptions, type SliceResult } from '../../core/scan/sliceScanner.ts';
import type { ScanSliceJob } from '../../rpc/worker.ts';
import { blockBytes, lineBlocks, maxRowBytes } from '../files/lineBlocks.ts';
import type { JobKernels } from './keysOfRows.ts';
import { breathe, pace, type JobContext } from './jobContext.ts';
import { fromTemplateError } from '../trainers/guard.ts';
import { planResources } from '../trainers/planResources.ts';
import type { ResourceLoader } from '../trainers/resourceLoader.ts';
import { withFile } from './withFile.ts';

type Context = JobContext<{ bytes: number; rows: number }>;

/** Makes the job that runs a plan over the rows that start in a slice. Its kernels serve one slice at a time. */
export function scanSlice(loader: ResourceLoader) {
  return async (job: ScanSliceJob, context: Context, kernels: JobKernels): Promise<SliceResult> => {
    const resources = await planResources(job.plan, job.datasetPath, loader);
    return withFile(job.slice.path, file => scanFile(file, job, context, { ...kernels, resources }));
  };
}

async function scanFile(
  file: number,
  { slice, plan, room, initial }: ScanSliceJob,
  { signal, progress }: Context,
  { rows: kernel, texts, resources }: JobKernels & Required<Pick<SliceOptions, 'resources'>>,
): Promise<SliceResult> {
  const fromStart = slice.byteStart === 0;
  const scanner = new SliceScanner(plan, checks, { fromStart, room, initial, kernel, texts, resources });
  const isTime = pace();
  let bytes = 0;
  let rowsTold = 0;
  const tell = (): void => {
    progress({ bytes, rows: scanner.rows - rowsTold });
    rowsTold = scanner.rows;
    bytes = 0;
  };
  for (const block of lineBlocks(file, slice, kernel.memory.block.subarray(0, blockBytes))) {
    if (block.kind === 'lines') scanLines(scanner, block.bytes);
    else scanner.addOversized(block.byteLength, maxRowBytes);
    bytes += block.kind === 'lines' ? block.bytes.length : block.byteLength;
    if (!isTime()) continue;
    tell();
    await breathe(signal);
  }
  tell();
  return scanner.result();
}

/** A template that does not end ends the scan: what it would have shown of this row and the others is not known. */
function scanLines(scanner: SliceScanner, bytes: Uint8Array): void {
  try {
    scanner.addLines(bytes);
  } catch (error) {
    throw fromTemplateError(error);
  }
}
