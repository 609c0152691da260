import { counted } from '../../core/text/numbers.ts';
import type { Console } from './commandLine.ts';
import { rowScoreLines, type RowScores } from '../../core/scores/rowScores.ts';
import { writeWhole } from '../files/writeWhole.ts';

/** Writes what `export --keep-lower-half` and the editor's "Open scores…" read; says so where there is nothing to write. */
export async function saveScores(path: string, scores: RowScores, { note }: Console): Promise<void> {
  const lines = rowScoreLines(scores);
  if (lines === '') {
    note(`No row has a score: ${path} is not written.`);
    return;
  }
  await writeWhole(path, lines);
  const rows = lines.split('\n').length - 1;
  note(`wrote ${path}: ${counted(rows, 'row')}, scores of ${scores.columns.map(({ name }) => name).join(', ')}`);
}
