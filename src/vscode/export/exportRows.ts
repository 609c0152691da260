import { commands, Uri, window, workspace } from 'vscode';
import type { ExportRecord } from '../../core/export/record.ts';
import type { ScanPlan } from '../../core/scan/plan.ts';
import { exportRows, provenancePath, recordPath, type ExportRequest } from '../../engine/export/exportRows.ts';
import { agreesToRisk, showInformation, showWarning } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import { bytesText, counted, number } from '../../core/text/numbers.ts';
import { nameOf } from '../base/uris.ts';
import type { Dataset } from '../datasets/dataset.ts';

/** Where the rows go. */
export interface RowTargets {
  readonly kept: Uri;
  readonly rejected?: Uri;
  readonly quarantine?: Uri;
}

export function isRowTargets(value: unknown): value is RowTargets {
  return typeof value === 'object' && value !== null && 'kept' in value && value.kept instanceof Uri;
}

/** Sorts a dataset into new files by the filters of a plan: without one those that are on, as the panel, the recipe and the settings have them. */
export async function exportDatasetRows(
  dataset: Dataset,
  version: string,
  { targets: given, plan: own }: { readonly targets?: RowTargets; readonly plan?: ScanPlan } = {},
): Promise<void> {
  const { plan, problems, recipe } = own ? { plan: own, problems: [] } : await dataset.plan();
  if (!plan) throw new Error(problems.join(' '));
  const targets = given ?? (await askForTargets(dataset));
  if (!targets) return;
  const request: ExportRequest = {
    plan,
    kept: targets.kept.fsPath,
    ...(targets.rejected && { rejected: targets.rejected.fsPath }),
    ...(targets.quarantine && { quarantine: targets.quarantine.fsPath }),
    ...(recipe && { recipe: { path: recipe.uri.fsPath, text: recipe.text } }),
    // Whoever was asked for targets has agreed to each file that is there.
    existing: given ? 'refused' : 'replaced',
    version,
    date: new Date().toISOString(),
  };
  const record = await withCancel(`Exporting ${dataset.name}`, (signal, report) => {
    const onProgress = ({ phase, bytesDone }: { phase: string; bytesDone: number }): void =>
      report(`${phase === 'checking' ? 'checking rows' : 'writing rows'}, ${bytesText(bytesDone)}`, 0);
    return exportRows(dataset.engine, request, { signal, onProgress });
  });
  if (record) tell(record, targets.kept);
}

function tell(record: ExportRecord, kept: Uri): void {
  const { rows, input, remarks } = record;
  const parts = [
    `${number(rows.rejected)} rejected`,
    `${number(rows.malformed)} malformed`,
    `${number(rows.blank)} blank`,
  ];
  const summary = `Kept ${number(rows.kept)} of ${counted(rows.rows, 'row')} of ${input.name} (${parts.join(', ')}).`;
  const show = remarks.length > 0 ? showWarning : showInformation;
  const [open, showRecord] = ['Open', 'Show record'];
  void show([summary, ...remarks].join(' '), open, showRecord).then(answer => {
    if (answer === open) void commands.executeCommand('undertone.openInspector', kept);
    if (answer === showRecord) void window.showTextDocument(Uri.file(recordPath(kept.fsPath)));
  });
}

async function askForTargets(dataset: Dataset): Promise<RowTargets | undefined> {
  const [rejected, quarantine] = ['Rejected rows', 'Malformed rows'];
  const choices = [
    { label: rejected, description: 'with the reasons, as JSON Lines', picked: true },
    { label: quarantine, description: 'as they stand', picked: false },
  ];
  const title = `Export the rows of ${dataset.name}`;
  const placeHolder = 'What to write beside the kept rows';
  const chosen = await window.showQuickPick(choices, { title, placeHolder, canPickMany: true, ignoreFocusOut: true });
  if (!chosen) return undefined;
  const isChosen = (label: string): boolean => chosen.some(choice => choice.label === label);
  const stem = dataset.name.replace(/\.(jsonl|ndjson)(\.gz|\.zst)?$/i, '');
  const kept = await window.showSaveDialog({
    title: `Kept rows of ${dataset.name}`,
    defaultUri: Uri.joinPath(dataset.uri, '..', `${stem}.kept.jsonl`),
    filters: { 'JSON Lines': ['jsonl', 'ndjson', 'gz', 'zst'] },
  });
  if (!kept) return undefined;
  const beside = (role: string): Uri => besideOf(kept, role);
  const targets = {
    kept,
    ...(isChosen(rejected) && { rejected: beside('rejected') }),
    ...(isChosen(quarantine) && { quarantine: beside('malformed') }),
  };
  return (await mayReplace(targets)) ? targets : undefined;
}

/** `train.kept.jsonl` → `train.rejected.jsonl`; never packed: people read them. */
function besideOf(kept: Uri, role: string): Uri {
  const name = nameOf(kept).replace(/(\.kept)?\.(jsonl|ndjson)(\.gz|\.zst)?$/i, '');
  return Uri.joinPath(kept, '..', `${name}.${role}.jsonl`);
}

/** The save dialog has asked about the file of kept rows; the others are named by us. */
async function mayReplace({ kept, rejected, quarantine }: RowTargets): Promise<boolean> {
  const besideKept = [recordPath, provenancePath].map(pathOf => Uri.file(pathOf(kept.fsPath)));
  const others = [rejected, quarantine, ...besideKept].filter(uri => uri !== undefined);
  const there = await Promise.all(others.map(isThere));
  const names = others.filter((_uri, at) => there[at]).map(nameOf);
  if (names.length === 0) return true;
  const title = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} there already.`;
  return agreesToRisk({ title, agree: 'Replace' });
}

function isThere(uri: Uri): Thenable<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
