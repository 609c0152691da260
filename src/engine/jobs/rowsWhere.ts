import { compileTest } from '../../core/columns/columnTest.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { FindResult, WhereJob } from '../../rpc/worker.ts';
import { eachRowOfSlice } from './eachRowOfSlice.ts';
import type { JobContext } from './jobContext.ts';

/** The rows of a slice that pass a test. */
export async function rowsWhere(
  { slice, test }: WhereJob,
  context: JobContext<{ bytes: number }>,
): Promise<FindResult> {
  const passes = compileTest(test);
  const found = new RowSet();
  const rows = await eachRowOfSlice(slice, context, (row, index) => {
    if (passes(row)) found.add(index);
  });
  return { rows, found: found.toWords() };
}
