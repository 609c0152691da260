import {
  atDoublings,
  atTenths,
  agreed,
  askedOf,
  cacheFlags,
  declaredFor,
  exitCodeOf,
  foldersOf,
  limitsOf,
  rowsLeftOut,
  sendingFlags,
  withCache,
  type Folders,
} from './asking.ts';
import { exitCodes, oneFile, oneOf, parseCommand, wholeNumber } from './commandLine.ts';
import type { Console, ExitCode } from './commandLine.ts';
import { withDataset } from './withDataset.ts';
import { fitSoFar } from '../../core/fit/fitProbeRun.ts';
import { fitJson, fitText } from '../../core/fit/fitReport.ts';
import type { Limits } from '../endpoints/budget.ts';
import { consentLines, localFitLines } from '../endpoints/consent.ts';
import { defaultRows, planFit, type FitPlan } from '../endpoints/fitPlan.ts';
import { apis, templates, type Template } from '../endpoints/scorer.ts';
import { withSource, type Asked } from '../localModel/withSource.ts';

export const fitTestUsage = `undertone fit-test <file> --endpoint URL|folder [--model M] [--api auto|vllm|sglang] [--template server|none]
                     [--rows 200] [--system text] [--temperature T] [--max-requests N] [--max-prompt-tokens N]
                     [--leave-out secrets,personal-data] [--leave-out-pattern RE2 …]
                     [--egress-log folder] [--cache folder | --no-cache] [--yes] [--format text|json]`;

const flags = {
  endpoint: { type: 'string' },
  model: { type: 'string' },
  api: { type: 'string', default: 'auto' },
  template: { type: 'string', default: 'server' },
  rows: { type: 'string', default: String(defaultRows) },
  system: { type: 'string' },
  temperature: { type: 'string' },
  ...cacheFlags,
  ...sendingFlags,
  format: { type: 'string', default: 'text' },
} as const;

/** `undertone fit-test`: whether a model, asked at an endpoint, looks like the author of the rows. Sends nothing before it is agreed to. */
export async function fitTest(console: Console): Promise<ExitCode> {
  const { values, positionals } = parseCommand(console.args, flags);
  const path = oneFile(positionals, 'fit-test');
  const format = oneOf('format', values.format, ['text', 'json']);
  const template = oneOf('template', values.template, templates);
  const rows = wholeNumber('rows', values.rows, 1);
  const api = oneOf('api', values.api, ['auto', ...apis]);
  const leaveOut = rowsLeftOut(values);
  const asked = await askedOf(values, 'fit-test');
  return withDataset(path, async dataset => {
    const declared = await declaredFor(dataset, values);
    const plan = await planFit(dataset, { ...declared, rows, api, leaveOut }, console.signal);
    const limits = limitsOf(values, plan);
    const folders = foldersOf(values);
    const isLocal = 'folder' in asked;
    const lines = isLocal
      ? localFitLines(plan, asked.folder, folders.cache)
      : consentLines(plan, asked.endpoint, limits, folders);
    for (const line of lines) console.note(line);
    if (!isLocal && !(await agreed(values, console))) return exitCodes.unusable;
    const result = fitSoFar(await send(plan, { asked, template, limits, folders }, console));
    await console.write(format === 'json' ? fitJson(result) : fitText(result));
    return exitCodeOf(result.verdict);
  });
}

interface Sending {
  readonly asked: Asked;
  readonly template: Template;
  readonly limits: Limits;
  readonly folders: Folders;
}

async function send(plan: FitPlan, { asked, template, limits, folders }: Sending, console: Console) {
  const { signal, note } = console;
  // Loaded here, since the client behind it would slow every other command down.
  const { runFit } = await import('../endpoints/runFit.ts');
  const progress = (done: number, of: number): void => atTenths(done, of, 'row', note);
  const options = { limits, log: folders.log, signal, tell: note, silence: atDoublings(note) };
  return withSource(asked, options, ({ source, budget, keptFor }) =>
    withCache(folders.cache, keptFor, console, cache =>
      runFit(plan, { ...source, template, budget, cache, signal, progress }),
    ),
  );
}
