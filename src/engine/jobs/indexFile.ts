import { readSync } from 'node:fs';
import { LineIndex } from '../../core/dataset/lineIndex.ts';
import { maxIndexed, type RowKernel } from '../../core/kernel/rowKernel.ts';
import type { IndexJob, IndexProgress } from '../../rpc/worker.ts';
import { withFile } from './withFile.ts';
import { breathe, type JobContext } from './jobContext.ts';

const bytesBetweenReports = 8 << 20;

/** Tells what a growing index has gained since it was last told. */
export class IndexReporter {
  readonly #progress: (progress: IndexProgress) => void;
  readonly #from: IndexJob['from'];
  #told = 1;

  constructor(from: IndexJob['from'], progress: (progress: IndexProgress) => void) {
    this.#from = from;
    this.#progress = progress;
  }

  tell(index: LineIndex): void {
    const checkpoints = index.checkpointsFrom(this.#told);
    this.#told = index.size;
    for (let i = 0; i < checkpoints.length; i += 2) {
      checkpoints[i] = (checkpoints[i] ?? 0) + this.#from.row;
      checkpoints[i + 1] = (checkpoints[i + 1] ?? 0) + this.#from.byteStart;
    }
    this.#progress({
      checkpoints,
      rows: index.rowCount + this.#from.row,
      bytes: index.byteCount + this.#from.byteStart,
    });
  }
}

/** Indexes a file from a row start on, telling checkpoints as it goes. One kernel serves one file at a time. */
export async function indexFile(
  { path, from }: IndexJob,
  { signal, progress }: JobContext<IndexProgress>,
  kernel: RowKernel,
): Promise<{ rows: number; bytes: number }> {
  return withFile(path, async file => {
    const index = new LineIndex(kernel);
    const reporter = new IndexReporter(from, progress);
    const buffer = kernel.memory.block.subarray(0, maxIndexed);
    let last: number | undefined;
    let told = 0;
    for (;;) {
      const read = readSync(file, buffer, 0, buffer.length, from.byteStart + index.byteCount);
      if (read === 0) break;
      index.add(buffer.subarray(0, read));
      last = buffer[read - 1];
      if (index.byteCount - told >= bytesBetweenReports || told === 0) {
        told = index.byteCount;
        reporter.tell(index);
        await breathe(signal);
      }
    }
    index.finish(last);
    reporter.tell(index);
    return { rows: index.rowCount + from.row, bytes: index.byteCount + from.byteStart };
  });
}
