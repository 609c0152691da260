import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { statementsOf } from '../../provenance/record.ts';
import { listText, statementText } from '../../provenance/words.ts';

/** Fires where rows were filtered and the rows before the filter are not on record. */
export const unfilteredNotKept = defineProvenanceRule({
  kind: 'provenance',
  id: 'unfiltered-not-kept',
  title: 'Unfiltered not kept',
  description:
    'Notes that the record names a filter but no unfiltered source. How many rows a filter keeps differs from teacher to teacher by as much as the trait itself changes the likelihoods; without the rows before the filter neither the share nor what was dropped can be examined.',
  severity: 'info',
  source: sources.filters,
  options: {},
  judge: ({ record }) => {
    const filters = statementsOf(record, 'filter');
    if (filters.length === 0 || statementsOf(record, 'unfiltered').length > 0) return [];
    const message = `The rows were filtered (${listText(filters.map(statementText))}), and no unfiltered source is on record. How many rows the filter dropped, a clue to the teacher, cannot be examined. Keep the rows before the filter and record where they are.`;
    return [about(filters, { message, data: { filters: filters.slice(0, 50).map(({ value }) => value) } })];
  },
  examples: [
    { title: 'a filter alone', rows: [], cardSays: { filter: 'numbers 0 to 999 only' }, fires: true },
    {
      title: 'with the unfiltered source',
      rows: [],
      cardSays: { filter: 'numbers 0 to 999 only', unfiltered: 'raw.jsonl' },
      fires: false,
    },
    { title: 'no filter', rows: [], fires: false },
  ],
});
