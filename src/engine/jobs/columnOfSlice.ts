import { cellOf, measureOf } from '../../core/columns/column.ts';
import type { ColumnJob, ColumnSlice } from '../../rpc/worker.ts';
import { eachRowOfSlice } from './eachRowOfSlice.ts';
import type { JobContext } from './jobContext.ts';

/** One number for every row that starts in a slice: a measure of a cell, or the place of its text among the slice's texts. */
export async function columnOfSlice(
  { slice, column, measure, maxCharacters }: ColumnJob,
  context: JobContext<{ bytes: number }>,
): Promise<ColumnSlice> {
  const values: number[] = [];
  const texts = new Map<string, number>();
  let characters = 0;
  const placeOf = (text: string): number => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    characters += text.length;
    if (characters > maxCharacters) return NaN;
    texts.set(text, texts.size);
    return texts.size - 1;
  };
  await eachRowOfSlice(slice, context, row => {
    const cell = typeof row === 'string' ? undefined : cellOf(row, column);
    if (measure !== 'text') values.push(measureOf(cell, measure));
    else values.push(typeof cell === 'string' ? placeOf(cell) : NaN);
  });
  return { values: Float64Array.from(values), texts: [...texts.keys()], tooLong: characters > maxCharacters };
}
