import { DatasetError } from '../datasetError.ts';
import type { WorkerPool } from '../workerPool.ts';
import type { Row } from '../../core/dataset/row.ts';
import type { RenderedRow, RenderRowJob } from '../../rpc/trainerView.ts';
import { number } from '../../core/text/numbers.ts';

export type RowDrawing = Omit<RenderRowJob, 'text' | 'datasetPath'>;

/** Loading a tokenizer takes a second or two; a template that takes its time is stopped long before. */
const limitMs = 15_000;

/** Draws a row that was read, on a thread of its own: the template may come from anywhere. */
export async function drawFoundRow(
  { path }: { readonly path: string },
  index: number,
  row: Row | undefined,
  {
    request,
    pool,
    signal,
  }: { readonly request: RowDrawing; readonly pool: WorkerPool; readonly signal?: AbortSignal | undefined },
): Promise<RenderedRow> {
  if (row === undefined) throw new DatasetError('missing', `${path} has no row ${number(index + 1)}.`);
  if (row.content === undefined) {
    const megabytes = Math.round((row.span.byteEnd - row.span.byteStart) / 2 ** 20);
    throw new DatasetError('unreadable', `Row ${number(index + 1)} is ${megabytes} MB long, too long to be drawn.`);
  }
  return pool.runApart('renderRow', { ...request, text: row.text, datasetPath: path }, { limitMs, signal });
}
