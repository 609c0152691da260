import { EventEmitter, FileDecoration, ThemeColor, window, type Disposable, type Uri } from 'vscode';
import { riskOf, type RiskLevel } from '../../core/provenance/risk.ts';
import { DisposableStore } from '../base/disposables.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { countsText, worstOf, type SeverityCounts } from '../datasets/facts.ts';
import { contextFor, lineageTitle, ruleFindings, type Judged } from '../provenance/judgement.ts';

const colors: Readonly<Partial<Record<RiskLevel, string>>> = {
  high: 'list.errorForeground',
  elevated: 'list.warningForeground',
  unknown: 'list.warningForeground',
};

const riskBadges: Readonly<Partial<Record<RiskLevel, string>>> = { high: '!!', elevated: '!' };

/** Marks examined datasets in the explorer by their risk: "?" where the teacher is unknown, "!!" and "!" for high and elevated risk. */
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

/** The mark of a dataset in the explorer; none before it was examined. VS Code itself counts the problems of files. */
export function decorationOf(dataset: Judged | undefined): FileDecoration | undefined {
  const latest = dataset?.latest;
  if (!dataset || !latest) return undefined;
  const context = contextFor(dataset, latest.plan);
  const { level, teachers } = riskOf(context);
  const { error, warning, info } = latest.counts;
  const found = error + warning + info;
  const unknown = teachers.length === 0 && ruleFindings(dataset).some(({ check }) => check === 'teacher-unknown');
  const badge = unknown ? '?' : (riskBadges[level] ?? (found > 0 ? badgeOf(found) : undefined));
  if (badge === undefined) return undefined;
  const judged = unknown || riskBadges[level] !== undefined;
  const color = judged ? colors[level] : countColor(latest.counts);
  const about = `${lineageTitle(context, [])}, ${level} risk, ${countsText(latest.counts, latest.accepted.count)}`;
  return new FileDecoration(
    badge,
    `Undertone: ${about}${latest.stale ? ' (stale)' : ''}`,
    color === undefined ? undefined : new ThemeColor(color),
  );
}

function countColor(counts: SeverityCounts): string | undefined {
  const worst = worstOf(counts);
  return worst === 'error' ? 'list.errorForeground' : worst === 'warning' ? 'list.warningForeground' : undefined;
}

/** Two characters are all there is room for. */
function badgeOf(count: number): string {
  return count > 99 ? '9+' : String(count);
}
