import { FileSystemError, Uri, workspace, type Disposable } from 'vscode';
import { prettyTokens } from '../../core/json/pretty.ts';
import { bytesText } from '../../core/text/numbers.ts';
import type { Datasets } from '../datasets/datasets.ts';

/** Scheme of read-only documents that hold one row, laid out. */
const rowScheme = 'undertone-row';

/** Bytes of a row that are laid out; a longer one is cut and says so. */
const maxRowBytes = 1 << 20;

/** The document of one row; its name ends in `.json`, so that it is coloured as such. */
export function rowUri(dataset: Uri, row: number): Uri {
  const slash = dataset.path.lastIndexOf('/');
  return Uri.from({
    scheme: rowScheme,
    path: `${dataset.path.slice(0, slash)}/row ${row + 1} of ${dataset.path.slice(slash + 1)}.json`,
    query: new URLSearchParams({ dataset: dataset.toString(), row: String(row) }).toString(),
  });
}

/** Serves rows as documents of their own, digits and escapes as they stand. */
export function registerRowDocuments(datasets: Datasets): Disposable {
  return workspace.registerTextDocumentContentProvider(rowScheme, {
    async provideTextDocumentContent(uri) {
      const query = new URLSearchParams(uri.query);
      const dataset = query.get('dataset');
      const index = Number(query.get('row'));
      if (dataset === null || !Number.isSafeInteger(index)) throw FileSystemError.FileNotFound(uri);
      const reference = await datasets.acquire(Uri.parse(dataset, true));
      try {
        const [row] = await reference.dataset.engine.rows(index, 1, { maxRowBytes });
        if (!row) throw FileSystemError.FileNotFound(uri);
        const text = prettyTokens(row.text, { indent: 2 })
          .map(token => token.text)
          .join('');
        const bytes = row.span.byteEnd - row.span.byteStart;
        return row.content ? text : `${text}\n\nThe first ${bytesText(maxRowBytes)} of ${bytesText(bytes)}.`;
      } finally {
        reference.dispose();
      }
    },
  });
}
