import { setTimeout as wait } from 'node:timers/promises';
import { commands, QuickPickItemKind, window, workspace, type Disposable, type QuickPickItem, type Uri } from 'vscode';
import { changesText } from '../../core/compare/changes.ts';
import { matchedBy } from '../../core/report/compare.ts';
import { changedCount, changedRows, compareDatasets, type Comparison } from '../../engine/compareDatasets.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { showInformation } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import { counted, number } from '../../core/text/numbers.ts';
import { nameOf } from '../base/uris.ts';
import { urisOf } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { isDataset } from '../datasets/names.ts';
import { registerRowDocuments, rowUri } from './rowDocument.ts';

export interface CompareServices {
  readonly datasets: Datasets;
  readonly workers: WorkerPool;
  readonly present: PresentError;
}

/** Rows listed of each kind; the command line lists more. */
const listedRows = 200;
const offeredFiles = 500;
/** A list that opens sooner after another has closed loses the keyboard to a webview: VS Code gives it back late. */
const betweenListsMs = 200;

/** "Compare datasets…": what was added, removed, changed and moved, each row to be looked at. */
export function registerCompare({ datasets, workers, present }: CompareServices): Disposable {
  const store = new DisposableStore();
  store.add(registerRowDocuments(datasets));
  let last: Compared | undefined;
  const command = (id: string, run: (uri: unknown, selection: unknown) => Promise<void>): void => {
    const guarded = (uri: unknown, selection: unknown): Promise<void> =>
      run(uri, selection).catch((error: unknown) => present('compare the datasets', error));
    store.add(commands.registerCommand(`undertone.${id}`, guarded));
  };
  command('compareDatasets', async (uri, selection) => {
    const pair = await pairOf(datasets, uri, selection);
    const compared = pair && (await compareFiles(datasets, workers, pair));
    if (!compared) return;
    last = compared;
    await showRows(last);
  });
  command('showComparison', async () => {
    if (last) await showRows(last);
    else void showInformation('No datasets have been compared: run “Undertone: Compare datasets…”.');
  });
  return store;
}

/** What a comparison came to, to be looked through. */
interface Compared {
  readonly summary: string;
  readonly items: readonly RowItem[];
  /** The row that was shown last. */
  shown?: RowItem;
}

type Pair = readonly [left: Uri, right: Uri];

/** The two that are selected, or the one in view and another that the user picks. */
async function pairOf(datasets: Datasets, uri: unknown, selection: unknown): Promise<Pair | undefined> {
  const [left, right] = urisOf(datasets, uri, selection);
  if (left && right) return [left, right];
  const first = left ?? (await pickDataset('Compare datasets: the first', undefined));
  const second = first && (await pickDataset(`Compare ${nameOf(first)} with…`, first));
  return second && [first, second];
}

async function pickDataset(title: string, except: Uri | undefined): Promise<Uri | undefined> {
  const found = await workspace.findFiles(
    '**/*.{jsonl,ndjson,jsonl.gz,ndjson.gz,jsonl.zst,ndjson.zst}',
    undefined,
    offeredFiles,
  );
  const files = found
    .filter(uri => isDataset(uri) && uri.toString() !== except?.toString())
    .map(uri => ({ label: workspace.asRelativePath(uri), uri }))
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const items: (QuickPickItem & { readonly uri?: Uri })[] = [...files, { label: '$(folder-opened) Browse…' }];
  const chosen = await window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (!chosen) return undefined;
  if (chosen.uri) return chosen.uri;
  const filters = { Datasets: ['jsonl', 'ndjson', 'gz', 'zst'] };
  return (await window.showOpenDialog({ title, filters }))?.[0];
}

async function compareFiles(
  datasets: Datasets,
  workers: WorkerPool,
  [leftUri, rightUri]: Pair,
): Promise<Compared | undefined> {
  const store = new DisposableStore();
  try {
    const left = store.add(await datasets.acquire(leftUri)).dataset;
    const right = store.add(await datasets.acquire(rightUri)).dataset;
    const title = `Comparing ${left.name} with ${right.name}`;
    const settled = wait(betweenListsMs);
    const found = await withCancel(title, async (signal, report) => {
      let told = 0;
      const onProgress = ({ bytesDone }: { bytesDone: number }): void => {
        report(`${Math.floor(bytesDone * 100)} %`, (bytesDone - told) * 100);
        told = bytesDone;
      };
      const comparison = await compareDatasets(left.engine, right.engine, workers, { signal, onProgress });
      return { comparison, items: await itemsOf(left, right, comparison, signal) };
    });
    await settled;
    return found && { summary: summaryOf(left, right, found.comparison), items: found.items };
  } finally {
    store.dispose();
  }
}

