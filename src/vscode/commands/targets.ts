import { Uri, window } from 'vscode';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { isDataset } from '../datasets/names.ts';
import { datasetOf } from '../datasets/tabs.ts';
import { showInformation } from '../base/messages.ts';

/** The files a command is about: the explorer's selection, the one it was called with, else what the active tab shows. */
export function urisOf(datasets: Datasets, uri: unknown, selection: unknown): Uri[] {
  if (Array.isArray(selection)) {
    const chosen = selection.filter(one => one instanceof Uri).filter(isDataset);
    if (chosen.length > 0) return chosen;
  }
  if (uri instanceof Uri) return [uri];
  const tab = window.tabGroups.activeTabGroup.activeTab;
  const shown = tab ? datasetOf(tab) : undefined;
  const found = shown ?? datasets.active?.uri;
  return found ? [found] : [];
}

export const noDataset = 'Open a dataset first: a .jsonl or .ndjson file.';

/** One dataset to ask a model about: what comes of it stays, whether an editor shows the dataset by then or not, until it is cleared. */
export async function keptDatasetFor(datasets: Datasets, uri: unknown): Promise<Dataset | undefined> {
  const dataset = await datasetFor(datasets, uri);
  return dataset && datasets.keep(dataset.uri);
}

/** Acts on one dataset, which stays open until that is done, whether an editor still shows it by then or not. */
export async function actOn(datasets: Datasets, uri: unknown, act: (dataset: Dataset) => Promise<void>): Promise<void> {
  const dataset = await datasetFor(datasets, uri);
  const reference = dataset && (await datasets.acquire(dataset.uri));
  try {
    if (reference) await act(reference.dataset);
  } finally {
    reference?.dispose();
  }
}

/** One dataset to act on; tells the user where there is none. */
export async function datasetFor(datasets: Datasets, uri: unknown): Promise<Dataset | undefined> {
  const [target] = urisOf(datasets, uri, undefined);
  if (target) return datasets.get(target) ?? datasets.keep(target);
  void showInformation(noDataset);
  return undefined;
}
