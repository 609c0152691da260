import {
  exitCodes,
  oneFile,
  oneOf,
  parseCommand,
  UsageError,
  wholeNumber,
  type Console,
  type ExitCode,
} from './commandLine.ts';
import { parseSetting } from './parseSetting.ts';
import { planFor } from './recipePlan.ts';
import { ownVersion } from './version.ts';
import { withPool } from './withDataset.ts';
import { checkById, checks } from '../../core/checks/registry.ts';
import type { ExportRecord } from '../../core/export/record.ts';
import { exportText } from '../../core/export/text.ts';
import { exportRows, type ExportRequest } from '../export/exportRows.ts';
import { findRecipe } from '../findRecipe.ts';
import { readSelection, type SelectionWish } from '../llr/readSelection.ts';
import { OpenDataset } from '../openDataset.ts';
import { readText } from '../files/readText.ts';
import { toJson } from '../../core/json/toJson.ts';

export const exportUsage = `undertone export <file> --kept f [--rejected f] [--quarantine f] [--recipe f | --check id] [--set check.option=value]
                   [--keep-lower-half scores | --keep-random-half scores] [--trait name] [--seed N]
                   [--force] [--date date] [--format text|json]`;

/** `undertone export`: kept and rejected rows to new files, with the record of why. */
export async function exportCommand(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, {
    kept: { type: 'string' },
    rejected: { type: 'string' },
    quarantine: { type: 'string' },
    recipe: { type: 'string' },
    check: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    'keep-lower-half': { type: 'string' },
    'keep-random-half': { type: 'string' },
    trait: { type: 'string' },
    seed: { type: 'string', default: '1' },
    force: { type: 'boolean', default: false },
    date: { type: 'string' },
    format: { type: 'string', default: 'text' },
  });
  const path = oneFile(positionals, 'export');
  const { kept, rejected, quarantine, check: only } = values;
  if (kept === undefined) throw new UsageError('export wants --kept: the file that the kept rows go to.');
  const format = oneOf('format', values.format, ['text', 'json']);
  const date = values.date === undefined ? new Date().toISOString() : utcDate(values.date);
  for (const id of only ?? []) mustBeAFilter(id);
  const recipePath = values.recipe ?? (await findRecipe(path));
  const overrides = (values.set ?? []).map(parseSetting);
  const request: ExportRequest = {
    plan: await planFor(recipePath, { overrides, ...(only && { only }) }),
    kept,
    existing: values.force ? 'replaced' : 'refused',
    version: await ownVersion(),
    date,
    ...(rejected !== undefined && { rejected }),
    ...(quarantine !== undefined && { quarantine }),
    ...(recipePath !== undefined && { recipe: { path: recipePath, text: await readText(recipePath) } }),
  };
  const wish = selectionOf(values);
  const { signal } = console;
  const record = await withPool(async pool => {
    const dataset = await OpenDataset.open(path, pool);
    try {
      const selection = wish && (await readSelection(dataset, wish, { pool, signal }));
      return await exportRows(dataset, { ...request, ...(selection && { selection }) }, { signal });
    } finally {
      await dataset.dispose();
    }
  });
  await console.write(format === 'json' ? toJson(record) : exportText(record));
  noteRemarks(record, console);
  return exitCodes.done;
}

interface SelectionFlags {
  readonly 'keep-lower-half'?: string | undefined;
  readonly 'keep-random-half'?: string | undefined;
  readonly trait?: string | undefined;
  readonly seed: string;
}

function selectionOf(values: SelectionFlags): SelectionWish | undefined {
  const { 'keep-lower-half': lower, 'keep-random-half': random, trait } = values;
  const path = lower ?? random;
  if (lower !== undefined && random !== undefined) {
    throw new UsageError(
      '--keep-lower-half and --keep-random-half do not go together: each makes an export of its own.',
    );
  }
  if (path === undefined) {
    if (trait !== undefined) throw new UsageError('--trait goes with --keep-lower-half or --keep-random-half.');
    return undefined;
  }
  const kind = lower === undefined ? 'random half' : 'lower half';
  return { kind, path, seed: wholeNumber('seed', values.seed, 0), ...(trait !== undefined && { trait }) };
}

/** Checks of another kind reject nothing: named for an export they are a mistake. */
function mustBeAFilter(id: string): void {
  const kind = checkById(id)?.kind;
  if (kind === undefined || kind === 'filter') return;
  const filters = checks.filter(check => check.kind === 'filter').map(check => check.id);
  throw new UsageError(`--check ${id}: a ${kind} rejects no rows; an export wants filters: ${filters.join(', ')}.`);
}

function utcDate(text: string): string {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new UsageError(`--date wants a date such as 2025-11-20T09:30:00Z; got "${text}".`);
}

function noteRemarks({ remarks }: ExportRecord, { note }: Console): void {
  for (const remark of remarks) note(`undertone: ${remark}`);
}
