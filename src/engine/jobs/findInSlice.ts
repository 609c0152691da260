import { rowMatcher } from '../../core/dataset/rowMatcher.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { FindJob, FindResult } from '../../rpc/worker.ts';
import { blockBytes, lineBlocks } from '../files/lineBlocks.ts';
import { breathe, pace, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** The rows of a slice that hold a text. One kernel serves one slice at a time. */
export async function findInSlice(
  { slice, text, caseSensitive }: FindJob,
  { signal }: Pick<JobContext<never>, 'signal'>,
  kernel: RowKernel,
): Promise<FindResult> {
  return withFile(slice.path, async file => {
    const matches = rowMatcher(text, { caseSensitive, kernel });
    const found = new RowSet();
    const isTime = pace();
    let rows = 0;
    for (const block of lineBlocks(file, slice, kernel.memory.block.subarray(0, blockBytes))) {
      if (block.kind === 'oversized') rows++;
      else {
        const inBlock = matches(block.bytes);
        for (const row of inBlock.found) found.add(rows + row);
        rows += inBlock.rows;
      }
      if (isTime()) await breathe(signal);
    }
    return { rows, found: found.toWords() };
  });
}
