import { rowMatcher } from '../../core/dataset/rowMatcher.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { FindJob, FindResult } from '../../rpc/worker.ts';
import { blockBytes, lineBlocks } from '../files/lineBlocks.ts';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** Bytes between two moments at which the job can be cancelled. */
const bytesBetweenBreaths = 1 << 20;

/** The rows of a slice that hold a text. One kernel serves one slice at a time. */
export async function findInSlice(
  { slice, text, caseSensitive }: FindJob,
  { signal }: Pick<JobContext<never>, 'signal'>,
  kernel: RowKernel,
): Promise<FindResult> {
  return withFile(slice.path, async file => {
    const matches = rowMatcher(text, { caseSensitive, kernel });
    const found = new RowSet();
    let rows = 0;
    let bytes = 0;
    for (const block of lineBlocks(file, slice, kernel.memory.block.subarray(0, blockBytes))) {
      if (block.kind === 'oversized') rows++;
      else {
        const inBlock = matches(block.bytes);
        for (const row of inBlock.found) found.add(rows + row);
        rows += inBlock.rows;
      }
      bytes += block.kind === 'lines' ? block.bytes.length : block.byteLength;
      if (bytes < bytesBetweenBreaths) continue;
      bytes = 0;
      await breathe(signal);
    }
    return { rows, found: found.toWords() };
  });
}
