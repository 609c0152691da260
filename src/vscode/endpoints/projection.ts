import { commands, Uri, type Disposable } from 'vscode';
import { declaredBy } from '../../core/asking/declared.ts';
import { projectionProbeRun } from '../../core/projection/projectionProbeRun.ts';
import type { ProjectionResult } from '../../core/projection/projectionResult.ts';
import { isLocalModel } from '../../engine/localModel/localSource.ts';
import {
  defaultContrast,
  defaultProjectionRows,
  planProjection,
  type ProjectionOptions,
  type ProjectionPlan,
} from '../../engine/projection/projectionPlan.ts';
import { withCancel } from '../base/progress.ts';
import { readEndpointSettings } from '../base/settings.ts';
import { number } from '../../core/text/numbers.ts';
import { keptDatasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { offerEndpointSettings } from './asked.ts';
import { complete, type FitServices } from './fitTest.ts';
import { askAlone, keepRun, wereScored } from './keepRun.ts';
import { askForCandidates, askForRows } from './questions.ts';
import { withLocalAnswers } from './withAnswers.ts';

const seed = 1;
const command = 'undertone.probeProjection';
const doing = 'probe with a trait’s direction';

/** The command that finds how far rows lie along a trait's direction in the hidden states of a model of this machine. */
export function registerProjection(services: FitServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.probeProjection', async (uri: unknown) => {
    try {
      const dataset = await keptDatasetFor(datasets, uri);
      if (dataset) await probeProjection(dataset, services);
    } catch (error) {
      present(doing, error);
    }
  });
}

/** Nothing leaves the machine, so that there is nothing to agree to. */
async function probeProjection(dataset: Dataset, services: FitServices): Promise<void> {
  const folder = await folderOfSettings();
  if (folder === undefined) return;
  const title = titleOf(dataset);
  const candidates = await askForCandidates(title);
  const rows = candidates && (await askForRows(title, rowsPrompt, defaultProjectionRows));
  if (!candidates || rows === undefined) return;
  const declared = declaredBy(dataset.provenance);
  const settled = await complete({
    ...declared,
    problems: declared.problems.filter(({ about }) => about === 'sampling'),
  });
  if (!settled) return;
  const options = { rows, contrast: defaultContrast, candidates, sampling: settled.sampling, seed };
  await probeWith(options, folder, dataset, services);
}

function titleOf({ name }: Dataset): string {
  return `Direction of a trait: ${name}`;
}

const rowsPrompt = `Rows to draw at random and project. Below 50 nothing can be said; ${defaultContrast} other prompts make the directions.`;

async function probeWith(
  options: ProjectionOptions,
  folder: string,
  dataset: Dataset,
  services: FitServices,
): Promise<void> {
  await askAlone(dataset, 'projection', async () => {
    const { engine } = dataset;
    const plan = await withCancel('Drawing rows', signal => planProjection(engine, options, signal));
    const result = plan && (await run(plan, { folder, title: titleOf(dataset) }, services));
    if (!result) return;
    const again = async (): Promise<void> => {
      const now = await folderOfSettings();
      if (now !== undefined) await probeWith(options, now, dataset, services);
    };
    await keepRun(dataset, { run: projectionProbeRun(result), engine, doing, again, command }, services);
  });
}

async function run(
  plan: ProjectionPlan,
  asking: { readonly folder: string; readonly title: string },
  { globalStorageUri }: FitServices,
): Promise<ProjectionResult | undefined> {
  // Loaded here, as what asks a server is.
  const { runProjection } = await import('../../engine/projection/runProjection.ts');
  return withLocalAnswers(
    asking,
    Uri.joinPath(globalStorageUri, 'answers').fsPath,
    ({ model, cache, signal, tell }) => {
      const progress = (phase: 'directions' | 'rows', done: number, of: number): void =>
        tell(`${phase}: ${number(done)} of ${number(of)}`);
      const run = { model, template: 'server', cache, signal, endedBy: signal, progress } as const;
      return wereScored(runProjection(plan, run), signal);
    },
  );
}

/** Undefined where the settings name no folder: the user is told. */
async function folderOfSettings(): Promise<string | undefined> {
  const { baseUrl } = readEndpointSettings();
  if (await isLocalModel(baseUrl)) return baseUrl;
  await offerEndpointSettings(
    'A direction needs the hidden states of a model, which servers do not give: name the folder of an ONNX model on this machine as the endpoint.',
  );
  return undefined;
}
