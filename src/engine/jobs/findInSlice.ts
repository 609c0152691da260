import { rowMatcher } from '../../core/dataset/rowMatcher.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { FindJob, FindResult } from '../../rpc/worker.ts';
import { lineBlocks } from '../files/lineBlocks.ts';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** The rows of a slice that hold a text. */
export async function findInSlice(
  { slice, text, caseSensitive }: FindJob,
  { signal, progress }: JobContext<{ rows: number; found: readonly number[] }>,
): Promise<FindResult> {
  return withFile(slice.path, async file => {
    const matches = rowMatcher(text, { caseSensitive });
    const found = new RowSet();
    let rows = 0;
    for (const block of lineBlocks(file, slice)) {
      if (block.kind === 'oversized') rows++;
      else {
        const inBlock = matches(block.bytes);
        for (const row of inBlock.found) found.add(rows + row);
        progress({ rows: inBlock.rows, found: inBlock.found.map(row => row + rows) });
        rows += inBlock.rows;
      }
      await breathe(signal);
    }
    return { rows, found: found.toWords() };
  });
}
