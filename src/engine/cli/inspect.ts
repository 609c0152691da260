import { exitCodes, oneFile, oneOf, parseCommand, UsageError, type Console, type ExitCode } from './commandLine.ts';
import { withDataset } from './withDataset.ts';
import { columnsReport, columnsText } from '../../core/report/columns.ts';
import { inspectReport, reportVersion } from '../../core/report/json.ts';
import { inspectText } from '../../core/report/text.ts';
import { toJson } from '../../core/json/toJson.ts';
import { counted } from '../../core/text/numbers.ts';

export const inspectUsage = 'undertone inspect <file> [--facts index|all] [--columns] [--format text|json]';

/** `undertone inspect`: what a dataset is. */
export async function inspect(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    facts: { type: 'string', default: 'all' },
    format: { type: 'string', default: 'text' },
    columns: { type: 'boolean', default: false },
  });
  const path = oneFile(positionals, 'inspect');
  const facts = oneOf('facts', values.facts, ['index', 'all']);
  const format = oneOf('format', values.format, ['text', 'json']);
  if (values.columns && facts === 'index') throw new UsageError('--columns reads every row; --facts index reads none.');
  await withDataset(path, async dataset => {
    const { signal } = console;
    if (values.columns) {
      const subject = { path, bytes: dataset.bytes, statistics: await dataset.columns.statistics({ signal }) };
      await console.write(format === 'json' ? toJson(columnsReport(subject)) : columnsText(subject));
      return;
    }
    if (facts === 'index') {
      const rows = await dataset.indexed(signal);
      const json = { version: reportVersion, dataset: { path, bytes: dataset.bytes, rows } };
      await console.write(
        format === 'json' ? toJson(json) : `${path}: ${counted(dataset.bytes, 'byte')}, ${counted(rows, 'row')}\n`,
      );
      return;
    }
    const plan = { checks: [], maxFindingsPerCheck: 0 };
    const [result, sha256] = await Promise.all([dataset.scan(plan, { signal }), dataset.sha256({ signal })]);
    const subject = { path, bytes: dataset.bytes, sha256, result };
    await console.write(format === 'json' ? toJson(inspectReport(subject)) : inspectText(subject));
  });
  return exitCodes.done;
}
