import { basename } from 'node:path';
import { isRowScoreLine, RowScoreReader, type RowScores } from '../../core/scores/rowScores.ts';
import { problemsText } from '../../core/scores/scoreFile.ts';
import type { RowScoresJob } from '../../rpc/worker.ts';
import { DatasetError } from '../datasetError.ts';
import { linesOf } from '../llr/readScores.ts';
import type { JobContext } from './jobContext.ts';

/** Reads scores of a dataset's rows; undefined: the file holds log-likelihoods, or whatever else does not begin as one of scores does. */
export async function readRowScores(
  { path, datasetRows }: RowScoresJob,
  { signal }: JobContext<never>,
): Promise<RowScores | undefined> {
  const reader = new RowScoreReader(datasetRows);
  let isFirst = true;
  for await (const line of linesOf(path, signal)) {
    if (isFirst && line.trim() !== '') {
      if (!isRowScoreLine(line)) return undefined;
      isFirst = false;
    }
    reader.add(line);
  }
  if (isFirst) return undefined;
  const scores = reader.finish();
  if (scores === undefined) throw new DatasetError('corrupt', problemsText(basename(path), reader.problems));
  return scores;
}
