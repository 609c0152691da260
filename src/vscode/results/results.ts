import { commands, window, type Disposable, type Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import { checks } from '../../core/checks/registry.ts';
import { resolveOptions } from '../../core/checks/resolveOptions.ts';
import { withTraits } from '../../core/checks/withTraits.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { serve, type Handlers, type Server } from '../../rpc/messenger.ts';
import type { FindingsPage, FindingsRequest, ResultsContract, ResultsState } from '../../rpc/results.ts';
import { throttle } from '../base/delay.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { pageHtml, pageOptions } from '../base/html.ts';
import type { Log } from '../base/log.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { webviewPort } from '../base/webviewPort.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import type { InspectorViews } from '../inspector/inspector.ts';
import { revealRow } from '../inspector/reveal.ts';
import { savePanelToRecipe } from '../recipe/edit.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { showCardLine } from '../provenance/cards.ts';
import { previewFilter } from './preview.ts';
import { datasetState } from './resultsState.ts';

export const resultsView = 'undertone.results';

export interface ResultsServices {
  readonly datasets: Datasets;
  readonly extensionUri: Uri;
  readonly log: Log;
  readonly present: PresentError;
  readonly views: InspectorViews;
  readonly recipes: Recipes;
  readonly reports: Pick<ReportDocuments, 'show'>;
}

/** The panel in the side bar: the active dataset, its provenance and what each check came to. */
export function registerResults(services: ResultsServices): Disposable {
  const { datasets, extensionUri, log } = services;
  const store = new DisposableStore();
  const provider: WebviewViewProvider = {
    resolveWebviewView(view) {
      const owned = new DisposableStore();
      view.onDidDispose(() => owned.dispose());
      view.webview.options = pageOptions(extensionUri);
      const server: Server<ResultsContract> = serve(webviewPort(view.webview), handlers(services));
      owned.onDispose(() => server.dispose());
      const tell = owned.add(throttle(100, () => void emitState(server, view)));
      owned.add(datasets.onDidChange(({ dataset }) => dataset === datasets.active && tell()));
      owned.add(datasets.onDidChangeActive(tell));
      owned.add(view.onDidChangeVisibility(tell));
      view.webview.html = pageHtml(view.webview, extensionUri, 'results');
    },
  };
  const emitState = async (server: Server<ResultsContract>, view: WebviewView): Promise<void> => {
    if (!view.visible) return;
    try {
      server.emit('state', await stateOf(datasets));
    } catch (error) {
      log.error('The results panel was not updated:', messageOf(error));
    }
  };
  store.add(window.registerWebviewViewProvider(resultsView, provider));
  return store;
}

async function stateOf(datasets: Datasets): Promise<ResultsState> {
  const dataset = datasets.active;
  return dataset ? { dataset: await datasetState(dataset) } : {};
}

function handlers({ datasets, present, views, recipes, reports }: ResultsServices): Handlers<ResultsContract> {
  const run = async (command: string, ...more: readonly unknown[]): Promise<void> => {
    const uri = datasets.active?.uri;
    await commands.executeCommand(command, ...(uri ? [uri] : []), ...more);
  };
  const withActive = async (doing: string, act: (dataset: Dataset) => Promise<void> | void): Promise<void> => {
    try {
      if (datasets.active) await act(datasets.active);
    } catch (error) {
      present(doing, error);
    }
  };
  return {
    ready: () => stateOf(datasets),
    findings: request => findingsPage(datasets.active, request),
    reveal: ({ row, field }) =>
      withActive(`show row ${row + 1}`, dataset => revealRow({ datasets, views }, dataset, row, field)),
    scan: () => run('undertone.runChecks'),
    cancelScan: () => run('undertone.cancel'),
    openInspector: () => run('undertone.openInspector'),
    openDataset: async () => void (await commands.executeCommand('undertone.openDataset')),
    openRecipe: () => run('undertone.openRecipe'),
    openAccepted: () => run('undertone.openAccepted'),
    recordProvenance: () => run('undertone.recordProvenance'),
    showLineage: () => run('undertone.showLineage'),
    openFile: ({ path, line }) => withActive(`open ${path}`, dataset => showCardLine(dataset, path, line)),
    setStudent: () => run('undertone.setStudent'),
    openDocumentation: async ({ check }) => void (await commands.executeCommand('undertone.openDocumentation', check)),
    setOptions: change => setOptions(datasets.active, change),
    preview: (request, { signal }) => previewFilter(datasets.active, request, signal),
    showRows: filter =>
      withActive('show the rows', async dataset => {
        await run('undertone.openInspector');
        views.of(dataset.uri)?.session.show(filter);
      }),
    openReport: ({ kind }) =>
      withActive('open the report', async dataset => {
        const report = dataset.runs.get(kind)?.run.report;
        if (report !== undefined) await reports.show(dataset.uri, kind, report);
      }),
    showScores: ({ id }) =>
      withActive('show the scores', async dataset => {
        await run('undertone.openInspector');
        views.of(dataset.uri)?.session.showColumn({ source: 'score', id });
      }),
    runAgain: ({ kind }) => withActive('run the probe again', dataset => dataset.runs.get(kind)?.again()),
    saveRecipe: () => withActive('save the recipe', dataset => savePanelToRecipe(dataset, recipes)),
  };
}

function findingsPage(dataset: Dataset | undefined, { check, start, count }: FindingsRequest): FindingsPage {
  const store = dataset?.latest?.result.outcomes.find(outcome => outcome.check.id === check)?.findings;
  const findings = store?.slice(start, Math.min(count, 500)) ?? [];
  return { start, findings, listed: store?.size ?? 0, total: store?.total ?? 0 };
}

type OptionsChange = ResultsContract['calls']['setOptions'][0];

/** The message for each value that is out of range; where there is none the values hold for the next scan. */
async function setOptions(
  dataset: Dataset | undefined,
  { check, enabled, options }: OptionsChange,
): Promise<Record<string, string>> {
  const declared = (await dataset?.plan())?.plan?.traits;
  const declarations = withTraits(checks, declared).find(({ id }) => id === check)?.options;
  if (!declarations || !dataset) return {};
  const { values, problems } = resolveOptions(declarations, options);
  if (problems.length === 0) dataset.setOverride(check, { enabled, options: values });
  return Object.fromEntries(problems.map(({ option, message }) => [option, message]));
}
