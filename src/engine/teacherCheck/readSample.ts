import type { OpenDataset } from '../openDataset.ts';
import { formatOf } from '../../core/dataset/formats/registry.ts';
import type { Row } from '../../core/dataset/row.ts';
import { teacherRow, type Sample, type TeacherRow } from '../../core/teacherCheck/samples.ts';
import { isObject } from '../../core/json/value.ts';

const pageRows = 250;

export interface ReadSampleOptions {
  readonly maxRows: number;
  readonly signal?: AbortSignal;
  /** Told with the rows that were read since. */
  onProgress?(progress: { readonly rows: number }): void;
}

/** The first rows of a dataset that have a completion. */
export async function readSample(dataset: OpenDataset, options: ReadSampleOptions): Promise<Sample> {
  const { maxRows, signal, onProgress } = options;
  const rows: TeacherRow[] = [];
  let read = 0;
  while (read < maxRows) {
    const wanted = Math.min(pageRows, maxRows - read);
    const page = await dataset.rows(read, wanted, signal ? { signal } : {});
    rows.push(...page.flatMap(row => rowOf(row) ?? []));
    read += page.length;
    onProgress?.({ rows: page.length });
    if (page.length < wanted) return { rows, read, total: read };
  }
  return { rows, read, total: await dataset.indexed(signal) };
}

function rowOf({ content }: Row): TeacherRow | undefined {
  if (content?.kind !== 'value' || !isObject(content.value)) return undefined;
  const example = formatOf(content.value)?.normalise(content.value);
  return example && teacherRow(example);
}
