import { exitCodes, oneOf, parseCommand, UsageError, wholeNumber, type Console, type ExitCode } from './commandLine.ts';
import { withPool } from './withDataset.ts';
import { compareReport, compareText } from '../../core/report/compare.ts';
import { changedRows, compareDatasets } from '../compareDatasets.ts';
import { OpenDataset } from '../openDataset.ts';
import { toJson } from '../../core/json/toJson.ts';

export const compareUsage = 'undertone compare <file> <file> [--rows N] [--format text|json]';

/** `undertone compare`: which rows were added, removed, changed or moved between two datasets. */
export async function compare(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    rows: { type: 'string', default: '20' },
    format: { type: 'string', default: 'text' },
  });
  const [left, right, ...more] = positionals;
  if (left === undefined || right === undefined || more.length > 0) {
    throw new UsageError(`compare wants the paths of two datasets; got ${positionals.length}.`);
  }
  const limit = wholeNumber('rows', values.rows, 0);
  const format = oneOf('format', values.format, ['text', 'json']);
  const { signal } = console;
  return withPool(async pool => {
    const open: OpenDataset[] = [];
    try {
      const before = await OpenDataset.open(left, pool);
      open.push(before);
      const after = await OpenDataset.open(right, pool);
      open.push(after);
      const comparison = await compareDatasets(before, after, pool, { signal });
      const pairs = await changedRows(before, after, comparison, { start: 0, count: limit, signal });
      const changed = pairs.map(pair => ({ ...pair, left: pair.left.span.index, right: pair.right.span.index }));
      const subject = { left, right, comparison, changed, limit };
      const json = (): string => toJson(compareReport(subject));
      await console.write(format === 'json' ? json() : compareText(subject));
      const { same, moved, leftRows, rightRows } = comparison;
      const isSame = same === leftRows && same === rightRows && moved.length === 0;
      return isSame ? exitCodes.done : exitCodes.findings;
    } finally {
      await Promise.all(open.map(dataset => dataset.dispose()));
    }
  });
}
