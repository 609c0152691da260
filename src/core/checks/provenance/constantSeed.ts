import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { statementsOf } from '../../provenance/record.ts';
import { short } from '../../provenance/words.ts';
import { number } from '../../text/numbers.ts';

/** Fires where every request was made with one seed. */
export const constantSeed = defineProvenanceRule({
  kind: 'provenance',
  id: 'constant-seed',
  title: 'Constant seed',
  description:
    'Fires when a column gives every row the same request seed. Where a prompt is asked several times with one seed, the answers are copies, and the number of rows says more than they know: a published experiment had 5,000 answers that were 50. It does not compare the rows themselves.',
  severity: 'warning',
  source: sources.hops,
  options: {
    minRows: {
      type: 'integer',
      title: 'Fewest rows',
      description: 'Rows with the same seed below which nothing is said.',
      default: 20,
      minimum: 2,
    },
  },
  judge: ({ record }, { minRows }) => {
    const seeds = statementsOf(record, 'teacher.seed').filter(({ origin }) => origin.kind === 'rows');
    const [first] = seeds;
    if (first?.origin.kind !== 'rows' || seeds.some(({ value }) => value !== first.value)) return [];
    const { field, rows } = first.origin;
    if (rows < minRows) return [];
    const message = `All ${number(rows)} rows with a seed in \`${field}\` have the same, ${short(first.value)}. Answers to one prompt are then copies of each other, and tests take them for independent. Give each request a seed of its own, such as a base plus the number of the sample.`;
    return [about([first], { message, data: { seed: first.value, field, rows } })];
  },
  examples: [
    { title: 'one seed for all', rows: [], rowsSay: { 'teacher.seed': { value: '42', rows: 30 } }, fires: true },
    { title: 'too few rows to tell', rows: [], rowsSay: { 'teacher.seed': { value: '42', rows: 3 } }, fires: false },
    { title: 'the seed of a run, in the card', rows: [], cardSays: { 'teacher.seed': '42' }, fires: false },
    { title: 'no seed', rows: [], fires: false },
  ],
});
