import { MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable, type StatusBarItem } from 'vscode';
import { caveat } from '../core/findings/verdict.ts';
import { DisposableStore } from './base/disposables.ts';
import { counted } from '../core/text/numbers.ts';
import type { Dataset } from './datasets/dataset.ts';
import type { Datasets } from './datasets/datasets.ts';
import { countsText, teacherFact } from './datasets/facts.ts';
import { isPacked } from './rows/rowDocuments.ts';

/** The status bar says what runs, with a way to end it, else how the dataset in view stands. */
export function registerStatus(datasets: Datasets): Disposable {
  const store = new DisposableStore();
  const item = store.add(window.createStatusBarItem('undertone.status', StatusBarAlignment.Left, 10));
  item.name = 'Undertone';
  const update = (): void => {
    const running = datasets.all().find(dataset => dataset.running);
    const shown = running ?? datasets.active;
    if (shown) show(item, shown);
    else item.hide();
  };
  store.add(datasets.onDidChange(update));
  store.add(datasets.onDidChangeActive(update));
  store.add(datasets.onDidClose(update));
  return store;
}

function show(item: StatusBarItem, dataset: Dataset): void {
  const { latest, running, failure, index, name, uri } = dataset;
  item.backgroundColor = undefined;
  if (running) {
    item.text = `$(sync~spin) Checking ${name}${shareOf(running.bytesDone, dataset)}`;
    item.tooltip = `${counted(Math.round(running.rowsPerSecond), 'row')} a second. Click to cancel.`;
    item.command = { title: 'Cancel', command: 'undertone.cancel', arguments: [uri] };
  } else {
    const failed = failure ?? (index.state === 'failed' ? index.message : undefined);
    if (failed !== undefined) {
      item.text = `$(error) ${name}`;
      item.tooltip = failed;
      item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    } else if (index.state === 'building') {
      item.text = `$(sync~spin) Indexing ${name}: ${counted(index.rows, 'row')}`;
      item.tooltip = `${name} can be used meanwhile.`;
    } else {
      item.text = `$(beaker) ${latest ? countsText(latest.counts, latest.accepted.count) : counted(index.rows, 'row')}${latest?.stale ? ' (stale)' : ''}`;
      item.tooltip = summary(dataset);
    }
    item.command = { title: 'Show results', command: 'undertone.showResults', arguments: [uri] };
  }
  item.show();
}

function summary({ name, index, latest, provenance }: Dataset): MarkdownString {
  const checked = latest ? `${countsText(latest.counts, latest.accepted.count)}. ${caveat}` : 'Not checked yet.';
  return new MarkdownString().appendText(
    `${name}: ${counted(index.rows, 'row')}, ${teacherFact(provenance).text}. ${checked}`,
  );
}

/** How far a scan is, where the unpacked size is known. */
function shareOf(bytesDone: number, { engine, uri }: Dataset): string {
  if (isPacked(uri) || engine.bytes === 0) return '';
  return ` ${Math.min(100, Math.floor((bytesDone / engine.bytes) * 100))} %`;
}
