import { commands, type Disposable } from 'vscode';
import { DisposableStore } from '../base/disposables.ts';
import type { PresentError } from '../base/errors.ts';
import { actOn } from '../commands/targets.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { exportReport, isReportTarget } from './exportReport.ts';
import { exportDatasetRows, isRowTargets } from './exportRows.ts';

export interface ExportServices {
  readonly datasets: Datasets;
  /** Undertone's. */
  readonly version: string;
  readonly present: PresentError;
}

/** The commands that write what was found to new files; called with targets they ask for none. */
export function registerExport({ datasets, version, present }: ExportServices): Disposable {
  const store = new DisposableStore();
  const command = (id: string, doing: string, run: (uri: unknown, targets: unknown) => Promise<void>): void => {
    const guarded = (uri: unknown, targets: unknown): Promise<void> =>
      run(uri, targets).catch((error: unknown) => present(doing, error));
    store.add(commands.registerCommand(`undertone.${id}`, guarded));
  };
  command('exportRows', 'export the rows', (uri, targets) =>
    actOn(datasets, uri, dataset => exportDatasetRows(dataset, version, isRowTargets(targets) ? { targets } : {})),
  );
  command('exportReport', 'export the report', (uri, target) =>
    actOn(datasets, uri, dataset => exportReport(dataset, version, isReportTarget(target) ? target : undefined)),
  );
  return store;
}
