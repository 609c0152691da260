import { EventEmitter, FileDecoration, ThemeColor, window, type Disposable, type Uri } from 'vscode';
import type { Severity } from '../../core/findings/finding.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { countsText, teacherFact, worstOf } from '../datasets/facts.ts';

const colors: Readonly<Partial<Record<Severity, string>>> = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
};

/** Marks examined datasets in the explorer with the number of their findings, or "?" where only the teacher is unknown. */
export function registerDecorations(datasets: Datasets): Disposable {
  const store = new DisposableStore();
  const changed = store.add(new EventEmitter<Uri>());
  store.add(
    window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changed.event,
      provideFileDecoration: uri => decorationOf(datasets.get(uri)),
    }),
  );
  store.add(
    datasets.onDidChange(({ dataset, change }) => {
      if (change === 'scan' || change === 'file') changed.fire(dataset.uri);
    }),
  );
  store.add(datasets.onDidClose(uri => changed.fire(uri)));
  return store;
}

/** The mark of a dataset in the explorer; none before it was examined, or where nothing was found. */
export function decorationOf(dataset: Pick<Dataset, 'latest' | 'provenance'> | undefined): FileDecoration | undefined {
  const latest = dataset?.latest;
  if (!dataset || !latest) return undefined;
  const worst = worstOf(latest.counts);
  if (worst === undefined) return undefined;
  const { error, warning, info } = latest.counts;
  const color = colors[worst];
  return new FileDecoration(
    onlyTeacherUnknown(dataset) ? '?' : badgeOf(error + warning + info),
    `Undertone: ${countsText(latest.counts)}, ${teacherFact(dataset.provenance).text}${latest.stale ? ' (stale)' : ''}`,
    color === undefined ? undefined : new ThemeColor(color),
  );
}

function onlyTeacherUnknown({ latest }: Pick<Dataset, 'latest'>): boolean {
  if (!latest || latest.result.profile.malformed > 0) return false;
  return latest.result.outcomes.every(({ check, findings }) => check.id === 'teacher-unknown' || findings.total === 0);
}

/** Two characters are all there is room for. */
function badgeOf(count: number): string {
  return count > 99 ? '9+' : String(count);
}
