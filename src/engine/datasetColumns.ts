import { DatasetError } from './datasetError.ts';
import { runInOrder, slicesOf, type ByteRange } from './slices.ts';
import type { WorkerPool } from './workerPool.ts';
import type { ColumnRef, Measure, ScoreColumn } from '../core/columns/column.ts';
import type { RowTest } from '../core/columns/columnTest.ts';
import { rowsFrom } from '../core/columns/rowBits.ts';
import { columnRow } from '../core/columns/rowReader.ts';
import {
  StatisticsBuilder,
  type ColumnStatistics,
  type StatisticsScope,
  type TableStatistics,
} from '../core/columns/tableStatistics.ts';
import type { RowDigests } from '../core/compare/matchRows.ts';
import type { LineIndex } from '../core/dataset/lineIndex.ts';
import type { Row } from '../core/dataset/row.ts';
import { RowSet } from '../core/findings/rowSet.ts';
import { number } from '../core/text/numbers.ts';
import type { ColumnSlice } from '../rpc/worker.ts';

/** Rows of a dataset that is sorted: a column and an order of 12 bytes a row are held in memory. */
const maxSortedRows = 20_000_000;
/** Of all different texts of a column that is put in alphabetical order. */
const maxSortedCharacters = 32_000_000;
/** Values of the columns that are kept, 8 bytes each; the one used last stays in any case. */
const keptValues = 32_000_000;

export interface ColumnOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: { readonly bytesDone: number; readonly bytes: number }): void;
}

/** What columns need of the dataset that they belong to. */
export interface ColumnSource {
  readonly pool: WorkerPool;
  readonly index: LineIndex;
  /** The rows as bytes, unpacked whole where they were packed. */
  whole(signal: AbortSignal | undefined): Promise<{ readonly content: string; readonly contentBytes: number }>;
  indexed(signal: AbortSignal | undefined): Promise<number>;
  /** The first rows, and whether they are all. */
  head(): Promise<{ readonly rows: readonly Row[]; readonly complete: boolean }>;
  /** Ends with the dataset. */
  bound(signal: AbortSignal | undefined): AbortSignal;
  verify(): Promise<void>;
}

type RowSlice = ByteRange & { readonly only?: Uint32Array };

/** The columns of an open dataset: their statistics, and one number a row to sort and filter by. */
export class DatasetColumns {
  readonly #source: ColumnSource;
  /** In order of last use. */
  readonly #columns = new Map<string, Float64Array>();
  #head: TableStatistics | undefined;
  #all: StatisticsBuilder | undefined;

  constructor(source: ColumnSource) {
    this.#source = source;
  }

  /** The statistics of the first rows: of all, where these are all. Costs no pass over the file. */
  async head(): Promise<TableStatistics> {
    if (this.#head) return this.#head;
    const { rows, complete } = await this.#source.head();
    const builder = new StatisticsBuilder();
    for (const { span, content } of rows) {
      if (content?.kind === 'value') builder.addRow(columnRow(content.value, span.byteEnd - span.byteStart));
      else if (content?.kind === 'blank') builder.addBlank();
      else builder.addMalformed();
    }
    if (complete) this.#all = builder;
    return (this.#head = builder.statistics(complete ? 'all' : 'first'));
  }

  /** The statistics of all rows, once they are known. */
  get all(): TableStatistics | undefined {
    return this.#all?.statistics('all');
  }

  /** The statistics of every row. */
  async statistics(options: ColumnOptions = {}): Promise<TableStatistics> {
    this.#all ??= await this.#gather(undefined, options);
    return this.#all.statistics('all');
  }

  /** The statistics of some rows, with the bins of those of all, which are worked out first where they are not known. */
  async statisticsOf(
    rows: RowSet,
    scope: StatisticsScope['kind'],
    options: ColumnOptions = {},
  ): Promise<TableStatistics> {
    this.#all ??= await this.#gather(undefined, options);
    return (await this.#gather(rows.toWords(), options)).statistics(scope, this.#all);
  }

  /** One number a row, NaN where it has none; `text`: the place of its text in alphabetical order. Kept for the next time. */
  async values(column: ColumnRef, measure: Measure | 'text', options: ColumnOptions = {}): Promise<Float64Array> {
    const key = JSON.stringify([column.source, column.id, measure]);
    const values = this.#columns.get(key) ?? (await this.#read(column, measure, options));
    this.#columns.delete(key);
    this.#columns.set(key, values);
    let kept = [...this.#columns.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [oldest, { length }] of this.#columns) {
      if (kept <= keptValues || oldest === key) break;
      this.#columns.delete(oldest);
      kept -= length;
    }
    return values;
  }

  /** The rows that pass a test. */
  async where(test: RowTest, options: ColumnOptions = {}): Promise<RowSet> {
    const found = new RowSet();
    let rows = 0;
    await this.#overSlices(
      options,
      (slice, run) => this.#source.pool.run('where', { slice, test }, run),
      result => {
        found.addAll(new RowSet(result.found), rows);
        rows += result.rows;
      },
    );
    return found;
  }

  /** Rows in the order of a column of values, or those of them that are in a set; the rows without a value come last. */
  async sort(
    values: Float64Array,
    direction: 'ascending' | 'descending',
    only: RowSet | undefined,
    signal?: AbortSignal,
  ): Promise<Uint32Array> {
    mayBeSorted(values.length);
    const job = { values: shared(values), direction, ...(only && { only: only.toWords() }) };
    return this.#source.pool.run('sort', job, { signal: this.#source.bound(signal) });
  }

  /** What is told of scores: of all rows, or of those in a set. */
  async scoreStatistics(
    { marked: _, ...scores }: ScoreColumn,
    only: RowSet | undefined,
    signal?: AbortSignal,
  ): Promise<ColumnStatistics> {
    const job = { scores: { ...scores, values: shared(scores.values) }, ...(only && { only: only.toWords() }) };
    return this.#source.pool.run('scores', job, { signal: this.#source.bound(signal) });
  }

  /** What every row is matched by when two datasets are compared. */
  async digests(key: string | undefined, options: ColumnOptions = {}): Promise<RowDigests> {
    const parts: RowDigests[] = [];
    await this.#overSlices(
      options,
      (slice, run) => this.#source.pool.run('digestRows', { slice, ...(key !== undefined && { key }) }, run),
      part => parts.push(part),
    );
    const joined = (of: (part: RowDigests) => Uint32Array): Uint32Array => {
      const words = new Uint32Array(parts.reduce((sum, part) => sum + of(part).length, 0));
      let at = 0;
      for (const part of parts) {
        words.set(of(part), at);
        at += of(part).length;
      }
      return words;
    };
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    return {
      rows,
      bytes: joined(part => part.bytes),
      keys: joined(part => part.keys),
      prompts: joined(part => part.prompts),
    };
  }

  async #gather(only: Uint32Array | undefined, options: ColumnOptions): Promise<StatisticsBuilder> {
    const builder = new StatisticsBuilder();
    const slices = only && (await this.#rowSlices(only, options.signal));
    await this.#overSlices(
      options,
      ({ only: wanted, ...slice }, run) =>
        this.#source.pool.run('statistics', { slice, ...(wanted && { only: wanted }) }, run),
      result => builder.merge(result),
      slices,
    );
    return builder;
  }

