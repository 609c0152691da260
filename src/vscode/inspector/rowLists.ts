import type { ScoreColumn } from '../../core/columns/column.ts';
import { scoreTest, type ColumnTest } from '../../core/columns/columnTest.ts';
import { intersectionOf } from '../../core/columns/rowBits.ts';
import { flagScores, flagScoresId } from '../../core/columns/scores.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import { keptRows, rejectedOnlyBy, rejectedRows } from '../../core/scan/filterSummary.ts';
import type { ScanResult } from '../../core/scan/result.ts';
import type { ColumnOptions } from '../../engine/datasetColumns.ts';
import type { RowFilter, RowOrder, RowView } from '../../rpc/inspector.ts';
import type { Dataset } from '../datasets/dataset.ts';

/** Lists kept: the one that is shown, and those that a user goes to and fro between. */
const keptLists = 4;

/** Some rows of a dataset in some order. */
export type RowList = Pick<RowSet, 'size' | 'slice' | 'rank'>;

type RowListing = Promise<RowList | undefined>;

const nothing: RowList = { size: 0, slice: () => [], rank: () => 0 };

/** The lists of rows that an inspector shows; those that take work are kept. */
export class RowLists {
  readonly #dataset: Dataset;
  readonly #found: ReadonlyMap<number, RowSet>;
  /** In order of last use. */
  readonly #lists = new Map<string, RowListing>();
  readonly #passed = new Map<string, RowSet>();
  readonly #flags = new WeakMap<ScanResult, ScoreColumn>();

  constructor(dataset: Dataset, found: ReadonlyMap<number, RowSet>) {
    this.#dataset = dataset;
    this.#found = found;
  }

  /** The checks ran again, scores changed, or (`file`) other rows stand in the file. */
  clear(what: 'results' | 'file'): void {
    this.#lists.clear();
    if (what === 'file') this.#passed.clear();
  }

  /** The list of a view; undefined for all rows as they stand. A filter of a scan or a find that is gone matches nothing. */
  of(view: RowView, options: ColumnOptions = {}): RowListing {
    const { filter, where, order } = view;
    const isKnown = filter.kind !== 'kept' && filter.kind !== 'rejected' && filter.kind !== 'only';
    if (!where && !order && isKnown) return Promise.resolve(this.#ofFilter(filter));
    const size = filter.kind === 'found' ? this.#found.get(filter.findId)?.size : undefined;
    const key = JSON.stringify([filter, where, order, size]);
    const list = this.#lists.get(key) ?? this.#make(view, options);
    this.#lists.delete(key);
    this.#lists.set(key, list);
    keepLatest(this.#lists);
    // What failed or was cancelled is tried anew the next time.
    list.catch(() => this.#lists.get(key) === list && this.#lists.delete(key));
    return list;
  }

  /** The scores of this id: handed in, or of the last scan. */
  scores(id: string): ScoreColumn | undefined {
    const result = this.#dataset.latest?.result;
    if (id !== flagScoresId || !result) return this.#dataset.scores.get(id);
    const flags = this.#flags.get(result) ?? flagScores(result);
    this.#flags.set(result, flags);
    return flags;
  }

  /** The rows of the filters' decision; undefined where none ran. */
  async decided(which: 'kept' | 'rejected', options: ColumnOptions = {}): Promise<RowSet | undefined> {
    const result = this.#dataset.latest?.whole;
    if (!result) return undefined;
    if (which === 'rejected') return new RowSet(rejectedRows(result));
    const blank =
      result.profile.blank === 0 ? new RowSet() : await this.#dataset.engine.columns.where({ test: 'blank' }, options);
    return new RowSet(keptRows(result, blank.toWords()));
  }

  async #make({ filter, where, order }: RowView, options: ColumnOptions): RowListing {
    const base = filter.kind === 'kept' ? await this.decided('kept', options) : this.#ofFilter(filter);
    const filtered = base === undefined || base instanceof RowSet ? base : new RowSet();
    if (filter.kind === 'kept' && !filtered) return nothing;
    const passing = where ? await this.#passing(where, options) : undefined;
    const rows =
      filtered && passing ? new RowSet(intersectionOf(filtered.toWords(), passing.toWords())) : (filtered ?? passing);
    return order ? this.#ordered(order, rows, options) : rows;
  }

  /** Sorting the rows that pass takes no second look for them. */
  async #passing(test: ColumnTest, options: ColumnOptions): Promise<RowSet> {
    const key = JSON.stringify(test);
    const rows = this.#passed.get(key) ?? (await this.#where(test, options));
    if (test.column.source !== 'score') this.#passed.set(key, rows);
    keepLatest(this.#passed);
    return rows;
  }

  async #where(test: ColumnTest, options: ColumnOptions): Promise<RowSet> {
    const { columns } = this.#dataset.engine;
    const { column } = test;
    if (column.source !== 'score' && test.test !== 'range') return columns.where(test, options);
    const values =
      test.test === 'range' && column.source !== 'score'
        ? await columns.values(column, test.measure, options)
        : this.#valuesOf(column.id);
    const passes = scoreTest(test);
    const found = new RowSet();
    for (let row = 0; row < values.length; row++) if (passes(values[row] ?? NaN)) found.add(row);
    return found;
  }

  async #ordered(order: RowOrder, rows: RowSet | undefined, options: ColumnOptions): Promise<RowList> {
    const { column, measure, direction } = order;
    const { columns } = this.#dataset.engine;
    const values =
      column.source === 'score' ? this.#valuesOf(column.id) : await columns.values(column, measure, options);
    const sorted = await columns.sort(values, direction, rows, options.signal);
    return {
      size: sorted.length,
      slice: (start, count) => [...sorted.subarray(start, start + count)],
      rank: row => Math.max(0, sorted.indexOf(row)),
    };
  }

  #valuesOf(id: string): Float64Array {
    const scores = this.scores(id);
    if (!scores) throw new Error(`The scores "${id}" are no longer there. Remove the sort or filter by them.`);
    return scores.values;
  }

  #ofFilter(filter: RowFilter): RowSet | undefined {
    const { result, whole } = this.#dataset.latest ?? {};
    switch (filter.kind) {
      case 'all':
        return undefined;
      case 'malformed':
        return result?.malformedRows ?? new RowSet();
      case 'check':
        return result?.outcomes.find(({ check }) => check.id === filter.check)?.rows ?? new RowSet();
      case 'found':
        return this.#found.get(filter.findId) ?? new RowSet();
      case 'rejected':
        return whole ? new RowSet(rejectedRows(whole)) : new RowSet();
      case 'only':
        return whole ? new RowSet(rejectedOnlyBy(whole, filter.check)) : new RowSet();
      case 'kept':
        return new RowSet();
    }
  }
}

function keepLatest(kept: Map<string, unknown>): void {
  for (const oldest of [...kept.keys()].slice(0, -keptLists)) kept.delete(oldest);
}
