import { DatasetError } from './datasetError.ts';
import type { ColumnOptions } from './datasetColumns.ts';
import type { OpenDataset } from './openDataset.ts';
import type { WorkerPool } from './workerPool.ts';
import { changedFields, type FieldChange } from '../core/compare/changes.ts';
import type { RowMatches } from '../core/compare/matchRows.ts';
import type { Row } from '../core/dataset/row.ts';
import { number } from '../core/text/numbers.ts';

/** Columns whose values name a row, the likeliest first. */
const keyColumns = ['custom_id', 'id', '_id', 'uuid', 'row_id', 'example_id', 'question_id', 'key'];
/** Rows of a file; some 60 bytes are held for each of both. */
const maxRows = 20_000_000;

/** How two datasets differ, row by row. */
export interface Comparison extends RowMatches {
  readonly leftRows: number;
  readonly rightRows: number;
  /** The column that rows could be matched by. */
  readonly key?: string;
}

/** A row that both have, with other bytes. */
export interface ChangedRow {
  readonly left: Row;
  readonly right: Row;
  readonly by: 'key' | 'prompt';
  readonly changes: readonly FieldChange[];
}

/** Compares two datasets by digests of their rows: what is held does not grow with the length of rows. */
export async function compareDatasets(
  left: OpenDataset,
  right: OpenDataset,
  pool: WorkerPool,
  options: ColumnOptions = {},
): Promise<Comparison> {
  const inBoth = (name: string): boolean =>
    [left, right].every(({ head }) => head.columns.some(column => column.name === name));
  const key = keyColumns.find(inBoth);
  // One after the other: each uses all threads.
  const total = left.bytes + right.bytes;
  const leftDigests = await left.columns.digests(key, part(options, 0, left.bytes / total));
  const rightDigests = await right.columns.digests(key, part(options, left.bytes / total, 1));
  for (const [{ path }, { rows }] of [
    [left, leftDigests],
    [right, rightDigests],
  ] as const)
    mayBeCompared(path, rows);
  const job = { left: leftDigests, right: rightDigests };
  const matches = await pool.run('matchDigests', job, options.signal ? { signal: options.signal } : {});
  const counts = { leftRows: leftDigests.rows, rightRows: rightDigests.rows };
  return { ...matches, ...counts, ...(key !== undefined && { key }) };
}

/** How many rows changed, however they were matched. */
export function changedCount({ changedByKey, changedByPrompt }: RowMatches): number {
  return (changedByKey.length + changedByPrompt.length) / 2;
}

/** Some of the changed rows, those matched by key first; what differs is read from the rows themselves. */
export async function changedRows(
  left: OpenDataset,
  right: OpenDataset,
  { changedByKey, changedByPrompt }: RowMatches,
  { start, count, signal }: { readonly start: number; readonly count: number; readonly signal?: AbortSignal },
): Promise<readonly ChangedRow[]> {
  const byKey = changedByKey.length / 2;
  const found: ChangedRow[] = [];
  for (let at = start; at < Math.min(start + count, byKey + changedByPrompt.length / 2); at++) {
    const by = at < byKey ? 'key' : 'prompt';
    const [pairs, place] = by === 'key' ? [changedByKey, at] : [changedByPrompt, at - byKey];
    const [before, after] = await Promise.all([
      oneRow(left, pairs[place * 2] ?? 0, signal),
      oneRow(right, pairs[place * 2 + 1] ?? 0, signal),
    ]);
    if (before && after) found.push({ left: before, right: after, by, changes: changesOf(before, after) });
  }
  return found;
}

function changesOf({ content: before }: Row, { content: after }: Row): readonly FieldChange[] {
  if (before?.kind === 'value' && after?.kind === 'value') return changedFields(before.value, after.value);
  return [{ field: '(the row)', kind: 'changed' }];
}

async function oneRow(dataset: OpenDataset, row: number, signal: AbortSignal | undefined): Promise<Row | undefined> {
  const options = { maxRowBytes: 4 << 20, ...(signal && { signal }) };
  return (await dataset.rows(row, 1, options))[0];
}

function mayBeCompared(path: string, rows: number): void {
  if (rows <= maxRows) return;
  const limit = number(maxRows);
  throw new DatasetError(
    'too-large',
    `${path} has ${number(rows)} rows; up to ${limit} can be compared. Split both files alike.`,
  );
}

/** The progress of a part of the work, as a share of all. */
function part({ signal, onProgress }: ColumnOptions, from: number, to: number): ColumnOptions {
  return {
    ...(signal && { signal }),
    onProgress: ({ bytesDone, bytes }) =>
      onProgress?.({ bytesDone: from + (to - from) * (bytes > 0 ? bytesDone / bytes : 1), bytes: 1 }),
  };
}