  async #read(column: ColumnRef, measure: Measure | 'text', options: ColumnOptions): Promise<Float64Array> {
    const parts: Float64Array[] = [];
    const places = new Map<string, number>();
    let rows = 0;
    let characters = 0;
    const take = ({ values, texts, tooLong }: ColumnSlice): void => {
      mayBeSorted((rows += values.length));
      const local = texts.map(text => {
        const known = places.get(text);
        if (known !== undefined) return known;
        characters += text.length;
        places.set(text, places.size);
        return places.size - 1;
      });
      if (tooLong || characters > maxSortedCharacters) throw tooMuchText(column);
      parts.push(measure === 'text' ? values.map(place => local[place] ?? NaN) : values);
    };
    await this.#overSlices(
      options,
      (slice, run) =>
        this.#source.pool.run('column', { slice, column, measure, maxCharacters: maxSortedCharacters }, run),
      take,
    );
    const values = new Float64Array(new SharedArrayBuffer(rows * 8));
    let at = 0;
    for (const part of parts) {
      values.set(part, at);
      at += part.length;
    }
    if (measure !== 'text') return values;
    const signal = this.#source.bound(options.signal);
    const ranks = await this.#source.pool.run('rankTexts', { texts: [...places.keys()] }, { signal });
    for (let row = 0; row < values.length; row++) values[row] = ranks[values[row] ?? NaN] ?? NaN;
    return values;
  }

  /** Runs a job over every slice of the file, tells how far it is, and takes the results in order. */
  async #overSlices<Result>(
    { signal, onProgress }: ColumnOptions,
    run: (
      slice: RowSlice & { readonly path: string },
      options: { signal: AbortSignal; onProgress(progress: { bytes: number }): void },
    ) => Promise<Result>,
    take: (result: Result) => void,
    slices?: readonly RowSlice[],
  ): Promise<void> {
    const { pool } = this.#source;
    const bound = this.#source.bound(signal);
    const { content, contentBytes } = await this.#source.whole(bound);
    let bytesDone = 0;
    const tell = ({ bytes }: { bytes: number }): void => {
      bytesDone += bytes;
      onProgress?.({ bytesDone: Math.min(bytesDone, contentBytes), bytes: contentBytes });
    };
    await runInOrder<RowSlice, Result>(
      slices ?? slicesOf(contentBytes, pool.size),
      { width: pool.size, signal: bound },
      (slice, stop) => run({ path: content, ...slice }, { signal: stop, onProgress: tell }),
      take,
    );
    await this.#source.verify();
  }

  /** Slices that begin where the index knows the row's number, with the bits of their rows. */
  async #rowSlices(only: Uint32Array, signal: AbortSignal | undefined): Promise<readonly RowSlice[]> {
    const bound = this.#source.bound(signal);
    const rows = await this.#source.indexed(bound);
    const { contentBytes } = await this.#source.whole(bound);
    const { index, pool } = this.#source;
    const count = slicesOf(contentBytes, pool.size).length;
    const starts = Array.from({ length: count }, (_, at) => index.before(Math.floor((rows * at) / count)));
    const distinct = starts.filter(({ row }, at) => at === 0 || row > (starts[at - 1]?.row ?? -1));
    return distinct.map(({ row, byteStart }, at) => ({
      byteStart,
      byteEnd: distinct[at + 1]?.byteStart ?? contentBytes,
      only: rowsFrom(only, row).slice(0, ((distinct[at + 1]?.row ?? rows) - row + 31) >>> 5),
    }));
  }
}

function mayBeSorted(rows: number): void {
  if (rows <= maxSortedRows) return;
  throw new DatasetError(
    'too-large',
    `Sorting and value ranges hold one number a row in memory, for up to ${number(maxSortedRows)} rows; this dataset has more. Filter it by text, or split the file.`,
  );
}

function tooMuchText({ id }: ColumnRef): DatasetError {
  return new DatasetError(
    'too-large',
    `The different texts of ${id} have more than ${number(maxSortedCharacters)} characters together, too many to be put in alphabetical order. Sort by their length instead.`,
  );
}

/** Memory that a thread reads where it is. */
function shared(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(values.length * 8));
  copy.set(values);
  return copy;
}
