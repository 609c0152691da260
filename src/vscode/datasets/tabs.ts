import { TabInputCustom, TabInputText, window, type Disposable, type Tab, type Uri } from 'vscode';
import { messageOf } from '../../core/text/messageOf.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Log } from '../base/log.ts';
import { parsePageUri } from '../rows/rowDocuments.ts';
import type { Dataset } from './dataset.ts';
import type { DatasetReference, Datasets } from './datasets.ts';
import { datasetsBeside } from '../provenance/cards.ts';
import { isDataset } from './names.ts';

export interface TabServices {
  readonly datasets: Datasets;
  readonly log: Log;
}

/** Opens the dataset of every tab that shows one or its card, checks it where it is small, and closes it with its last tab. */
export function registerTabs({ datasets, log }: TabServices): Disposable {
  const store = new DisposableStore();
  const held = new Map<string, DatasetReference | undefined>();
  /** By card that a tab shows: the datasets it speaks of. */
  const beside = new Map<string, readonly Uri[]>();

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
    const [uri] = tab ? shownBy(tab, beside) : [];
    if (uri) datasets.activate(uri);
  };
  const readBeside = async (card: Uri): Promise<void> => {
    const key = card.toString();
    beside.set(key, []);
    try {
      beside.set(key, await datasetsBeside(card));
      if ((beside.get(key)?.length ?? 0) > 0) follow();
    } catch (error) {
      // A folder that cannot be listed has no datasets to show.
      log.warn(`Could not look for datasets beside ${card.fsPath}:`, messageOf(error));
    }
  };
  const follow = (): void => {
    const shown = new Map<string, Uri>();
    const cards = new Set<string>();
    for (const tab of window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
      for (const uri of shownBy(tab, beside)) shown.set(uri.toString(), uri);
      const card = cardOf(tab);
      if (!card) continue;
      cards.add(card.toString());
      if (!beside.has(card.toString())) void readBeside(card);
    }
    for (const key of beside.keys()) if (!cards.has(key)) beside.delete(key);
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

function shownBy(tab: Tab, beside: ReadonlyMap<string, readonly Uri[]>): readonly Uri[] {
  const uri = datasetOf(tab);
  if (uri) return [uri];
  const card = cardOf(tab);
  return card ? (beside.get(card.toString()) ?? []) : [];
}

/** A text file that may be a card. */
function cardOf({ input }: Tab): Uri | undefined {
  return input instanceof TabInputText && input.uri.scheme === 'file' && !isDataset(input.uri) ? input.uri : undefined;
}

function scanIfSmall(dataset: Dataset): void {
  if (dataset.scansOnOpen && !dataset.latest && !dataset.running) void dataset.scan();
}
