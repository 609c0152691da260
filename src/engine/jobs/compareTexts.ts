import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { CompareTextsJob } from '../../rpc/worker.ts';
import { RowTexts } from '../duplicates/rowTexts.ts';
import { breathe, pace, type JobContext } from './jobContext.ts';

/** The rows of a range whose text is not that of the first row with their hash, ascending. */
export async function compareTexts(
  { paths, table, query, first, from, to }: CompareTextsJob,
  { signal, progress }: JobContext<{ rows: number }>,
  kernel: RowKernel,
): Promise<readonly number[]> {
  const texts = new RowTexts({ paths, table, query, kernel });
  try {
    const unequal: number[] = [];
    const isTime = pace();
    let rows = 0;
    for (let row = from; row < to; row++) {
      const other = first[row] ?? row;
      if (other === row) continue;
      if (!texts.isSame(row, other)) unequal.push(row);
      rows++;
      if (!isTime()) continue;
      progress({ rows });
      rows = 0;
      await breathe(signal);
    }
    return unequal;
  } finally {
    texts.close();
  }
}
