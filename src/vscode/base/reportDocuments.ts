import { commands, EventEmitter, Uri, workspace, type Disposable } from 'vscode';
import { DisposableStore } from './disposables.ts';

const scheme = 'undertone-report';

/** Reports on a dataset as read-only documents, shown rendered; one per dataset and kind, the latest. */
export class ReportDocuments implements Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new EventEmitter<Uri>());
  readonly #reports = new Map<string, string>();

  constructor() {
    const provider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri: Uri) =>
        this.#reports.get(uri.toString()) ??
        'This report is gone: open it from its card in the results panel, or run it again.',
    };
    this.#store.add(workspace.registerTextDocumentContentProvider(scheme, provider));
  }

  async show(dataset: Uri, kind: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `${dataset.path}.${kind}.md` });
    this.#reports.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
