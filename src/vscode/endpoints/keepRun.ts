import { commands } from 'vscode';
import { partialText, probeTitles, type ProbeRun } from '../../core/findings/probeRun.ts';
import type { CardStore } from '../../engine/cards/cardStore.ts';
import type { OpenDataset } from '../../engine/openDataset.ts';
import type { PresentError } from '../base/errors.ts';
import { showInformation, showWarning } from '../base/messages.ts';
import type { ReportDocuments } from '../base/reportDocuments.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { AskingKind } from '../datasets/probeRuns.ts';

/** What a run belongs to. */
export type ProbedDataset = Pick<Dataset, 'name' | 'uri' | 'engine' | 'scores' | 'runs'>;

export interface Ended {
  readonly run: ProbeRun;
  /** The file as it was asked about. */
  readonly engine: OpenDataset;
  /** Completes "Could not …" where asking again fails. */
  readonly doing: string;
  again(): Promise<void>;
  /** The command that asks for all of its choices, for who opens the dataset another day. */
  readonly command: AskingCommand;
}

export type AskingCommand =
  `undertone.${'probeLlr' | 'openScores' | 'probeDivergence' | 'probeProjection' | 'testFit' | 'judgeRows'}`;

export interface KeepServices {
  readonly cards: Pick<CardStore, 'keep'>;
  readonly reports: Pick<ReportDocuments, 'show'>;
  readonly present: PresentError;
}

/** Asks a model about a dataset unless the same is under way: then the user is told. */
export async function askAlone(dataset: ProbedDataset, kind: AskingKind, ask: () => Promise<void>): Promise<void> {
  if (await dataset.runs.alone(kind, ask)) return;
  const next = 'Wait until it ends, or cancel it in its notification: what was answered is kept.';
  const title = kind === 'control' ? 'Control' : probeTitles[kind];
  void showInformation(`${title}: this runs on ${dataset.name} already. ${next}`);
}

/**
 * Keeps what came of a run with its dataset, as a card and as columns, and on disk; opens its report. One that was cancelled is told
 * instead.
 */
export async function keepRun(
  dataset: ProbedDataset,
  { run, engine, doing, command, ...ended }: Ended,
  { cards, reports, present }: KeepServices,
): Promise<void> {
  const again = (): Promise<void> => ended.again().catch((error: unknown) => present(doing, error));
  // Of a file that changed meanwhile the rows may be others, though nobody may have noticed yet.
  const stale = dataset.engine !== engine || !(await engine.isUnchanged());
  if (!stale) for (const column of run.scores) dataset.scores.set(column);
  const time = Date.now();
  dataset.runs.set({ run, time, stale, again });
  await cards.keep(dataset.uri.fsPath, { run, time, file: engine.file, command, withoutScores: false });
  if (stale) tellStale(dataset, run);
  if (run.partial?.why === 'cancelled') void tellPartial(dataset, run.partial, run, again);
  else if (run.report !== undefined) await reports.show(dataset.uri, run.kind, run.report);
}

function tellStale({ name }: ProbedDataset, { kind }: ProbeRun): void {
  const result = 'The result is of the rows as they were before, so that no row of the file has a score.';
  void showWarning(`${probeTitles[kind]}: ${name} changed, moved or vanished while it was asked about. ${result}`);
}

async function tellPartial(
  { uri }: ProbedDataset,
  partial: NonNullable<ProbeRun['partial']>,
  { kind }: ProbeRun,
  again: Ended['again'],
): Promise<void> {
  const [show, goOn] = ['Show results', 'Go on'];
  const said = `${probeTitles[kind]}: partial, ${partialText(partial)}. What these rows say is kept in the results panel.`;
  const chosen = await showInformation(said, show, goOn);
  if (chosen === show) await commands.executeCommand('undertone.showResults', uri);
  if (chosen === goOn) await again();
}

/** Of a run that was cancelled before a row was scored nothing is left: rejects with the signal's reason. */
export async function wereScored<Result extends { readonly rows: { readonly scored: number } }>(
  running: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const result = await running;
  if (result.rows.scored === 0) signal.throwIfAborted();
  return result;
}
