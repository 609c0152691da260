import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Disposable, type ExtensionContext } from 'vscode';
import { CardStore } from './engine/cards/cardStore.ts';
import { WorkerPool } from './engine/workerPool.ts';
import { registerAcceptance } from './vscode/acceptance/accept.ts';
import { Acceptances } from './vscode/acceptance/acceptances.ts';
import { createErrorPresenter } from './vscode/base/errors.ts';
import { createLog } from './vscode/base/log.ts';
import { readWorkerCount } from './vscode/base/settings.ts';
import { registerDeclareTrait } from './vscode/commands/declareTrait.ts';
import { registerCommands } from './vscode/commands/commands.ts';
import { registerSample } from './vscode/commands/sample.ts';
import { registerCompare } from './vscode/compare/compare.ts';
import { KeptChoices } from './vscode/datasets/choices.ts';
import { Datasets } from './vscode/datasets/datasets.ts';
import { registerTabs } from './vscode/datasets/tabs.ts';
import { ReportDocuments } from './vscode/base/reportDocuments.ts';
import { registerDuplicates } from './vscode/duplicates/duplicates.ts';
import { registerDivergence } from './vscode/endpoints/divergence.ts';
import { registerFitTest } from './vscode/endpoints/fitTest.ts';
import { registerGenerateControl } from './vscode/endpoints/generateControl.ts';
import { registerJudge } from './vscode/endpoints/judge.ts';
import { registerProjection } from './vscode/endpoints/projection.ts';
import { registerTeacherCheck } from './vscode/teacherCheck/teacherCheck.ts';
import { registerExport } from './vscode/export/exportCommands.ts';
import { registerCardHover } from './vscode/inline/cardHover.ts';
import { registerCodeLens } from './vscode/inline/codeLens.ts';
import { registerDecorations } from './vscode/inline/decorations.ts';
import { registerDiagnostics } from './vscode/inline/diagnostics.ts';
import { Documentation } from './vscode/inline/documentation.ts';
import { registerHover } from './vscode/inline/hover.ts';
import { registerQuickFixes } from './vscode/inline/quickFixes.ts';
import { registerScoredMarks } from './vscode/inline/scoredMarks.ts';
import { InspectorViews, registerInspector } from './vscode/inspector/inspector.ts';
import { LineageViews, registerLineageViews } from './vscode/lineage/lineage.ts';
import { registerLlr } from './vscode/llr/llrCommands.ts';
import { registerRecipeLanguage } from './vscode/recipe/recipeLanguage.ts';
import { Recipes } from './vscode/recipe/recipes.ts';
import { registerResults } from './vscode/results/results.ts';
import { registerRowPages } from './vscode/rows/rowPages.ts';
import { registerStatus } from './vscode/status.ts';
import { registerTasks } from './vscode/tasks/taskProvider.ts';

/** More threads than this wait for the disk. */
const maxThreads = 8;

export function activate({
  extension,
  extensionUri,
  globalStorageUri,
  secrets,
  subscriptions,
  workspaceState,
}: ExtensionContext): void {
  const log = createLog();
  const present = createErrorPresenter(log);
  // Threads start with the first dataset, not with the extension.
  const size = readWorkerCount() || Math.min(maxThreads, availableParallelism());
  const workers = new WorkerPool({ script: join(__dirname, 'worker.js'), size });
  const recipes = new Recipes();
  const acceptances = new Acceptances(recipes, log);
  const cards = new CardStore(join(globalStorageUri.fsPath, 'cards'), log);
  const choices = new KeptChoices(workspaceState);
  const datasets = new Datasets({ workers, recipes, acceptances, cards, choices, log });
  const views = new InspectorViews();
  const documentation = new Documentation(extensionUri);
  const reports = new ReportDocuments();
  const lineages = new LineageViews({ datasets, extensionUri, log, present });
  const { version } = extension.packageJSON as { readonly version: string };
  const uris = { extensionUri, globalStorageUri };
  const services = {
    datasets,
    views,
    lineages,
    reports,
    workers,
    recipes,
    acceptances,
    cards,
    documentation,
    version,
    log,
    present,
    ...uris,
  };

  subscriptions.push(
    log,
    recipes,
    acceptances,
    views,
    lineages,
    reports,
    datasets,
    new Disposable(() => workers.dispose()),
    registerRowPages(datasets),
    registerDiagnostics(services),
    registerCodeLens(datasets),
    registerHover(datasets),
    registerCardHover(datasets),
    registerQuickFixes(datasets),
    registerDecorations(datasets),
    registerScoredMarks(datasets),
    registerStatus(datasets),
    registerRecipeLanguage(),
    registerAcceptance(services),
    registerInspector(services),
    registerResults(services),
    registerLineageViews(lineages, services),
    registerExport(services),
    registerCompare(services),
    registerCommands(services),
    registerDeclareTrait(services),
    registerSample(services),
    registerFitTest({ ...services, secrets }),
    registerGenerateControl({ ...services, secrets }),
    registerJudge({ ...services, secrets }),
    registerLlr({ ...services, secrets }),
    registerDivergence({ ...services, secrets }),
    registerProjection({ ...services, secrets }),
    registerTeacherCheck(services),
    registerDuplicates(services),
    registerTabs(services),
    registerTasks(services),
  );
}
