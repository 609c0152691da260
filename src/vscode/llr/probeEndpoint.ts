import type { SecretStorage, Uri } from 'vscode';
import { declaredBy } from '../../core/asking/declared.ts';
import { askedText, type ProbeRun } from '../../core/findings/probeRun.ts';
import { llrProbeRun } from '../../core/llr/llrProbeRun.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import {
  defaultLlrRows,
  llrConsentLines,
  planLlr,
  type LlrOptions,
  type LlrPlan,
} from '../../engine/endpoints/llrPlan.ts';
import { llrSubjectOf, partialOfLlr } from '../../engine/endpoints/llrSubject.ts';
import type { LlrPhase, LlrRunResult } from '../../engine/endpoints/runLlr.ts';
import { withCancel } from '../base/progress.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { agreed, askedOf } from '../endpoints/asked.ts';
import { complete } from '../endpoints/fitTest.ts';
import { askAlone, keepRun, wereScored, type KeepServices } from '../endpoints/keepRun.ts';
import { withAnswers, type AskingFor } from '../endpoints/withAnswers.ts';
import { askForCandidates, askForRows } from '../endpoints/questions.ts';
import { sendAgain, sendingTo, type Sending } from '../endpoints/sending.ts';
import type { Dataset } from '../datasets/dataset.ts';

interface ProbeServices extends KeepServices {
  readonly secrets: SecretStorage;
  readonly globalStorageUri: Uri;
}

export const doing = 'probe with the log-likelihood ratio';
const command = 'undertone.probeLlr';
const seed = 1;
const rowsPrompt = 'Rows to draw at random and score. Below 50 nobody is named, below 1,000 the power is low.';

function titleOf({ name }: Dataset): string {
  return `Log-likelihood ratio: ${name}`;
}

/** Asks the endpoint of the settings about a dataset, after the user has agreed to what is sent, and shows the result. */
export async function probeEndpoint(dataset: Dataset, services: ProbeServices): Promise<void> {
  const asked = await askedOf(services.secrets);
  if (!asked) return;
  const candidates = await askForCandidates(titleOf(dataset));
  const rows = candidates && (await askForRows(titleOf(dataset), rowsPrompt, defaultLlrRows));
  if (!candidates || rows === undefined) return;
  // The system prompt that the record may name is not asked about: the candidates stand in its place.
  const declared = declaredBy(dataset.provenance);
  const settled = await complete({
    ...declared,
    problems: declared.problems.filter(({ about }) => about === 'sampling'),
  });
  const sending = settled && (await sendingTo(asked, titleOf(dataset)));
  if (!settled || !sending) return;
  const { sampling } = settled;
  const options = { rows, candidates, families: {}, none: '', sampling, api: 'auto', seed } as const;
  await probeWith(options, sending, dataset, services);
}

async function probeWith(
  options: Omit<LlrOptions, 'leaveOut'>,
  sending: Sending,
  dataset: Dataset,
  services: ProbeServices,
): Promise<void> {
  await askAlone(dataset, 'llr', async () => {
    const { engine } = dataset;
    const { asked, leaveOut } = sending;
    const plan = await withCancel('Drawing rows', signal => planLlr(engine, { ...options, leaveOut }, signal));
    const result = plan && (await confirmAndRun(plan, { asked, title: titleOf(dataset) }, services));
    if (!plan || !result) return;
    const again = async (): Promise<void> => {
      const now = await sendAgain(services.secrets, titleOf(dataset), sending);
      if (now) await probeWith(options, now, dataset, services);
    };
    await keepRun(dataset, { run: runOf(plan, result), engine, doing, again, command }, services);
  });
}

function runOf(plan: LlrPlan, result: LlrRunResult): ProbeRun {
  const { endpoint, rows, carriers } = result;
  return llrProbeRun(llrSubjectOf(plan, result), {
    asked: askedText(endpoint, rows.scored, plan.dataset.rows),
    carriers,
    partial: partialOfLlr(plan, result),
  });
}

async function confirmAndRun(
  plan: LlrPlan,
  { asked, title }: AskingFor,
  { globalStorageUri }: ProbeServices,
): Promise<LlrRunResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  if ('endpoint' in asked && !(await agreed(plan.dataset, llrConsentLines(plan, asked.endpoint, limits, folders))))
    return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runLlr } = await import('../../engine/endpoints/runLlr.ts');
  return withAnswers({ asked, title }, { limits, folders }, ({ source, budget, cache, signal, tell }) => {
    const progress = (phase: LlrPhase, done: number, of: number): void =>
      tell(`${phase}: ${number(done)} of ${counted(of, 'row')}`);
    const run = { ...source, template: 'server', budget, cache, signal, endedBy: signal, progress } as const;
    return wereScored(runLlr(plan, run), signal);
  });
}
