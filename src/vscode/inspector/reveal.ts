import { window } from 'vscode';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { rowsOf } from '../rows/rowDocuments.ts';
import { showRowAsText } from '../rows/showRow.ts';
import type { InspectorViews } from './inspector.ts';

/** Shows a row where the user looks at the dataset: in a text editor in view, else in the inspector, else as text. */
export async function revealRow(
  { datasets, views }: { readonly datasets: Datasets; readonly views: InspectorViews },
  dataset: Dataset,
  row: number,
  field: string | undefined,
): Promise<void> {
  const view = views.of(dataset.uri);
  const asText = window.visibleTextEditors.some(({ document }) => rowsOf(document, datasets)?.dataset === dataset);
  if (!view || (asText && !view.panel.visible)) return showRowAsText(dataset, row, field);
  view.panel.reveal();
  view.session.reveal(row, field);
}
