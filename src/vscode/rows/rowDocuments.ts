import { Uri, workspace, type TextDocument } from 'vscode';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { rowsPerPage } from './line.ts';

/** Scheme of the read-only pages of rows that stand in for files VS Code does not give to extensions. */
export const rowsScheme = 'undertone-rows';

/** What VS Code gives to extensions at most, in characters; a file of more bytes is shown in pages. */
const largestDocument = 50 * 1024 * 1024;
const headBytes = 256 * 1024;

/** Characters of a page, or so. */
export const pageBudget = 4_000_000;

/** Some rows of a dataset as the lines of a text document. */
export interface RowDocument {
  readonly dataset: Dataset;
  /** Index of the row in line 0. */
  readonly start: number;
  readonly count: number;
}

export interface RowPlace {
  readonly uri: Uri;
  readonly line: number;
}

export interface Page {
  readonly dataset: Uri;
  readonly start: number;
  readonly count: number;
}

/** The text document in which a row stands: the dataset's own file where its lines are its rows, else a page. */
export function placeOf(dataset: Dataset, row: number): RowPlace {
  if (!inPages(dataset)) return { uri: dataset.uri, line: row };
  const page = pageOf(dataset, row);
  return { uri: pageUri(page), line: row - page.start };
}

/** The rows that a text document shows, where it shows an open dataset's. */
export function rowsOf(document: Pick<TextDocument, 'uri'>, datasets: Datasets): RowDocument | undefined {
  const page = parsePageUri(document.uri);
  const dataset = datasets.get(page?.dataset ?? document.uri);
  if (!dataset) return undefined;
  if (page) return { dataset, start: page.start, count: page.count };
  return inPages(dataset) ? undefined : { dataset, start: 0, count: Infinity };
}

/** Whether rows are shown in pages: the file is packed, too large for a document, or its lines are not its rows. */
export function inPages(dataset: Dataset): boolean {
  if (isPacked(dataset.uri) || dataset.engine.bytes > largestDocument) return true;
  const { index } = dataset;
  if (index.state !== 'complete') return false;
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === dataset.uri.toString());
  return open !== undefined && !open.isDirty && !linesAreRows(open, index.rows);
}

export function isPacked(uri: Uri): boolean {
  return /\.(gz|zst)$/i.test(uri.path);
}

/** The page that holds a row. */
function pageOf(dataset: Dataset, row: number): Page {
  const { engine } = dataset;
  const bytes = isPacked(dataset.uri) ? headBytes : Math.min(headBytes, engine.bytes);
  const count = rowsPerPage(bytes, engine.head.rows, pageBudget);
  return { dataset: dataset.uri, start: Math.floor(row / count) * count, count };
}

function pageUri({ dataset, start, count }: Page): Uri {
  const slash = dataset.path.lastIndexOf('/');
  const name = dataset.path.slice(slash + 1).replace(/\.(gz|zst)$/i, '');
  return Uri.from({
    scheme: rowsScheme,
    path: `${dataset.path.slice(0, slash)}/rows ${start + 1}-${start + count} of ${name}`,
    query: new URLSearchParams({ dataset: dataset.toString(), start: String(start), count: String(count) }).toString(),
  });
}

/** Undefined for what is no page. */
export function parsePageUri(uri: Uri): Page | undefined {
  if (uri.scheme !== rowsScheme) return undefined;
  const query = new URLSearchParams(uri.query);
  const dataset = query.get('dataset');
  const start = Number(query.get('start'));
  const count = Number(query.get('count'));
  if (dataset === null || !Number.isSafeInteger(start) || !Number.isSafeInteger(count) || start < 0) return undefined;
  return { dataset: Uri.parse(dataset, true), start, count };
}

/** VS Code ends a line at a lone carriage return too, and shows an empty line after a last newline. */
function linesAreRows(document: TextDocument, rows: number): boolean {
  const { lineCount } = document;
  return lineCount === rows || (lineCount === rows + 1 && document.lineAt(rows).text === '');
}
