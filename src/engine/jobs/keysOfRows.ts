import { RowKeyReader, type RowKeys } from '../../core/duplicates/rowKeys.ts';
import type { TextKernel } from '../../core/duplicates/textKernel.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { KeysJob } from '../../rpc/worker.ts';
import { blockBytes, lineBlocks } from '../files/lineBlocks.ts';
import { breathe, pace, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** The kernels of a job: one of each serves one job at a time. */
export interface JobKernels {
  readonly rows: RowKernel;
  readonly texts: TextKernel;
}

/** Hashes and signs the compared texts of the rows that start in a slice. */
export async function keysOfRows(
  { slice, query }: KeysJob,
  { signal, progress }: JobContext<{ bytes: number }>,
  kernels: JobKernels,
): Promise<RowKeys> {
  return withFile(slice.path, async file => {
    const reader = new RowKeyReader(query, { fromStart: slice.byteStart === 0, ...kernels });
    const isTime = pace();
    let bytes = 0;
    for (const block of lineBlocks(file, slice, kernels.rows.memory.block.subarray(0, blockBytes))) {
      if (block.kind === 'lines') reader.addLines(block.bytes);
      else reader.addOversized(block.byteLength);
      bytes += block.kind === 'lines' ? block.bytes.length : block.byteLength;
      if (!isTime()) continue;
      progress({ bytes });
      bytes = 0;
      await breathe(signal);
    }
    progress({ bytes });
    return reader.result();
  });
}
