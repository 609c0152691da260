import { commands, Uri, ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';
import { DuplicatesSession } from './session.ts';
import { askWhat, type Asked } from './ask.ts';
import type { RowPlace } from '../../core/duplicates/result.ts';
import type { DuplicateQuery } from '../../core/duplicates/query.ts';
import type { JsonObject } from '../../core/json/value.ts';
import { planScan } from '../../core/recipe/plan.ts';
import type { DuplicatesContract } from '../../rpc/duplicates.ts';
import { serve, type Handlers, type Server } from '../../rpc/messenger.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { pageHtml, pageOptions } from '../base/html.ts';
import { webviewPort } from '../base/webviewPort.ts';
import { actOn, datasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { DatasetReference, Datasets } from '../datasets/datasets.ts';
import { exportDatasetRows } from '../export/exportRows.ts';
import type { InspectorViews } from '../inspector/inspector.ts';
import { revealRow } from '../inspector/reveal.ts';

export interface DuplicatesServices {
  readonly datasets: Datasets;
  readonly views: InspectorViews;
  readonly extensionUri: Uri;
  /** Undertone's. */
  readonly version: string;
  readonly present: PresentError;
}

/** The command that looks for rows which repeat each other or stand in another file, and the tab that shows them. */
export function registerDuplicates(services: DuplicatesServices): Disposable {
  const { datasets, present } = services;
  const store = new DisposableStore();
  const open = async (uri: unknown): Promise<void> => {
    const dataset = await datasetFor(datasets, uri);
    const asked = dataset && (await askWhat(dataset));
    if (asked) await show(dataset, asked, services, store);
  };
  store.add(
    commands.registerCommand('undertone.findDuplicates', (uri: unknown) =>
      open(uri).catch((error: unknown) => present('look for duplicates', error)),
    ),
  );
  return store;
}

async function show(
  { uri, name }: Dataset,
  { query, against }: Asked,
  services: DuplicatesServices,
  store: DisposableStore,
): Promise<void> {
  const { datasets, extensionUri } = services;
  const own = new DisposableStore();
  try {
    const acquire = async (target: Uri): Promise<DatasetReference> => own.add(await datasets.acquire(target));
    const { dataset } = await acquire(uri);
    const others: Dataset[] = [];
    for (const target of against) others.push((await acquire(target)).dataset);
    const title = others.length === 0 ? `Duplicates in ${name}` : `${name} in ${others[0]?.name ?? ''}`;
    const place = { viewColumn: ViewColumn.Active };
    const options = { ...pageOptions(extensionUri), retainContextWhenHidden: true };
    const panel = window.createWebviewPanel('undertone.duplicates', title, place, options);
    store.add(panel);
    panel.onDidDispose(() => own.dispose());
    fill(panel, { dataset, others, query }, services, own);
  } catch (error) {
    own.dispose();
    throw error;
  }
}

interface Content {
  readonly dataset: Dataset;
  readonly others: readonly Dataset[];
  readonly query: DuplicateQuery;
}

function fill(
  panel: WebviewPanel,
  { dataset, others, query }: Content,
  services: DuplicatesServices,
  own: DisposableStore,
): void {
  const { datasets, extensionUri } = services;
  panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icons', 'undertone.png');
  const session: DuplicatesSession = new DuplicatesSession({ dataset, against: others }, query, () =>
    server.emit('state', session.state()),
  );
  const server: Server<DuplicatesContract> = serve(webviewPort(panel.webview), handlers(session, dataset, services));
  own.onDispose(() => {
    session.dispose();
    server.dispose();
  });
  own.add(
    datasets.onDidChange(({ dataset: changed, change }) => {
      if (change === 'file' && [dataset, ...others].includes(changed)) session.fileChanged();
    }),
  );
  panel.webview.html = pageHtml(panel.webview, extensionUri, 'duplicates');
  void session.run(query);
}

function handlers(
  session: DuplicatesSession,
  dataset: Dataset,
  services: DuplicatesServices,
): Handlers<DuplicatesContract> {
  return {
    ready: () => session.state(),
    run: query => void session.run(query),
    cancel: () => session.cancel(),
    clusters: range => session.clusters(range),
    members: range => session.members(range),
    matches: range => session.matches(range),
    text: place => session.text(place),
    openRow: place => openRow(session.datasetAt(place), place, services),
    exportWithout: () =>
      actOn(services.datasets, dataset.uri, held => exportWithout(held, session.query, services.version)),
  };
}

async function openRow(dataset: Dataset | undefined, { row }: RowPlace, services: DuplicatesServices): Promise<void> {
  if (!dataset) return;
  await commands.executeCommand('undertone.openInspector', dataset.uri);
  await revealRow(services, dataset, row, undefined);
}

/** By the check of the same name and options alone, so that the record of the export says what was done. */
async function exportWithout(
  dataset: Dataset,
  { field, normalise, keep, near }: DuplicateQuery,
  version: string,
): Promise<void> {
  const options: JsonObject = {
    field,
    normalise,
    keep,
    similar: near !== undefined,
    ...(near && { threshold: near.threshold, shingles: near.shingle.unit, shingleSize: near.shingle.size }),
  };
  const overrides = Object.entries(options).flatMap(([option, value]) =>
    value === undefined ? [] : [{ check: 'duplicates', option, value }],
  );
  const { plan, problems } = planScan({ only: ['duplicates'], overrides });
  if (!plan) throw new Error(problems.join(' '));
  await exportDatasetRows(dataset, version, { plan });
}
