import {
  atDoublings,
  atTenths,
  agreed,
  askedOf,
  cacheFlags,
  declaredFor,
  foldersOf,
  limitsOf,
  rowsLeftOut,
  sendingFlags,
  withCache,
} from './asking.ts';
import {
  exitCodes,
  oneFile,
  parseCommand,
  UsageError,
  wholeNumber,
  type Console,
  type ExitCode,
} from './commandLine.ts';
import { mostAtOnce } from './probeEndpoint.ts';
import { ownVersion } from './version.ts';
import { withDataset, withPool } from './withDataset.ts';
import { controlLines, defaultControlRows, planControl, type ControlPlan } from '../control/controlPlan.ts';
import type { ControlResult } from '../control/runControl.ts';
import { writeControl } from '../control/writeControl.ts';
import { controlSummary } from '../control/controlSummary.ts';
import { mustHaveFolder } from '../files/writeWhole.ts';
import { mustBeFree } from '../export/targets.ts';
import { withSource } from '../localModel/withSource.ts';
import type { OpenDataset } from '../openDataset.ts';
import { counted } from '../../core/text/numbers.ts';

export const generateControlUsage = `undertone generate-control <file> --control f --endpoint URL|folder [--model M] [--rows 1000] [--system text]
                             [--temperature T] [--concurrency 4] [--max-requests N] [--max-prompt-tokens N]
                             [--leave-out secrets,personal-data] [--leave-out-pattern RE2 …]
                             [--egress-log folder] [--cache folder | --no-cache] [--yes] [--force]`;

const flags = {
  control: { type: 'string' },
  endpoint: { type: 'string' },
  model: { type: 'string' },
  rows: { type: 'string', default: String(defaultControlRows) },
  system: { type: 'string', default: '' },
  temperature: { type: 'string' },
  concurrency: { type: 'string', default: '4' },
  ...cacheFlags,
  ...sendingFlags,
  force: { type: 'boolean', default: false },
} as const;

/** `undertone generate-control`: has a model without the trait answer a dataset's prompts, for a control to compare it with. */
export async function generateControl(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'generate-control');
  const { control, system, force } = values;
  if (control === undefined)
    throw new UsageError('generate-control wants --control: the file that the control goes to.');
  const rows = wholeNumber('rows', values.rows, 1);
  const atOnce = Math.min(mostAtOnce, wholeNumber('concurrency', values.concurrency, 1));
  const leaveOut = rowsLeftOut(values);
  const { signal, note } = console;
  const asked = await askedOf({ ...values, api: 'auto' }, 'generate-control');
  await mustBeFree([{ path: control, role: 'the control' }], {
    inputs: [{ path, role: 'the dataset' }],
    existing: force ? 'replaced' : 'refused',
  });
  await mustHaveFolder(control);
  return withDataset(path, async dataset => {
    const { sampling } = await declaredFor(dataset, values);
    const plan = await planControl(dataset, { rows, system, sampling, leaveOut }, signal);
    const limits = limitsOf(values, plan);
    const folders = foldersOf(values);
    for (const line of controlLines(plan, asked, limits, folders)) note(line);
    if ('endpoint' in asked && !(await agreed(values, console))) return exitCodes.unusable;
    // Loaded here, since the client behind it would slow every other command down.
    const { runControl } = await import('../control/runControl.ts');
    const progress = (done: number, of: number): void => atTenths(done, of, 'row', note);
    const result = await withSource(
      asked,
      { limits, log: folders.log, signal, tell: note, silence: atDoublings(note) },
      ({ source, budget, keptFor }) =>
        withCache(folders.cache, keptFor, console, cache =>
          runControl(plan, { ...source, budget, cache, signal, atOnce, progress }),
        ),
    );
    return deliver({ dataset, plan, result, control }, console);
  });
}

interface Delivery {
  readonly dataset: OpenDataset;
  readonly plan: ControlPlan;
  readonly result: ControlResult;
  readonly control: string;
}

/** Writes the control and beside it the record of how it was made, by which a comparison knows what is matched. */
async function deliver({ dataset, plan, result, control }: Delivery, console: Console): Promise<ExitCode> {
  const { lines, stopped } = result;
  const { write, signal } = console;
  const report = [...controlSummary(plan, result)];
  if (lines.length === 0) {
    await write(`${report.join('\n')}\n`);
    return exitCodes.unusable;
  }
  report.push(`wrote: ${control}, ${counted(lines.length, 'row')}`);
  const sidecar = await withPool(async pool =>
    writeControl(dataset, plan, result, { path: control, pool, version: await ownVersion(), signal }),
  );
  report.push(sidecar.ok ? `wrote: ${sidecar.path}, how the control was made` : `${sidecar.path}: ${sidecar.why}`);
  report.push(
    'What the filters of the dataset reject is still in the control: run the same recipe over it before comparing.',
    `next: undertone scan ${dataset.path} --control ${control}`,
  );
  await write(`${report.join('\n')}\n`);
  return stopped === undefined ? exitCodes.done : exitCodes.unusable;
}
