import { allRows } from '../../core/columns/rowBits.ts';
import { flagScoresId, measureScores } from '../../core/columns/scores.ts';
import type { StatisticsScope, TableStatistics } from '../../core/columns/tableStatistics.ts';
import { RowSet } from '../../core/findings/rowSet.ts';
import type { ColumnOptions } from '../../engine/datasetColumns.ts';
import type { InspectorContract, WorkProgress } from '../../rpc/inspector.ts';
import type { Handlers } from '../../rpc/messenger.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { RowLists } from './rowLists.ts';

type ColumnCalls = Pick<Handlers<InspectorContract>, 'prepare' | 'statistics' | 'addScores' | 'removeScores'>;

const millisecondsBetweenReports = 100;

/** Answers what the page asks of columns: their statistics, lists sorted and filtered by them, scores made of them. */
export function columnHandlers(dataset: Dataset, lists: RowLists): ColumnCalls {
  return {
    async prepare(view, { signal, progress }) {
      const list = await lists.of(view, working(signal, progress));
      return { rows: list?.size ?? dataset.index.rows };
    },
    statistics: ({ scope }, { signal, progress }) => statisticsOf(dataset, lists, scope, working(signal, progress)),
    async addScores({ column, measure }, { signal, progress }) {
      const values = await dataset.engine.columns.values(column, measure, working(signal, progress));
      dataset.scores.set(measureScores(column, measure, values));
    },
    removeScores: ({ id }) => dataset.scores.remove(id),
  };
}

async function statisticsOf(
  dataset: Dataset,
  lists: RowLists,
  scope: StatisticsScope['kind'],
  options: ColumnOptions,
): Promise<TableStatistics> {
  const { columns } = dataset.engine;
  const some = scope === 'kept' || scope === 'rejected' ? await lists.decided(scope, options) : undefined;
  if ((scope === 'kept' || scope === 'rejected') && !some) throw new Error('No filter has run: run the checks first.');
  const statistics = await (scope === 'first'
    ? (columns.all ?? columns.head())
    : some
      ? columns.statisticsOf(some, scope, options)
      : columns.statistics(options));
  const only = statistics.scope === 'first' ? new RowSet(allRows(statistics.rows)) : some;
  const scores = [...(dataset.latest ? [lists.scores(flagScoresId)] : []), ...dataset.scores.all];
  const told = scores.flatMap(score => (score ? [columns.scoreStatistics(score, only, options.signal)] : []));
  return { ...statistics, columns: [...statistics.columns, ...(await Promise.all(told))] };
}

/** Tells how far a pass has come, ten times a second. */
function working(signal: AbortSignal, progress: (value: WorkProgress) => void): ColumnOptions {
  let told = 0;
  return {
    signal,
    onProgress({ bytesDone, bytes }) {
      const now = performance.now();
      if (now - told < millisecondsBetweenReports) return;
      told = now;
      progress({ share: bytes > 0 ? bytesDone / bytes : 1 });
    },
  };
}
