import type { ScoreColumn } from '../columns/column.ts';

/** Carrier scores as a column of the dataset's rows: nats per token, NaN where a row has none. */
export function carrierColumn(candidate: string, carriers: Float64Array): ScoreColumn {
  return {
    id: 'llr-carrier',
    title: `Carrier: ${candidate}`,
    unit: 'nats per token',
    description: `How much better the prompt of ${candidate} explains the row than no prompt does, by log-likelihood. High: the row speaks for that prompt; alone it shows nothing.`,
    values: carriers,
  };
}
