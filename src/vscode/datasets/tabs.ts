import { TabInputCustom, TabInputText, window, type Disposable, type Tab, type Uri } from 'vscode';
import { DisposableStore } from '../base/disposables.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { parsePageUri } from '../rows/rowDocuments.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetReference, Datasets } from './datasets.ts';
import { isDataset } from './names.ts';

export interface TabServices {
  readonly datasets: Datasets;
  readonly log: Log;
}

/** Opens the dataset of every tab that shows one, checks it where it is small, and closes it with its last tab. */
export function registerTabs({ datasets, log }: TabServices): Disposable {
  const store = new DisposableStore();
  const held = new Map<string, DatasetReference | undefined>();

  const hold = async (uri: Uri): Promise<void> => {
    const key = uri.toString();
    held.set(key, undefined);
    try {
      const reference = await datasets.acquire(uri);
      if (!held.has(key)) {
        reference.dispose();
        return;
      }
      held.set(key, reference);
      activateShown();
      scanIfSmall(reference.dataset);
    } catch (error) {
      // The editor that shows the file says so itself.
      log.warn(`Could not open ${uri.fsPath}:`, messageOf(error));
    }
  };
  const activateShown = (): void => {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    const uri = tab && datasetOf(tab);
    if (uri) datasets.activate(uri);
  };
  const follow = (): void => {
    const shown = new Map<string, Uri>();
    for (const tab of window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
      const uri = datasetOf(tab);
      if (uri) shown.set(uri.toString(), uri);
    }
    for (const [key, uri] of shown) if (!held.has(key)) void hold(uri);
    for (const [key, reference] of held) {
      if (shown.has(key)) continue;
      held.delete(key);
      reference?.dispose();
    }
    activateShown();
  };

  store.add(window.tabGroups.onDidChangeTabs(follow));
  store.add(window.tabGroups.onDidChangeTabGroups(follow));
  store.onDispose(() => {
    for (const reference of held.values()) reference?.dispose();
  });
  follow();
  return store;
}

/** The dataset that a tab shows: as text, as a page of rows, or in the inspector. */
export function datasetOf({ input }: Tab): Uri | undefined {
  if (input instanceof TabInputText)
    return parsePageUri(input.uri)?.dataset ?? (isDataset(input.uri) ? input.uri : undefined);
  if (input instanceof TabInputCustom && input.viewType.startsWith('undertone.')) return input.uri;
  return undefined;
}

function scanIfSmall(dataset: Dataset): void {
  if (dataset.scansOnOpen && !dataset.latest && !dataset.running) void dataset.scan();
}
