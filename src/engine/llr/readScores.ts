import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { ScoreReader, type Expected } from '../../core/llr/scoreReader.ts';
import type { ScoreTable } from '../../core/llr/scoreTable.ts';
import { problemsText } from '../../core/scores/scoreFile.ts';
import { DatasetError, fromFileError } from '../datasetError.ts';

const longestLine = 64 << 20;

/** Reads a file of scores, plain or packed as `.gz`, in a stream. Rejects with `DatasetError` for a line that cannot be used. */
export async function readScores(path: string, expected: Expected, signal?: AbortSignal): Promise<ScoreTable> {
  const reader = new ScoreReader(expected);
  for await (const line of linesOf(path, signal)) reader.add(line);
  const table = reader.finish();
  if (table === undefined) throw new DatasetError('corrupt', problemsText(basename(path), reader.problems));
  return table;
}

/** Lines of a file of scores or of kept answers, plain or packed as `.gz`. */
export async function* linesOf(path: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const source = createReadStream(path, { highWaterMark: 1 << 18 });
  const bytes = /\.gz$/i.test(path) ? source.pipe(createGunzip()) : source;
  source.once('error', error => bytes.destroy(error));
  const decoder = new TextDecoder();
  let held = '';
  try {
    for await (const chunk of bytes) {
      signal?.throwIfAborted();
      const lines = (held + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      held = lines.pop() ?? '';
      if (held.length > longestLine) throw longLine(path);
      yield* lines;
    }
  } catch (error) {
    if (error instanceof DatasetError || signal?.aborted === true) throw error;
    throw fromFileError(error, path);
  } finally {
    // A reader may have had enough of it after a line.
    source.destroy();
  }
  held += decoder.decode();
  if (held !== '') yield held;
}

function longLine(path: string): DatasetError {
  return new DatasetError(
    'corrupt',
    `${path} has a line of more than 64 MB; a line of scores for each row was expected.`,
  );
}
