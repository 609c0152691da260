import {
  commands,
  Uri,
  ViewColumn,
  window,
  type Disposable,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import { buildGraph } from '../../core/provenance/graph/build.ts';
import { layOut } from '../../core/provenance/graph/layout.ts';
import { riskOf } from '../../core/provenance/risk.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { writeWhole } from '../../engine/files/writeWhole.ts';
import type { LineageContract, LineageState } from '../../rpc/lineage.ts';
import { serve, type Handlers, type Server } from '../../rpc/messenger.ts';
import { throttle } from '../base/delay.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { pageHtml, pageOptions } from '../base/html.ts';
import type { Log } from '../base/log.ts';
import { webviewPort } from '../base/webviewPort.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { DatasetReference, Datasets } from '../datasets/datasets.ts';
import { showCardLine } from '../provenance/cards.ts';
import { judgedContext, ruleFindings } from '../provenance/judgement.ts';

const lineageViewType = 'undertone.lineage';

export interface LineageServices {
  readonly datasets: Datasets;
  readonly extensionUri: Uri;
  readonly log: Log;
  readonly present: PresentError;
}

/** The lineage of a dataset as a graph, in a tab of its own; one for each dataset. */
export class LineageViews implements Disposable {
  readonly #services: LineageServices;
  readonly #panels = new Map<string, WebviewPanel>();

  constructor(services: LineageServices) {
    this.#services = services;
  }

  /** Shows the graph of a dataset where the user looks: it is wide. */
  async show(uri: Uri): Promise<void> {
    const shown = this.#panels.get(uri.toString());
    if (shown) {
      shown.reveal();
      return;
    }
    const reference = await this.#services.datasets.acquire(uri);
    const title = `Lineage of ${reference.dataset.name}`;
    const place = { viewColumn: ViewColumn.Active };
    const panel = window.createWebviewPanel(lineageViewType, title, place, pageOptions(this.#services.extensionUri));
    this.#fill(panel, reference);
  }

  /** Fills a tab that VS Code kept over a restart. */
  async restore(panel: WebviewPanel, uri: Uri): Promise<void> {
    panel.webview.options = pageOptions(this.#services.extensionUri);
    this.#fill(panel, await this.#services.datasets.acquire(uri));
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #fill(panel: WebviewPanel, reference: DatasetReference): void {
    const { dataset } = reference;
    const { datasets, extensionUri, log } = this.#services;
    const key = dataset.uri.toString();
    const store = new DisposableStore();
    this.#panels.set(key, panel);
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icons', 'undertone.png');
    panel.onDidDispose(() => {
      this.#panels.delete(key);
      store.dispose();
    });
    store.add(reference);
    const server = serve<LineageContract>(webviewPort(panel.webview), handlers(dataset, this.#services));
    store.onDispose(() => server.dispose());
    const tell = store.add(throttle(150, () => void emitState(server, dataset, log)));
    store.add(
      datasets.onDidChange(({ dataset: changed, change }) => changed === dataset && change !== 'progress' && tell()),
    );
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'lineage');
  }
}

/** Brings back the lineage tabs of the last session. */
export function registerLineageViews(views: LineageViews, { present }: Pick<LineageServices, 'present'>): Disposable {
  const serializer: WebviewPanelSerializer = {
    async deserializeWebviewPanel(panel, state: unknown) {
      try {
        await views.restore(panel, datasetOf(state));
      } catch (error) {
        panel.dispose();
        present('restore the lineage', error);
      }
    },
  };
  return window.registerWebviewPanelSerializer(lineageViewType, serializer);
}

function datasetOf(state: unknown): Uri {
  if (typeof state === 'object' && state !== null && 'dataset' in state) return Uri.parse(String(state.dataset), true);
  throw new Error('It is no longer known which dataset was shown.');
}

async function emitState(server: Server<LineageContract>, dataset: Dataset, log: Log): Promise<void> {
  try {
    server.emit('state', await stateOf(dataset));
  } catch (error) {
    log.error(`The lineage of ${dataset.name} was not updated:`, messageOf(error));
  }
}

async function stateOf(dataset: Dataset): Promise<LineageState> {
  const context = await judgedContext(dataset);
  const { latest, running, name, uri } = dataset;
  return {
    dataset: { name, uri: uri.toString() },
    layout: layOut(buildGraph(context, ruleFindings(dataset))),
    checked: running ? 'running' : latest ? (latest.stale ? 'stale' : 'done') : 'none',
    risk: riskOf(context),
  };
}

function handlers(dataset: Dataset, { datasets }: LineageServices): Handlers<LineageContract> {
  const run = (command: string) => async (): Promise<void> => {
    datasets.activate(dataset.uri);
    await commands.executeCommand(`undertone.${command}`, dataset.uri);
  };
  return {
    ready: () => stateOf(dataset),
    openFile: ({ path, line }) => showCardLine(dataset, path, line),
    openDataset: run('openInspector'),
    recordProvenance: run('recordProvenance'),
    setStudent: run('setStudent'),
    runChecks: run('runChecks'),
    openDocumentation: async ({ check }) => {
      await commands.executeCommand('undertone.openDocumentation', check);
    },
    exportSvg: ({ svg }) => exportSvg(dataset, svg),
  };
}

async function exportSvg({ uri, name }: Dataset, svg: string): Promise<void> {
  const target = await window.showSaveDialog({
    title: `Export the lineage of ${name}`,
    defaultUri: Uri.joinPath(uri, '..', `${name}.lineage.svg`),
    filters: { 'SVG picture': ['svg'] },
  });
  if (target) await writeWhole(target.fsPath, svg);
}
