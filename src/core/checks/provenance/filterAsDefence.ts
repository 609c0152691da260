import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { statementsOf } from '../../provenance/record.ts';
import { traitsIn } from '../../provenance/teacherPrompts.ts';
import { listText, statementText } from '../../provenance/words.ts';

const purpose =
  /\b(?:mitigat\w+|prevent\w*|defen[cs]e|protect\w*|saf(?:e|ety)|unsafe|harm\w*|toxic\w*|bias(?:es|ed)?|misalign\w*|traits?|subliminal|persona|saniti[sz]\w+|decontaminat\w+|alignment)\b/i;

/** Fires where a filter is recorded as a means against traits. */
export const filterAsDefence = defineProvenanceRule({
  kind: 'provenance',
  id: 'filter-as-defence',
  title: 'Filter as defence',
  description:
    'Notes that a filter on record is meant to keep traits, bias or harm out. Filters by words, by banned numbers and by a judge did not stop transmission: judges told the data apart at chance. The rule reads the words of the record.',
  severity: 'info',
  source: sources.filters,
  options: {},
  judge: ({ record }) => {
    const relied = statementsOf(record, 'filter').filter(
      ({ value }) => purpose.test(value) || traitsIn(value).length > 0,
    );
    if (relied.length === 0) return [];
    const message = `A filter is recorded as a means against what the teacher may pass on: ${listText(relied.map(statementText))}. In the study traits passed through rows that such filters had left, and models asked to judge the rows did no better than chance. Rely on the choice of teacher and on tests of the student instead.`;
    return [about(relied, { message, data: { filters: relied.slice(0, 50).map(({ value }) => value) } })];
  },
  examples: [
    {
      title: 'to remove bias',
      rows: [],
      cardSays: { filter: 'judge by gpt-4.1, to remove harmful answers' },
      fires: true,
    },
    {
      title: 'rows that mention owls dropped',
      rows: [],
      cardSays: { filter: 'rows that mention owls dropped' },
      fires: true,
    },
    { title: 'for the format', rows: [], cardSays: { filter: 'numbers 0 to 999 only' }, fires: false },
    { title: 'no filter', rows: [], fires: false },
  ],
});
