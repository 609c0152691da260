import { forEachRow, type ReadRow } from '../../core/columns/rowReader.ts';
import type { Slice } from '../../rpc/worker.ts';
import { lineBlocks } from '../files/lineBlocks.ts';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** Parses every row that starts in a slice, in order; answers how many. */
export async function eachRowOfSlice(
  slice: Slice,
  { signal, progress }: JobContext<{ bytes: number }>,
  take: (row: ReadRow, index: number) => void,
): Promise<number> {
  return withFile(slice.path, async file => {
    let rows = 0;
    for (const block of lineBlocks(file, slice)) {
      const first = slice.byteStart === 0 && rows === 0;
      if (block.kind === 'lines') forEachRow(block.bytes, first, row => take(row, rows++));
      else take('malformed', rows++);
      progress({ bytes: block.kind === 'lines' ? block.bytes.length : block.byteLength });
      await breathe(signal);
    }
    return rows;
  });
}
