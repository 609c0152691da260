import { basename } from 'node:path';
import { Uri, window } from 'vscode';
import { llrProbeRun } from '../../core/llr/llrProbeRun.ts';
import { scoresProbeRun } from '../../core/scores/scoresProbeRun.ts';
import { promptNumbers } from '../../engine/llr/promptNumbers.ts';
import type { WorkerPool } from '../../engine/workerPool.ts';
import { showInformation } from '../base/messages.ts';
import { withCancel } from '../base/progress.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { keepRun, type KeepServices, type ProbedDataset } from '../endpoints/keepRun.ts';
import { firstOf } from '../../core/text/firstOf.ts';
import { counted, number } from '../../core/text/numbers.ts';

/** Files of scores of a dataset's rows: log-likelihoods, and what stands beside them. */
interface ScoreFiles {
  readonly scores: Uri;
  readonly reference?: Uri;
  readonly neutral?: Uri;
}

interface OpenServices extends KeepServices {
  readonly workers: WorkerPool;
}

export const doing = 'read the scores';
const command = 'undertone.openScores';

type Named = Pick<Dataset, 'name' | 'uri'>;

/** Of all that is drawn at random; stands in the report. */
const seed = 1;

/**
 * Gives a dataset's rows the scores of a file; of log-likelihoods, the carrier scores, and a report of what they say. Nothing leaves
 * the machine.
 */
export async function openScores(dataset: ProbedDataset, services: OpenServices, given: unknown): Promise<void> {
  const scores = isScoreFiles(given) ? given.scores : await askForFile(dataset, 'Scores of the rows');
  if (!scores) return;
  const read = await readScores(scores, dataset, services);
  if (read !== 'likelihoods') return;
  const others = isScoreFiles(given) ? given : await askForOthers(dataset);
  if (others) await readLikelihoods({ ...others, scores }, dataset, services);
}

/** Keeps the scores of a file with the dataset; log-likelihoods are told alone. */
async function readScores(
  { fsPath: path }: Uri,
  dataset: ProbedDataset,
  services: OpenServices,
): Promise<'kept' | 'likelihoods' | undefined> {
  const { engine } = dataset;
  const read = await withCancel(`Reading ${path}`, async signal => {
    const datasetRows = await engine.indexed(signal);
    return { scores: await services.workers.run('rowScores', { path, datasetRows }, { signal }) };
  });
  if (!read?.scores) return read && 'likelihoods';
  const run = scoresProbeRun(read.scores, path);
  const again = async (): Promise<void> => void (await readScores(Uri.file(path), dataset, services));
  await keepRun(dataset, { run, engine, doing, again, command }, services);
  const titles = run.scores.map(({ title }) => title);
  if (dataset.engine === engine) {
    void showInformation(`Scores of ${dataset.name} stand among its columns: ${firstOf(titles, 5)}.`);
  }
  return 'kept';
}

async function readLikelihoods(files: ScoreFiles, dataset: ProbedDataset, services: OpenServices): Promise<void> {
  const { engine } = dataset;
  const paths = {
    scores: files.scores.fsPath,
    ...(files.reference && { reference: files.reference.fsPath }),
    ...(files.neutral && { neutral: files.neutral.fsPath }),
  };
  const done = await withCancel(`Reading the scores of ${dataset.name}`, async (signal, report) => {
    report('comparing prompts', 0);
    const prompts = await promptNumbers(engine, signal);
    report('computing the gates', 0);
    const job = { ...paths, datasetRows: prompts.length, prompts, families: {}, seed };
    return { ...(await services.workers.run('probeLlr', job, { signal })), rows: prompts.length };
  });
  if (!done) return;
  const sources = Object.entries(paths).map(([role, path]) => `${role}: ${path}`);
  const subject = { dataset: { path: dataset.uri.fsPath, rows: done.rows }, probe: done.probe, sources };
  const asked = `scores in ${basename(paths.scores)}; ${number(done.probe.n)} of ${counted(done.rows, 'row')}`;
  const again = (): Promise<void> => readLikelihoods(files, dataset, services);
  await keepRun(
    dataset,
    { run: llrProbeRun(subject, { asked, carriers: done.carriers }), engine, doing, again, command },
    services,
  );
}

function isScoreFiles(value: unknown): value is ScoreFiles {
  return typeof value === 'object' && value !== null && 'scores' in value && value.scores instanceof Uri;
}

/** What stands beside log-likelihoods. */
async function askForOthers(dataset: Named): Promise<Omit<ScoreFiles, 'scores'> | undefined> {
  const reference = {
    label: 'Reference',
    description: 'rows that the model wrote anew under the winner’s prompt',
    picked: true,
  };
  const neutral = {
    label: 'Neutral control',
    description: 'rows that it wrote without a trait’s prompt',
    picked: false,
  };
  const chosen = await window.showQuickPick([reference, neutral], {
    title: `Scores of ${dataset.name}`,
    placeHolder: 'Which other scores do you have? Without a reference no gate of the match is tested',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  const [referenceFile, neutralFile] = [
    chosen.includes(reference)
      ? await askForFile(dataset, 'Reference: rows written anew under the winner’s prompt')
      : undefined,
    chosen.includes(neutral)
      ? await askForFile(dataset, 'Neutral control: rows written without a trait’s prompt')
      : undefined,
  ];
  return { ...(referenceFile && { reference: referenceFile }), ...(neutralFile && { neutral: neutralFile }) };
}

async function askForFile({ uri }: Named, title: string): Promise<Uri | undefined> {
  const files = await window.showOpenDialog({
    title,
    openLabel: 'Read',
    defaultUri: Uri.joinPath(uri, '..'),
    filters: { Scores: ['jsonl', 'ndjson', 'gz'] },
  });
  return files?.[0];
}
