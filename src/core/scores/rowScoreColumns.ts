import type { RowScores } from './rowScores.ts';
import type { ScoreColumn } from '../columns/column.ts';
import { agreeing, counted, number } from '../text/numbers.ts';

interface Kind {
  readonly unit?: string;
  readonly title: string;
  readonly meaning: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  llr: {
    unit: 'nats per token',
    title: 'Carrier',
    meaning:
      'How much better a trait’s prompt explains the row than no prompt does. High: the row speaks for that prompt.',
  },
  projection: {
    unit: 'standard deviations',
    title: 'Along',
    meaning:
      'How much further the row lies along a trait’s direction in a model’s hidden states than that model’s own reply to the prompt.',
  },
  judge: { unit: 'points of 100', title: 'Judged', meaning: 'What a judge scored the row under a rubric.' },
  divergence: {
    title: 'Divergent',
    meaning: 'The share of the completion’s tokens that would be others under a trait’s prompt than under none.',
  },
};

/** What a number of a probe is measured in; undefined: in nothing that has a name. */
export function unitOf(probe: string): string | undefined {
  return kindOf(probe)?.unit;
}

/** Scores as columns of a dataset's rows. */
export function rowScoreColumns({ probe, columns }: RowScores): readonly ScoreColumn[] {
  const kind = kindOf(probe);
  return columns.map(({ name, values }) => {
    const scored = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
    const meaning = kind?.meaning ?? `A score that ${probe} gives the row; what it means is for its author to say.`;
    return {
      id: `scores-${probe}-${name}`.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-'),
      title: `${kind?.title ?? probe}: ${name}`,
      ...(kind?.unit !== undefined && { unit: kind.unit }),
      description: `${meaning} ${number(scored)} of ${counted(values.length, 'row')} ${agreeing(scored, 'has', 'have')} a score. Alone it shows nothing.`,
      values,
    };
  });
}

function kindOf(probe: string): Kind | undefined {
  return Object.hasOwn(kinds, probe) ? kinds[probe] : undefined;
}
