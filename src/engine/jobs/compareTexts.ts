import type { RowKernel } from '../../core/kernel/rowKernel.ts';
import type { CompareTextsJob } from '../../rpc/worker.ts';
import { RowTexts } from '../duplicates/rowTexts.ts';
import { breathe, type JobContext } from './jobContext.ts';

const rowsBetweenBreaths = 256;

/** The rows of a range whose text is not that of the first row with their hash, ascending. */
export async function compareTexts(
  { paths, table, query, first, from, to }: CompareTextsJob,
  { signal, progress }: JobContext<{ rows: number }>,
  kernel: RowKernel,
): Promise<readonly number[]> {
  const texts = new RowTexts({ paths, table, query, kernel });
  try {
    const unequal: number[] = [];
    let rows = 0;
    for (let row = from; row < to; row++) {
      const other = first[row] ?? row;
      if (other === row) continue;
      if (texts.textOf(row) !== texts.textOf(other)) unequal.push(row);
      if (++rows % rowsBetweenBreaths !== 0) continue;
      progress({ rows: rowsBetweenBreaths });
      await breathe(signal);
    }
    return unequal;
  } finally {
    texts.close();
  }
}
