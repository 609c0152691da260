import { commands, Uri, window, type Disposable } from 'vscode';
import { teacherCheckMarkdown } from '../../core/teacherCheck/report.ts';
import { runTeacherCheck } from '../../engine/teacherCheck/runTeacherCheck.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import type { PresentError } from '../base/errors.ts';
import { withCancel } from '../base/progress.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import { counted } from '../../core/text/numbers.ts';
import { nameOf } from '../base/uris.ts';
import { datasetFor } from '../commands/targets.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { Datasets } from '../datasets/datasets.ts';

export interface TeacherCheckServices {
  readonly datasets: Datasets;
  readonly workers: WorkerPool;
  readonly reports: ReportDocuments;
  readonly present: PresentError;
}

/** Of all that is drawn at random; stands in the report of the command line too. */
const seed = 1;

/** The command that compares a dataset with samples of teachers. Nothing leaves the machine. */
export function registerTeacherCheck(services: TeacherCheckServices): Disposable {
  const { datasets, present } = services;
  return commands.registerCommand('undertone.checkTeacher', async (uri: unknown) => {
    try {
      const dataset = await datasetFor(datasets, uri);
      if (dataset) await checkTeacher(dataset, services);
    } catch (error) {
      present('compare the dataset with samples of teachers', error);
    }
  });
}

async function checkTeacher(dataset: Dataset, { workers, reports }: TeacherCheckServices): Promise<void> {
  const samples = await askForSamples(dataset);
  if (!samples) return;
  const path = dataset.uri.fsPath;
  const title = `Comparing ${dataset.name} with ${counted(Object.keys(samples).length, 'sample')}`;
  const check = await withCancel(title, (signal, report) =>
    runTeacherCheck(
      { dataset: path, samples },
      { seed },
      {
        pool: workers,
        signal,
        onProgress: progress =>
          report(progress.step === 'reading' ? `${counted(progress.rows, 'row')} read` : 'comparing', 0),
      },
    ),
  );
  if (check) await reports.show(dataset.uri, 'teacher-check', teacherCheckMarkdown({ path, samples, seed, check }));
}

/** Files with rows that a known teacher wrote, by its name. Undefined: the user thought better of it. */
async function askForSamples({ uri, name }: Dataset): Promise<Readonly<Record<string, string>> | undefined> {
  const files = await window.showOpenDialog({
    title: `Samples to compare ${name} with: one file for each teacher, the declared one among them`,
    openLabel: 'Compare',
    canSelectMany: true,
    defaultUri: Uri.joinPath(uri, '..'),
    filters: { Datasets: ['jsonl', 'ndjson', 'gz', 'zst'] },
  });
  if (!files) return undefined;
  const samples: Record<string, string> = {};
  for (const file of files) {
    const label = await window.showInputBox({
      title: nameOf(file),
      prompt: 'The model that wrote these rows.',
      ignoreFocusOut: true,
      validateInput: text => {
        if (text.trim() === '') return 'A name is needed.';
        return Object.hasOwn(samples, text.trim())
          ? 'Another file has this name: one file for each teacher.'
          : undefined;
      },
    });
    if (label === undefined) return undefined;
    samples[label.trim()] = file.fsPath;
  }
  return samples;
}
