import { commands, type Disposable } from 'vscode';
import { divergenceProbeRun } from '../../core/divergence/divergenceProbeRun.ts';
import type { DivergenceResult } from '../../core/divergence/divergenceResult.ts';
import type { CandidatePrompt } from '../../core/llr/prompts.ts';
import {
  defaultDivergenceRows,
  divergenceLines,
  planDivergence,
  type DivergencePlan,
} from '../../engine/divergence/divergencePlan.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import { withCancel } from '../base/progress.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { keptDatasetFor } from '../commands/targets.ts';
import { agreed, askedOf } from './asked.ts';
import type { FitServices } from './fitTest.ts';
import { askAlone, keepRun, wereScored, type KeepServices, type ProbedDataset } from './keepRun.ts';
import { withAnswers, type AskingFor } from './withAnswers.ts';
import { askForNamedTraits, askForRows } from './questions.ts';
import { sendAgain, sendingTo, type Sending } from './sending.ts';

type ProbeServices = Pick<FitServices, 'secrets' | 'globalStorageUri'> & KeepServices;

const seed = 1;
const atOnce = 4;
const command = 'undertone.probeDivergence';
const doing = 'probe for divergent tokens';

/** The command that finds where teachers under different prompts would write different tokens. */
export function registerDivergence(services: FitServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.probeDivergence', async (uri: unknown) => {
    try {
      const dataset = await keptDatasetFor(datasets, uri);
      if (dataset) await probeDivergence(dataset, services);
    } catch (error) {
      present(doing, error);
    }
  });
}

/** Asks the endpoint of the settings, after the user has agreed to what is sent; shows the report and gives the rows their shares. */
export async function probeDivergence(dataset: ProbedDataset, services: ProbeServices): Promise<void> {
  const asked = await askedOf(services.secrets);
  if (!asked) return;
  const title = titleOf(dataset);
  const traits = await askForNamedTraits(
    title,
    'Traits whose prompts are compared with none, with commas between them.',
  );
  const rows = traits && (await askForRows(title, 'Rows to draw at random and score.', defaultDivergenceRows));
  const sending = rows === undefined ? undefined : await sendingTo(asked, title);
  if (!traits || rows === undefined || !sending) return;
  await probeFor({ traits, rows }, sending, dataset, services);
}

function titleOf({ name }: ProbedDataset): string {
  return `Divergent tokens: ${name}`;
}

/** What the user chose, which holds when it is asked again. */
interface Wish {
  readonly traits: readonly CandidatePrompt[];
  readonly rows: number;
}

async function probeFor(wish: Wish, sending: Sending, dataset: ProbedDataset, services: ProbeServices): Promise<void> {
  await askAlone(dataset, 'divergence', async () => {
    const { engine } = dataset;
    const { asked, leaveOut } = sending;
    const options = { ...wish, none: '', api: 'auto', leaveOut, seed } as const;
    const plan = await withCancel('Drawing rows', signal => planDivergence(engine, options, signal));
    const result = plan && (await confirmAndRun(plan, { asked, title: titleOf(dataset) }, services));
    if (!result) return;
    const again = async (): Promise<void> => {
      const now = await sendAgain(services.secrets, titleOf(dataset), sending);
      if (now) await probeFor(wish, now, dataset, services);
    };
    await keepRun(dataset, { run: divergenceProbeRun(result), engine, doing, again, command }, services);
  });
}

async function confirmAndRun(
  plan: DivergencePlan,
  { asked, title }: AskingFor,
  { globalStorageUri }: ProbeServices,
): Promise<DivergenceResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  if ('endpoint' in asked && !(await agreed(plan.dataset, divergenceLines(plan, asked, limits, folders))))
    return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runDivergence } = await import('../../engine/divergence/runDivergence.ts');
  return withAnswers({ asked, title }, { limits, folders }, ({ source, budget, cache, signal, tell }) => {
    const progress = (done: number, of: number): void => tell(`${number(done)} of ${counted(of, 'row')}`);
    const run = { ...source, template: 'server', budget, cache, signal, endedBy: signal, atOnce, progress } as const;
    return wereScored(runDivergence(plan, run), signal);
  });
}
