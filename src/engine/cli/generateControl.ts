import { basename } from 'node:path';
import { agreed, askedOf, cacheFlags, declaredFor, limitsOf, sendingFlags } from './asking.ts';
import {
  exitCodes,
  oneFile,
  parseCommand,
  UsageError,
  wholeNumber,
  type Console,
  type ExitCode,
} from './commandLine.ts';
import { foldersOf, mostAtOnce, withCache } from './probeEndpoint.ts';
import { ownVersion } from './version.ts';
import { withDataset } from './withDataset.ts';
import { readProvenance } from '../../core/provenance/readers/registry.ts';
import { noSystemPrompt, statementsOf } from '../../core/provenance/record.ts';
import type { RecordChanges } from '../../core/provenance/writers/croissantUpdate.ts';
import { controlLines, defaultControlRows, planControl, type ControlPlan } from '../control/controlPlan.ts';
import type { ControlResult } from '../control/runControl.ts';
import { EndpointError } from '../endpoints/endpoint.ts';
import { mustBeFree } from '../export/targets.ts';
import { writeWhole } from '../files/writeWhole.ts';
import { withSource } from '../localModel/withSource.ts';
import type { OpenDataset } from '../openDataset.ts';
import { provenanceFiles } from '../provenanceFiles.ts';
import { recordOf } from '../provenance/record.ts';
import { writeSidecar } from '../provenance/sidecar.ts';

export const generateControlUsage = `undertone generate-control <file> --control f --endpoint URL|folder [--model M] [--rows 1000] [--system text]
                             [--temperature T] [--concurrency 4] [--max-requests N] [--max-prompt-tokens N]
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
  const { signal, note } = console;
  try {
    const asked = await askedOf({ ...values, api: 'auto' }, 'generate-control');
    await mustBeFree([{ path: control, role: 'the control' }], {
      inputs: [{ path, role: 'the dataset' }],
      existing: force ? 'replaced' : 'refused',
    });
    return await withDataset(path, async dataset => {
      const { sampling } = await declaredFor(dataset, values);
      const plan = await planControl(dataset, { rows, system, sampling }, signal);
      if (plan.chosen.length === 0)
        throw new UsageError(`${path} has no prompt to ask: ${reasonsText(plan.unscorable)}.`);
      const limits = limitsOf(values, plan);
      const folders = foldersOf(values);
      for (const line of controlLines(plan, asked, limits, folders)) note(line);
      if ('endpoint' in asked && !(await agreed(values, console))) return exitCodes.unusable;
      // Loaded here, since the client behind it would slow every other command down.
      const { runControl } = await import('../control/runControl.ts');
      const progress = (done: number, of: number): void => {
        if (done % Math.max(1, Math.ceil(of / 10)) === 0) note(`${done} of ${of} rows`);
      };
      const result = await withSource(asked, { limits, log: folders.log, signal }, ({ source, budget, keptFor }) =>
        withCache(folders.cache, keptFor, console, cache =>
          runControl(plan, { ...source, budget, cache, signal, atOnce, progress }),
        ),
      );
      return deliver({ dataset, plan, result, control }, console);
    });
  } catch (error) {
    throw error instanceof EndpointError ? new UsageError(error.message) : error;
  }
}

interface Delivery {
  readonly dataset: OpenDataset;
  readonly plan: ControlPlan;
  readonly result: ControlResult;
  readonly control: string;
}

/** Writes the control and beside it the record of how it was made, by which a comparison knows what is matched. */
async function deliver({ dataset, plan, result, control }: Delivery, console: Console): Promise<ExitCode> {
  const { lines, failures, notReached, cached, sent, stopped } = result;
  const { write, signal } = console;
  const report = [
    `answered: ${lines.length} of ${plan.chosen.length} prompts${reasonsOf(failures)}`,
    ...(stopped === undefined ? [] : [`partial: stopped, ${stopped}; ${notReached} prompts were not reached`]),
    ...(cached === 0 ? [] : [`answers kept from earlier runs: ${cached}`]),
    ...(sent.requests === 0 ? [] : [`sent: ${sent.requests} requests, ${sent.promptTokens} prompt tokens`]),
  ];
  if (lines.length === 0) {
    await write(`${[...report, 'No prompt got an answer: nothing was written.'].join('\n')}\n`);
    return exitCodes.unusable;
  }
  await writeWhole(control, `${lines.join('\n')}\n`);
  report.push(`wrote: ${control}, ${lines.length} rows`);
  const set = await statementsFor(dataset, plan, result);
  const sidecar = await withDataset(control, async written => {
    const scanned = await written.scan({ checks: [], maxFindingsPerCheck: 0 }, { signal });
    return writeSidecar(control, await recordOf(written, scanned, { set, version: await ownVersion(), signal }), set);
  });
  report.push(sidecar.ok ? `wrote: ${sidecar.path}, how the control was made` : `${sidecar.path}: ${sidecar.why}`);
  report.push(
    'What the filters of the dataset reject is still in the control: run the same recipe over it before comparing.',
    `next: undertone scan ${dataset.path} --control ${control}`,
  );
  await write(`${report.join('\n')}\n`);
  return stopped === undefined ? exitCodes.clean : exitCodes.unusable;
}

async function statementsFor(dataset: OpenDataset, plan: ControlPlan, result: ControlResult): Promise<RecordChanges> {
  const own = readProvenance(await provenanceFiles(dataset.path), dataset.head, dataset.name);
  const prompts = [...new Set(statementsOf(own, 'prompts').map(({ value }) => value))];
  const sampling = Object.entries({ temperature: 1, ...plan.sampling }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    teacher: [result.endpoint.model],
    'teacher.systemPrompt': [plan.system === '' ? noSystemPrompt : plan.system],
    'teacher.sampling': [JSON.stringify(Object.fromEntries(sampling))],
    'teacher.date': [new Date().toISOString().slice(0, 10)],
    prompts: prompts.length > 0 ? prompts : [`the prompts of ${basename(dataset.path)}`],
  };
}

function reasonsOf(failures: Readonly<Record<string, number>>): string {
  return Object.keys(failures).length === 0 ? '' : `; without an answer: ${reasonsText(failures)}`;
}

function reasonsText(reasons: Readonly<Record<string, number>>): string {
  return Object.entries(reasons)
    .map(([why, count]) => `${count} ${why}`)
    .join(', ');
}
