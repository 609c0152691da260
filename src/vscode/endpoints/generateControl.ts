import { commands, Uri, window, type Disposable } from 'vscode';
import { declaredBy } from '../../core/asking/declared.ts';
import { controlLines, defaultControlRows, planControl, type ControlPlan } from '../../engine/control/controlPlan.ts';
import { controlSummary } from '../../engine/control/controlSummary.ts';
import type { ControlResult } from '../../engine/control/runControl.ts';
import { writeControl } from '../../engine/control/writeControl.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import { mustBeFree } from '../../engine/export/targets.ts';
import type { SidecarResult } from '../../engine/provenance/sidecar.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import { showInformation, showWarning } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { keptDatasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { agreed, askedOf } from './asked.ts';
import { complete, type FitServices } from './fitTest.ts';
import { askAlone } from './keepRun.ts';
import { withAnswers, type AskingFor } from './withAnswers.ts';
import { askForRows } from './questions.ts';
import { sendingTo } from './sending.ts';

interface ControlServices extends FitServices {
  readonly workers: WorkerPool;
  readonly version: string;
}

const atOnce = 4;

/** The command that has a model without the trait answer a dataset's prompts. */
export function registerGenerateControl(services: ControlServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.generateControl', async (uri: unknown) => {
    try {
      const dataset = await keptDatasetFor(datasets, uri);
      if (dataset) await generateControl(dataset, services);
    } catch (error) {
      present('generate a control', error);
    }
  });
}

/** Asks the endpoint of the settings, after the user has agreed to what is sent, writes what it answers and offers to compare. */
async function generateControl(dataset: Dataset, services: ControlServices): Promise<void> {
  const asked = await askedOf(services.secrets);
  const title = `Control for ${dataset.name}`;
  const prompt = 'Prompts to draw at random and have answered anew, by the model that the teacher was made from.';
  const rows = asked && (await askForRows(title, prompt, defaultControlRows));
  const declared = rows === undefined ? undefined : await complete(declaredBy(dataset.provenance));
  const sending = asked && declared && (await sendingTo(asked, title));
  if (!asked || rows === undefined || !declared || !sending) return;
  const target = await window.showSaveDialog({
    title,
    defaultUri: Uri.joinPath(
      dataset.uri,
      '..',
      dataset.name.replace(/(?:\.jsonl|\.ndjson)?(?:\.gz|\.zst)?$/, '.control.jsonl'),
    ),
    filters: { 'JSON Lines': ['jsonl', 'ndjson'] },
  });
  if (!target) return;
  const { engine } = dataset;
  await mustBeFree([{ path: target.fsPath, role: 'the control' }], {
    inputs: [{ path: engine.path, role: 'the dataset' }],
    // The dialogue has asked.
    existing: 'replaced',
  });
  const options = { rows, system: '', sampling: declared.sampling, leaveOut: sending.leaveOut };
  await askAlone(dataset, 'control', async () => {
    const plan = await withCancel('Drawing rows', signal => planControl(engine, options, signal));
    const result = plan && (await confirmAndRun(plan, { asked, title }, services));
    if (!plan || !result) return;
    if (result.lines.length === 0) throw new Error(controlSummary(plan, result).join('; '));
    const { workers: pool, version } = services;
    const record = await withCancel('Writing the control', signal =>
      writeControl(engine, plan, result, { path: target.fsPath, pool, version, signal }),
    );
    void tellWritten(dataset, target, { plan, result, record });
  });
}

interface WrittenControl {
  readonly plan: ControlPlan;
  readonly result: ControlResult;
  /** Undefined: cancelled when the control was written and its record was not. */
  readonly record: SidecarResult | undefined;
}

async function tellWritten({ uri }: Dataset, target: Uri, { plan, result, record }: WrittenControl): Promise<void> {
  const why = record === undefined ? 'that was cancelled.' : record.ok ? undefined : `${record.path}: ${record.why}`;
  const unrecorded = why === undefined ? '' : ` How it was made is not on record: ${why}`;
  const compare = 'Compare';
  const isWhole = result.stopped === undefined && why === undefined;
  const say = isWhole ? showInformation : showWarning;
  const said = `Wrote ${target.fsPath}. ${controlSummary(plan, result).join('; ')}.${unrecorded}`;
  if ((await say(said, compare)) === compare) {
    await commands.executeCommand('undertone.compareWithControl', uri, target);
  }
}

async function confirmAndRun(
  plan: ControlPlan,
  { asked, title }: AskingFor,
  { globalStorageUri }: ControlServices,
): Promise<ControlResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  if ('endpoint' in asked && !(await agreed(plan.dataset, controlLines(plan, asked, limits, folders))))
    return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runControl } = await import('../../engine/control/runControl.ts');
  return withAnswers({ asked, title }, { limits, folders }, ({ source, budget, cache, signal, tell }) => {
    const progress = (done: number, of: number): void => tell(`${number(done)} of ${counted(of, 'prompt')}`);
    return runControl(plan, { ...source, budget, cache, signal, atOnce, progress });
  });
}
