import { basename } from 'node:path';
import { lowerHalf, randomHalf, type RowSelection } from '../../core/export/selection.ts';
import { rubricById } from '../../core/judge/rubrics.ts';
import { unitOf } from '../../core/scores/rowScoreColumns.ts';
import type { RowScores } from '../../core/scores/rowScores.ts';
import type { WorkerPool } from '../workerPool.ts';
import { DatasetError } from '../datasetError.ts';
import type { OpenDataset } from '../openDataset.ts';

export interface SelectionWish {
  readonly kind: RowSelection['record']['kind'];
  /** The file of scores. */
  readonly path: string;
  /** The candidate to rank by; of log-likelihoods that with the largest sum otherwise. */
  readonly trait?: string;
  readonly seed: number;
}

const pageRows = 250;

/** Chooses rows by a file of scores. Rejects with `DatasetError` where it does not fit the dataset. */
export async function readSelection(
  dataset: OpenDataset,
  { kind, path, trait, seed }: SelectionWish,
  { pool, signal }: { readonly pool: WorkerPool; readonly signal: AbortSignal },
): Promise<RowSelection> {
  const datasetRows = await dataset.indexed(signal);
  const [read, sha256] = await Promise.all([
    pool.run('rowScores', { path, datasetRows }, { signal }),
    pool.run('hash', { path }, { signal }),
  ]);
  const chosen = read ? columnOf(read, trait) : await carriersOf({ path, trait, seed }, datasetRows, { pool, signal });
  const { values, ...ranked } = chosen;
  await mustHoldValues(dataset, values, signal);
  const source = { scores: { name: basename(path), sha256 }, ...ranked };
  return kind === 'lower half' ? lowerHalf(values, source) : randomHalf(values, source, seed);
}

interface Ranking extends Pick<RowSelection['record'], 'probe' | 'candidate' | 'unit'> {
  /** By row, from 0; NaN without a score. */
  readonly values: Float64Array;
}

async function carriersOf(
  { path, trait, seed }: Pick<SelectionWish, 'path' | 'seed'> & { readonly trait: string | undefined },
  datasetRows: number,
  { pool, signal }: { readonly pool: WorkerPool; readonly signal: AbortSignal },
): Promise<Ranking> {
  const job = { scores: path, datasetRows, families: {}, seed, ...(trait !== undefined && { rankBy: trait }) };
  const { carriers, rankedBy } = await pool.run('probeLlr', job, { signal });
  return { values: carriers, probe: 'llr', candidate: rankedBy, unit: unitOf('llr') ?? null };
}

function columnOf({ probe, columns }: RowScores, trait: string | undefined): Ranking {
  const names = columns.map(({ name }) => name).join(', ');
  const column = trait === undefined && columns.length === 1 ? columns[0] : columns.find(({ name }) => name === trait);
  if (!column) {
    const what = trait === undefined ? 'Which of the scores? Name one' : `${trait} is none of the scores: name one`;
    throw new DatasetError('corrupt', `${what} with --trait: ${names}.`);
  }
  const { name, values } = column;
  // The name of a judge may stand behind the rubric's.
  if (probe === 'judge' && rubricById(name.split(': ')[0] ?? '')?.flagged.side === 'below') {
    throw new DatasetError(
      'corrupt',
      `High scores of ${name} are the good ones: the lower half would be the worst rows. Nothing was written.`,
    );
  }
  return { values, probe, candidate: name, unit: unitOf(probe) ?? null };
}

/** A score of a row that holds nothing is one of another file. */
async function mustHoldValues(dataset: OpenDataset, carriers: Float64Array, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < carriers.length; start += pageRows) {
    const page = await dataset.rows(start, pageRows, { signal });
    for (const { span, content } of page) {
      if (content === undefined || content.kind === 'value' || Number.isNaN(carriers[span.index] ?? NaN)) continue;
      const next = 'Scores of another dataset, or of another state of it? Nothing was written.';
      throw new DatasetError('corrupt', `Row ${span.index + 1} has a score and is ${content.kind}. ${next}`);
    }
  }
}
