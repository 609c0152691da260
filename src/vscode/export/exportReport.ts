import { env, Uri, window, workspace } from 'vscode';
import { scanReport } from '../../core/report/json.ts';
import type { LocatedSubject } from '../../core/report/located.ts';
import { reportFormats } from '../../core/report/registry.ts';
import type { ReportFormat } from '../../core/report/reportFormat.ts';
import { writeWhole } from '../../engine/files/writeWhole.ts';
import { locate } from '../../engine/report/locate.ts';
import { showInformation } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import { nameOf } from '../base/uris.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { LatestScan } from '../datasets/latestScan.ts';
import { toJson } from '../../core/json/toJson.ts';

/** As many as the command line lists. */
const maxFindings = 1000;

const json: ReportFormat = {
  id: 'json',
  title: 'JSON',
  extension: 'json',
  write: (subjects, context) => subjects.map(subject => toJson(scanReport(subject, context.maxFindings))).join(''),
};

const formats: readonly ReportFormat[] = [...reportFormats, json];

export interface ReportTarget {
  /** A report format's id. */
  readonly format: string;
  readonly target: Uri;
}

export function isReportTarget(value: unknown): value is ReportTarget {
  return typeof value === 'object' && value !== null && 'target' in value && value.target instanceof Uri;
}

/** Writes the latest scan down, scanning first where there is none that still holds. */
export async function exportReport(dataset: Dataset, version: string, given?: ReportTarget): Promise<void> {
  const format = given ? formats.find(({ id }) => id === given.format) : await askForFormat(dataset);
  const target = given?.target ?? (format && (await askForTarget(dataset, format)));
  if (!format || !target) return;
  const scan = await latestOf(dataset);
  if (!scan) return;
  const subject = await withCancel(`Reporting on ${dataset.name}`, signal => subjectOf(dataset, scan, signal));
  if (!subject) return;
  await writeWhole(target.fsPath, format.write([subject], { version, maxFindings }));
  const name = nameOf(target);
  void showInformation(`The report on ${dataset.name} is in ${name}.`, 'Open').then(answer => {
    if (answer !== 'Open') return;
    if (format.id === 'html') void env.openExternal(target);
    else void window.showTextDocument(target);
  });
}

/** Undefined: the user cancelled the scan. */
async function latestOf(dataset: Dataset): Promise<LatestScan | undefined> {
  if (dataset.latest && !dataset.latest.stale) return dataset.latest;
  const outcome = await dataset.scan();
  if (outcome === 'failed') throw new Error(dataset.failure);
  return outcome === 'done' ? dataset.latest : undefined;
}

async function subjectOf(
  dataset: Dataset,
  { whole: result, accepted }: LatestScan,
  signal: AbortSignal,
): Promise<LocatedSubject> {
  const { engine, uri } = dataset;
  const { recipe } = await dataset.plan();
  const path = workspace.asRelativePath(uri, false);
  const sha256 = await engine.sha256({ signal });
  const recipePath = recipe && { recipe: workspace.asRelativePath(recipe.uri, false) };
  const subject = { path, bytes: engine.bytes, sha256, result, accepted, ...recipePath };
  return locate(engine, subject, { maxFindings, signal });
}

async function askForFormat(dataset: Dataset): Promise<ReportFormat | undefined> {
  const choices = formats.map(format => ({ label: format.title, description: `.${format.extension}`, format }));
  return (await window.showQuickPick(choices, { title: `Report on ${dataset.name}`, ignoreFocusOut: true }))?.format;
}

function askForTarget({ uri, name }: Dataset, { title, extension }: ReportFormat): Thenable<Uri | undefined> {
  return window.showSaveDialog({
    title: `Report on ${name}`,
    defaultUri: Uri.joinPath(uri, '..', `${name}.report.${extension}`),
    filters: { [title]: [extension] },
  });
}
