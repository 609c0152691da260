import {
  EventEmitter,
  FileSystemError,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
  type Uri,
} from 'vscode';
import { DisposableStore } from '../base/disposables.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { pageText } from './line.ts';
import { pageBudget, parsePageUri, rowsScheme } from './rowDocuments.ts';

/** Serves pages of rows as read-only documents, one row a line. */
export function registerRowPages(datasets: Datasets): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new EventEmitter<Uri>());
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri, token) {
      const page = parsePageUri(uri);
      if (!page) throw FileSystemError.FileNotFound(uri);
      const controller = new AbortController();
      const cancelling = token.onCancellationRequested(() => controller.abort());
      const reference = await datasets.acquire(page.dataset);
      try {
        const { signal } = controller;
        return pageText(await reference.dataset.engine.rows(page.start, page.count, { signal }), pageBudget);
      } finally {
        cancelling.dispose();
        reference.dispose();
      }
    },
  };
  store.add(workspace.registerTextDocumentContentProvider(rowsScheme, provider));
  store.add(
    datasets.onDidChange(({ dataset, change }) => {
      if (change !== 'file') return;
      for (const { uri } of workspace.textDocuments) {
        if (parsePageUri(uri)?.dataset.toString() === dataset.uri.toString()) changed.fire(uri);
      }
    }),
  );
  return store;
}
