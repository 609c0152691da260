import { counted } from '../../core/text/numbers.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
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
  type Folders,
} from './asking.ts';
import { namedCandidates } from './candidates.ts';
import { oneOf, UsageError, wholeNumber, type Console, type parseCommand } from './commandLine.ts';
import { mustNotBeADataset } from './reports.ts';
import { withDataset } from './withDataset.ts';
import type { Families } from '../../core/llr/families.ts';
import { familiesFault } from '../../core/llr/families.ts';
import type { CandidatePrompt } from '../../core/llr/prompts.ts';
import type { LlrSubject } from '../../core/llr/report.ts';
import { scoreLines } from '../../core/llr/scoredRows.ts';
import { fromWriteError } from '../datasetError.ts';
import type { Limits } from '../endpoints/budget.ts';
import { defaultLlrRows, llrConsentLines, localLlrLines, planLlr, type LlrPlan } from '../endpoints/llrPlan.ts';
import { llrSubjectOf } from '../endpoints/llrSubject.ts';
import type { LlrPhase, LlrRunResult } from '../endpoints/runLlr.ts';
import { apis, templates, type Template } from '../endpoints/scorer.ts';
import { withSource, type Asked } from '../localModel/withSource.ts';
import { writeWhole } from '../files/writeWhole.ts';

/** Flags of a probe that asks an endpoint. */
export const endpointFlags = {
  endpoint: { type: 'string' },
  model: { type: 'string' },
  traits: { type: 'string' },
  category: { type: 'string' },
  decoys: { type: 'string' },
  none: { type: 'string', default: '' },
  api: { type: 'string', default: 'auto' },
  template: { type: 'string', default: 'server' },
  rows: { type: 'string', default: String(defaultLlrRows) },
  temperature: { type: 'string' },
  concurrency: { type: 'string', default: '4' },
  save: { type: 'string' },
  ...cacheFlags,
  ...sendingFlags,
} as const;

type Values = ReturnType<typeof parseCommand<typeof endpointFlags>>['values'];

export const mostAtOnce = 64;

/** Undefined: nobody agreed, so nothing was sent. */
export async function probeEndpoint(
  path: string,
  values: Values,
  options: { readonly families: Families; readonly seed: number },
  console: Console,
): Promise<LlrSubject | undefined> {
  const rows = wholeNumber('rows', values.rows, 1);
  const api = oneOf('api', values.api, ['auto', ...apis]);
  const template = oneOf('template', values.template, templates);
  const atOnce = Math.min(mostAtOnce, wholeNumber('concurrency', values.concurrency, 1));
  const candidates = candidatesOf(values, options.families);
  const leaveOut = rowsLeftOut(values);
  const asked = await askedOf(values, 'probe llr');
  await mustKeep(values.save, path);
  return withDataset(path, async dataset => {
    const { sampling } = await declaredFor(dataset, { system: '', temperature: values.temperature });
    const wish = { ...options, rows, candidates, none: values.none, sampling, api, leaveOut };
    const plan = await planLlr(dataset, wish, console.signal);
    const limits = limitsOf(values, plan);
    const folders = foldersOf(values);
    const isLocal = 'folder' in asked;
    const lines = isLocal
      ? localLlrLines(plan, asked.folder, folders.cache)
      : llrConsentLines(plan, asked.endpoint, limits, folders);
    for (const line of lines) console.note(line);
    if (!isLocal && !(await agreed(values, console))) return undefined;
    const result = await send(plan, { asked, template, limits, folders, atOnce }, console);
    if (values.save !== undefined) await save(values.save, result, console);
    return llrSubjectOf(plan, result);
  });
}

function candidatesOf(values: Values, families: Families): readonly CandidatePrompt[] {
  const found = namedCandidates(values, 'probe llr with --endpoint');
  const fault = familiesFault(
    found.map(({ name }) => name),
    families,
  );
  if (fault !== undefined) throw new UsageError(fault);
  return found;
}

interface Sending {
  readonly asked: Asked;
  readonly template: Template;
  readonly limits: Limits;
  readonly folders: Folders;
  readonly atOnce: number;
}

async function send(plan: LlrPlan, sending: Sending, console: Console): Promise<LlrRunResult> {
  const { asked, template, limits, folders, atOnce } = sending;
  const { signal, note } = console;
  // Loaded here, since the client behind it would slow every other command down.
  const { runLlr } = await import('../endpoints/runLlr.ts');
  const progress = (phase: LlrPhase, done: number, of: number, sent: Limits): void => {
    const cost =
      'folder' in asked
        ? ''
        : `; ${counted(sent.requests, 'request')}, ${counted(sent.promptTokens, 'prompt token')} sent`;
    atTenths(done, of, 'row', said => note(`${phase}: ${said}${cost}`));
  };
  const options = { limits, log: folders.log, signal, tell: note, silence: atDoublings(note) };
  return withSource(asked, options, ({ source, budget, keptFor }) =>
    withCache(folders.cache, keptFor, console, cache =>
      runLlr(plan, { ...source, template, cache, budget, signal, atOnce, progress }),
    ),
  );
}

/** A dataset may stand in the folder by the name of a file that is to be written there. */
async function mustKeep(folder: string | undefined, dataset: string): Promise<void> {
  if (folder === undefined) return;
  for (const name of ['scores', 'reference', 'neutral'])
    await mustNotBeADataset('save', join(folder, `${name}.jsonl`), [dataset]);
}

/** Writes what `--scores`, `--reference` and `--neutral` read. */
async function save(folder: string, { tables }: LlrRunResult, console: Console): Promise<void> {
  if (tables === undefined) return;
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fromWriteError(error, folder);
  });
  for (const [name, table] of Object.entries(tables)) {
    if (table === undefined) continue;
    const path = join(folder, `${name}.jsonl`);
    await writeWhole(path, scoreLines(table));
    console.note(`wrote ${path}`);
  }
}
