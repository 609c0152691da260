import { commands, type Disposable } from 'vscode';
import { divergenceColumns } from '../../core/divergence/divergenceColumns.ts';
import { divergenceMarkdown, type DivergenceResult } from '../../core/divergence/divergenceReport.ts';
import { traitPrompts, type CandidatePrompt } from '../../core/llr/prompts.ts';
import {
  defaultDivergenceRows,
  divergenceLines,
  planDivergence,
  type DivergencePlan,
} from '../../engine/divergence/divergencePlan.ts';
import { defaultLimits } from '../../engine/endpoints/fitPlan.ts';
import type { Asked } from '../../engine/localModel/withSource.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { formatCount } from '../base/words.ts';
import { datasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { agreed, askedOf, type FitServices } from './fitTest.ts';
import { withAnswers } from './withAnswers.ts';
import { askForCategory, askForRows, askForTraits } from './questions.ts';

type ProbeServices = Pick<FitServices, 'secrets' | 'globalStorageUri'> & {
  readonly reports: Pick<ReportDocuments, 'show'>;
};

const seed = 1;
const atOnce = 4;

/** The command that finds where teachers under different prompts would write different tokens. */
export function registerDivergence(services: FitServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.probeDivergence', async (uri: unknown) => {
    try {
      const dataset = await datasetFor(datasets, uri);
      if (dataset) await probeDivergence(dataset, services);
    } catch (error) {
      present('probe for divergent tokens', error);
    }
  });
}

/** Asks the endpoint of the settings, after the user has agreed to what is sent; shows the report and gives the rows their shares. */
export async function probeDivergence(
  dataset: Pick<Dataset, 'name' | 'uri' | 'engine' | 'scores'>,
  services: ProbeServices,
): Promise<void> {
  const asked = await askedOf(services.secrets);
  if (!asked) return;
  const title = `Divergent tokens: ${dataset.name}`;
  const traits = await namedTraits(title);
  const rows = traits && (await askForRows(title, 'Rows to draw at random and score.', defaultDivergenceRows));
  if (!traits || rows === undefined) return;
  const { engine } = dataset;
  const options = { rows, traits, none: '', api: 'auto', seed } as const;
  const plan = await withCancel('Drawing rows', signal => planDivergence(engine, options, signal));
  const result = plan && (await confirmAndRun(plan, asked, services));
  if (!result) return;
  // Of a file that changed meanwhile the rows may be others.
  if (dataset.engine === engine) for (const column of divergenceColumns(result)) dataset.scores.set(column);
  await services.reports.show(dataset.uri, 'divergence', divergenceMarkdown(result));
}

async function namedTraits(title: string): Promise<readonly CandidatePrompt[] | undefined> {
  const traits = await askForTraits(title, 'Traits whose prompts are compared with none, with commas between them.');
  if (!traits) return undefined;
  const found = traitPrompts({ traits });
  if ('ok' in found) return found.ok;
  const category = await askForCategory(title, found.error);
  if (category === undefined) return undefined;
  const named = traitPrompts({ traits, category });
  if ('error' in named) throw new Error(named.error);
  return named.ok;
}

async function confirmAndRun(
  plan: DivergencePlan,
  asked: Asked,
  { globalStorageUri }: ProbeServices,
): Promise<DivergenceResult | undefined> {
  const limits = defaultLimits(plan);
  const log = globalStorageUri.fsPath;
  const folders = { log, cache: `${log}/answers` };
  if ('endpoint' in asked && !(await agreed(divergenceLines(plan, asked, limits, folders)))) return undefined;
  // Loaded here, since the client behind it would slow the editor's start down.
  const { runDivergence } = await import('../../engine/divergence/runDivergence.ts');
  return withAnswers(asked, { limits, folders }, ({ source, budget, cache, signal, tell }) => {
    const progress = (done: number, of: number): void => tell(`${formatCount(done)} of ${formatCount(of)} rows`);
    return runDivergence(plan, { ...source, template: 'server', budget, cache, signal, atOnce, progress });
  });
}
