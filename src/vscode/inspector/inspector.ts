import {
  commands,
  EventEmitter,
  window,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Disposable,
  type Event,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import { messageOf } from '../../core/text/messageOf.ts';
import { DisposableStore } from '../base/disposables.ts';
import { pageHtml, pageOptions } from '../base/html.ts';
import { webviewPort } from '../base/webviewPort.ts';
import type { DatasetReference, Datasets } from '../datasets/datasets.ts';
import { serveFailure } from './failure.ts';
import { InspectorSession } from './inspectorSession.ts';

export const inspectorViewType = 'undertone.inspector';
export const packedInspectorViewType = 'undertone.inspectorPacked';

interface View {
  readonly uri: Uri;
  readonly panel: WebviewPanel;
  readonly session: InspectorSession;
}

/** Or why the file cannot be read as a dataset: the page says so, and VS Code would not. */
type Opened = { readonly reference: DatasetReference } | { readonly message: string };

interface InspectorDocument extends CustomDocument {
  /** Opens while VS Code makes the page ready. */
  readonly opening: Promise<Opened>;
}

/** The inspectors that are open, the one used last in front. */
export class InspectorViews implements Disposable {
  readonly #views: View[] = [];
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeActive: Event<void> = this.#changed.event;

  /** The inspector that has the focus of the editor area. */
  get active(): View | undefined {
    return this.#views.find(({ panel }) => panel.active);
  }

  of(uri: Uri): View | undefined {
    return this.#views.find(view => view.uri.toString() === uri.toString());
  }

  add(view: View): Disposable {
    this.#views.unshift(view);
    this.#changed.fire();
    const following = view.panel.onDidChangeViewState(() => {
      if (view.panel.active) this.#views.unshift(...this.#views.splice(this.#views.indexOf(view), 1));
      this.#changed.fire();
    });
    return {
      dispose: () => {
        following.dispose();
        this.#views.splice(this.#views.indexOf(view), 1);
        this.#changed.fire();
      },
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

export interface InspectorServices {
  readonly datasets: Datasets;
  readonly views: InspectorViews;
  readonly extensionUri: Uri;
}

/** The read-only editor of a dataset: a table over all rows, one of them in full. */
export function registerInspector({ datasets, views, extensionUri }: InspectorServices): Disposable {
  const provider: CustomReadonlyEditorProvider<InspectorDocument> = {
    openCustomDocument(uri) {
      const opening = openDataset(datasets, uri);
      return {
        uri,
        opening,
        dispose: () => void opening.then(opened => 'reference' in opened && opened.reference.dispose()),
      };
    },
    async resolveCustomEditor({ uri, opening }, panel) {
      const owned = new DisposableStore();
      panel.onDidDispose(() => owned.dispose());
      panel.webview.options = pageOptions(extensionUri);
      const port = webviewPort(panel.webview);
      const opened = await opening;
      if ('message' in opened) owned.onDispose(serveFailure(port, uri, opened.message));
      else {
        const show = (what: 'results' | 'lineage'): void => {
          const command = what === 'results' ? 'undertone.showResults' : 'undertone.showLineage';
          void commands.executeCommand(command, uri);
        };
        const session = owned.add(await InspectorSession.start(opened.reference.dataset, port, show));
        owned.add(views.add({ uri, panel, session }));
      }
      panel.webview.html = pageHtml(panel.webview, extensionUri, 'inspector');
    },
  };
  const store = new DisposableStore();
  for (const viewType of [inspectorViewType, packedInspectorViewType]) {
    store.add(window.registerCustomEditorProvider(viewType, provider, { supportsMultipleEditorsPerDocument: true }));
  }
  return store;
}

async function openDataset(datasets: Datasets, uri: Uri): Promise<Opened> {
  try {
    return { reference: await datasets.acquire(uri) };
  } catch (error) {
    return { message: messageOf(error) };
  }
}
