import { checks } from '../../core/checks/registry.ts';
import { SliceScanner, type SliceResult } from '../../core/scan/sliceScanner.ts';
import type { ScanSliceJob } from '../../rpc/worker.ts';
import { lineBlocks, maxRowBytes } from '../files/lineBlocks.ts';
import { breathe, type JobContext } from './jobContext.ts';
import { withFile } from './withFile.ts';

/** Runs a plan over the rows that start in a slice. */
export async function scanSlice(
  { slice, plan }: ScanSliceJob,
  { signal, progress }: JobContext<{ bytes: number; rows: number }>,
): Promise<SliceResult> {
  return withFile(slice.path, async file => {
    const scanner = new SliceScanner(plan, checks, { fromStart: slice.byteStart === 0 });
    for (const block of lineBlocks(file, slice)) {
      const before = scanner.rows;
      if (block.kind === 'lines') scanner.addLines(block.bytes);
      else scanner.addOversized(block.byteLength, maxRowBytes);
      const bytes = block.kind === 'lines' ? block.bytes.length : block.byteLength;
      progress({ bytes, rows: scanner.rows - before });
      await breathe(signal);
    }
    return scanner.result();
  });
}
