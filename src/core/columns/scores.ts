import type { ColumnRef, Measure, ScoreColumn } from './column.ts';
import { NumberSketch } from './numberSketch.ts';
import type { ColumnStatistics } from './tableStatistics.ts';
import { RowSet } from '../findings/rowSet.ts';
import type { ScanResult } from '../scan/result.ts';

/** Id of the scores that every scan gives: `flagScores`. */
export const flagScoresId = 'flags';

/** How many checks flag each row, by the sets of rows that they flag: exact, however many findings are kept. */
export function flagScores({ outcomes, profile, malformedRows }: ScanResult): ScoreColumn {
  const values = new Float64Array(profile.rows);
  for (const rows of [...outcomes.map(outcome => outcome.rows), malformedRows]) {
    for (const row of rows) values[row] = (values[row] ?? 0) + 1;
  }
  return {
    id: flagScoresId,
    title: 'Flags',
    unit: 'checks',
    description: 'How many checks flag the row; a malformed row counts as flagged once.',
    values,
  };
}

const units: Readonly<Record<Measure, string | undefined>> = {
  value: undefined,
  characters: 'characters',
  words: 'words',
  items: 'items',
};

/** A measure of a column, as scores: the length of the completion, say. */
export function measureScores(column: ColumnRef, measure: Measure, values: Float64Array): ScoreColumn {
  const unit = units[measure];
  return {
    id: `${column.source}-${column.id}-${measure}`,
    title: measure === 'value' ? column.id : `${column.id} ${measure}`,
    ...(unit !== undefined && { unit }),
    description: `The ${measure} of ${column.id}.`,
    values,
  };
}

/** What is told of a score: of all rows, or of those in a set. */
export function scoreStatistics({ id, title, values }: ScoreColumn, only?: Uint32Array): ColumnStatistics {
  const sketch = new NumberSketch();
  const whole = new NumberSketch();
  const wanted = only && new RowSet(only);
  let missing = 0;
  let present = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (wanted && Number.isFinite(value)) whole.add(value);
    if (wanted && !wanted.has(row)) continue;
    if (Number.isNaN(value)) missing++;
    else present++;
    if (Number.isFinite(value)) sketch.add(value);
  }
  const summary = sketch.summary(wanted && { like: whole });
  const measures = summary ? [{ measure: 'value' as const, ...summary }] : [];
  return {
    source: 'score',
    id,
    title,
    missing,
    present,
    types: present > 0 ? { number: present } : {},
    top: [],
    measures,
  };
}
