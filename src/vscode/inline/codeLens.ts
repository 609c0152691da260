import { CodeLens, EventEmitter, languages, Range, type CodeLensProvider, type Command, type Disposable } from 'vscode';
import { caveat } from '../../core/findings/verdict.ts';
import { DisposableStore } from '../base/disposables.ts';
import { counted, formatCount } from '../base/words.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { countsText, mainFormat, teacherFact } from '../datasets/facts.ts';
import { parsePageUri, rowsOf } from '../rows/rowDocuments.ts';
import { rowsSelector } from './selector.ts';

/** Says above the first line what the dataset is, where it comes from and what the last scan found. */
export function registerCodeLens(datasets: Datasets): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new EventEmitter<void>());
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      const dataset = rowsOf(document, datasets)?.dataset ?? datasets.get(document.uri);
      if (!dataset) return [];
      const student = (await dataset.plan()).plan?.student;
      const top = new Range(0, 0, 0, 0);
      const page = parsePageUri(document.uri);
      const turning = page ? turnPage(dataset, page.start, page.count) : [];
      return [...turning, ...commandsFor(dataset, student)].map(command => new CodeLens(top, command));
    },
  };
  store.add(languages.registerCodeLensProvider(rowsSelector, provider));
  store.add(datasets.onDidChange(({ change }) => change !== 'progress' && changed.fire()));
  return store;
}

function commandsFor(dataset: Dataset, student: string | undefined): Command[] {
  const { uri, latest, running, failure } = dataset;
  const found = latest && {
    title: countsText(latest.counts) + (latest.stale ? ' (stale)' : ''),
    tooltip: `Show the results. ${caveat}`,
  };
  const outcome = failure === undefined ? found : { title: `not checked: ${failure}`, tooltip: 'Show the results' };
  const teacher = teacherFact(dataset.provenance);
  return [
    {
      title: describe(dataset),
      tooltip: 'Open in the inspector',
      command: 'undertone.openInspector',
      arguments: [uri],
    },
    {
      title: teacher.text,
      tooltip: 'Record the teacher: the model that wrote the completions',
      command: 'undertone.recordTeacher',
      arguments: [uri],
    },
    {
      title: `→ ${student === undefined ? 'student not set' : `student ${student}`}`,
      tooltip: 'Set the student: the model that will be trained on the data',
      command: 'undertone.setStudent',
      arguments: [uri],
    },
    ...(outcome ? [{ ...outcome, command: 'undertone.showResults', arguments: [uri] }] : []),
    running
      ? { title: 'Cancel', tooltip: 'Checks are running', command: 'undertone.cancel', arguments: [uri] }
      : { title: 'Run checks', command: 'undertone.runChecks', arguments: [uri] },
  ];
}

/** "chat · 10,000 rows". */
function describe({ engine, index, latest }: Dataset): string {
  const format = mainFormat(latest?.result.profile ?? engine.head)?.id ?? 'unknown format';
  const rows = index.state === 'building' ? `${formatCount(index.rows)} rows and counting` : counted(index.rows, 'row');
  return `${format} · ${rows}`;
}

function turnPage({ uri, index }: Dataset, start: number, count: number): Command[] {
  const last = Math.min(start + count, index.state === 'complete' ? index.rows : Infinity);
  const of = index.state === 'complete' ? ` of ${formatCount(index.rows)}` : '';
  const go = (title: string, row: number): Command => ({
    title,
    command: 'undertone.openRowsAsText',
    arguments: [uri, row],
  });
  return [
    {
      title: `rows ${formatCount(start + 1)}–${formatCount(last)}${of}`,
      tooltip: 'Go to another row',
      command: 'undertone.openRowsAsText',
      arguments: [uri],
    },
    ...(start > 0 ? [go('‹ previous', Math.max(0, start - count))] : []),
    ...(index.state !== 'complete' || start + count < index.rows ? [go('next ›', start + count)] : []),
  ];
}
