import { commands, EventEmitter, Uri, workspace, type Disposable } from 'vscode';
import { DisposableStore } from '../base/disposables.ts';

const scheme = 'undertone-fit';

/** Reports of fit tests as read-only documents, shown rendered; one per dataset, the latest. */
export class FitDocuments implements Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new EventEmitter<Uri>());
  readonly #reports = new Map<string, string>();

  constructor() {
    const provider = {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri: Uri) => this.#reports.get(uri.toString()) ?? 'This report is gone: test again.',
    };
    this.#store.add(workspace.registerTextDocumentContentProvider(scheme, provider));
  }

  async show(dataset: Uri, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `${dataset.path}.fit.md` });
    this.#reports.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', uri);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
