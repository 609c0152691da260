import { StatisticsBuilder, type StatisticsState } from '../../core/columns/tableStatistics.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { StatisticsJob } from '../../rpc/worker.ts';
import { eachRowOfSlice } from './eachRowOfSlice.ts';
import type { JobContext } from './jobContext.ts';

/** The column statistics of the rows that start in a slice, or of some of them. */
export async function statisticsOfSlice(
  { slice, only }: StatisticsJob,
  context: JobContext<{ bytes: number }>,
): Promise<StatisticsState> {
  const statistics = new StatisticsBuilder();
  const wanted = only && new RowSet(only);
  await eachRowOfSlice(slice, context, (row, index) => {
    if (wanted && !wanted.has(index)) statistics.skip();
    else if (row === 'blank') statistics.addBlank();
    else if (row === 'malformed') statistics.addMalformed();
    else statistics.addRow(row);
  });
  return statistics.toState();
}
