import { Range, window, workspace } from 'vscode';
import type { Dataset } from '../datasets/dataset.ts';
import { placeOf } from './rowDocuments.ts';
import { findingSpan } from '../../core/findings/spans.ts';

/** Shows a row in a text editor, a field of it selected where one is named. */
export async function showRowAsText(dataset: Dataset, row: number, field?: string): Promise<void> {
  const place = placeOf(dataset, row);
  const document = await workspace.openTextDocument(place.uri);
  const line = Math.min(place.line, document.lineCount - 1);
  const span = field === undefined ? { start: 0, end: 0 } : findingSpan(document.lineAt(line).text, { row, field });
  await window.showTextDocument(document, { selection: new Range(line, span.start, line, span.end) });
}