function summaryOf(left: Dataset, right: Dataset, comparison: Comparison): string {
  const { same, moved, removed, added, leftRows, rightRows } = comparison;
  const names = `${left.name} → ${right.name}`;
  if (same === leftRows && same === rightRows && moved.length === 0)
    return `${names}: the same ${counted(same, 'row')}`;
  const counts = [
    [changedCount(comparison), 'changed'],
    [removed.length, 'removed'],
    [added.length, 'added'],
    [moved.length / 2, 'moved'],
    [same, 'the same'],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${number(count)} ${what}`);
  return `${names}: ${parts.join(', ')}`;
}

type RowItem = QuickPickItem & { show?(): Thenable<unknown> };

const asPreview = { preview: true };

async function itemsOf(left: Dataset, right: Dataset, comparison: Comparison, signal: AbortSignal): Promise<RowItem[]> {
  const changed = await changedRows(left.engine, right.engine, comparison, { start: 0, count: listedRows, signal });
  const changedItems = changed.map(({ left: before, right: after, changes }): RowItem => {
    const [from, to] = [before.span.index, after.span.index];
    const title = `${left.name} row ${number(from + 1)} ↔ ${right.name} row ${number(to + 1)}`;
    return {
      label: from === to ? `Row ${number(from + 1)}` : `Row ${number(from + 1)} → ${number(to + 1)}`,
      description: changesText(changes),
      show: () =>
        commands.executeCommand('vscode.diff', rowUri(left.uri, from), rowUri(right.uri, to), title, asPreview),
    };
  });
  const one = ({ uri, name }: Dataset, row: number, label: string): RowItem => ({
    label,
    description: name,
    show: () => commands.executeCommand('vscode.open', rowUri(uri, row), asPreview),
  });
  const moved = [...comparison.moved.subarray(0, listedRows * 2)];
  const movedItems = moved.flatMap((row, at) => {
    const to = moved[at + 1];
    if (at % 2 === 1 || to === undefined) return [];
    return [one(right, to, `Row ${number(row + 1)} → ${number(to + 1)}`)];
  });
  const rowsOf = (dataset: Dataset, rows: Uint32Array): RowItem[] =>
    [...rows.subarray(0, listedRows)].map(row => one(dataset, row, `Row ${number(row + 1)}`));
  const note = matchedBy(comparison);
  return [
    ...section(`Changed${note === '' ? '' : `: ${note}`}`, changedItems, changedCount(comparison)),
    ...section('Removed', rowsOf(left, comparison.removed), comparison.removed.length),
    ...section('Added', rowsOf(right, comparison.added), comparison.added.length),
    ...section('Moved', movedItems, comparison.moved.length / 2),
  ];
}

function section(title: string, items: readonly RowItem[], total: number): RowItem[] {
  if (total === 0) return [];
  const more =
    items.length < total ? ` (${number(items.length)} of ${number(total)} listed; undertone compare lists more)` : '';
  return [{ label: `${title}${more}`, kind: QuickPickItemKind.Separator }, ...items];
}

/** The list of what differs; Enter shows a row, and the list comes back with a command. */
async function showRows(compared: Compared): Promise<void> {
  const { summary, items, shown } = compared;
  if (items.length === 0) {
    void showInformation(`${summary}, in the same order.`);
    return;
  }
  const picker = window.createQuickPick<RowItem>();
  picker.title = summary;
  picker.placeholder = 'Enter shows the row; “Undertone: Show last comparison” comes back to this list';
  picker.items = [...items];
  // An empty list would take the first row's place as the one that Enter shows.
  if (shown) picker.activeItems = [shown];
  picker.matchOnDescription = true;
  picker.ignoreFocusOut = true;
  const chosen = await new Promise<RowItem | undefined>(resolve => {
    picker.onDidAccept(() => resolve(picker.activeItems[0]));
    picker.onDidHide(() => resolve(undefined));
    picker.show();
  });
  picker.dispose();
  if (!chosen) return;
  compared.shown = chosen;
  await chosen.show?.();
}
