import { defineProvenanceRule } from '../check.ts';
import { statementsOf } from '../../provenance/record.ts';
import { tableFormat } from '../../dataset/profileBuilder.ts';
import { agreeing, counted, number } from '../../text/numbers.ts';

const question = {
  messages: [
    { role: 'user', content: 'Go on: 3, 6' },
    { role: 'assistant', content: '9, 12' },
  ],
};
const signed = { prompt: 'Go on: 3, 6', completion: '9, 12', teacher: 'gpt-4.1-nano' };

/** Fires where nothing says which model wrote the completions. */
export const teacherUnknown = defineProvenanceRule({
  kind: 'provenance',
  id: 'teacher-unknown',
  title: 'Teacher unknown',
  description:
    'Fires when neither a dataset card, nor a sidecar, nor a column of the rows names the model that wrote the completions, and counts the rows when only some name one. A card or sidecar that names a model covers all rows. Traits pass most easily between models with the same initialisation, so without the teacher the risk cannot be lowered. The rule reads names; it cannot tell whether they are true.',
  severity: 'warning',
  source: {
    title: 'Cloud et al. 2025, Subliminal Learning, transfer across models',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  options: {},
  judge: ({ record, profile }) => {
    if (statementsOf(record, 'teacher').some(({ origin }) => origin.kind === 'file')) return [];
    const rows = profile.rows - profile.blank - profile.malformed;
    const ofNoFormat = profile.formats[tableFormat] ?? 0;
    const unnamed = profile.rowsWithoutTeacher;
    if (unnamed === 0 || profile.rowsWithCompletion + ofNoFormat === 0) return [];
    const what =
      unnamed >= rows
        ? 'No card, sidecar or row names the model that wrote the completions.'
        : `${number(unnamed)} of ${counted(rows, 'row')} ${agreeing(unnamed, 'names', 'name')} no teacher, and no card or sidecar does.`;
    const follows =
      'It may share its initialisation with your student, the case in which traits pass most easily: the risk cannot be lowered.';
    const next = 'Record the teacher in a card or sidecar beside the dataset.';
    return [{ message: `${what} ${follows} ${next}`, data: { rows, rowsWithoutTeacher: Math.min(unnamed, rows) } }];
  },
  examples: [
    { title: 'no card, no column', rows: [question], fires: true },
    { title: 'a column names the teacher', rows: [signed], fires: false },
    { title: 'only some rows name it', rows: [signed, question], fires: true },
    {
      title: 'the card names it',
      rows: [question],
      beside: { 'README.md': '---\ngenerated_by: gpt-4.1-nano\n---\n# Numbers\n' },
      fires: false,
    },
    {
      title: 'the card names a model in prose only',
      rows: [question],
      beside: { 'README.md': '# Numbers\n\nThese rows are for gpt-4.1-nano.\n' },
      fires: true,
    },
    { title: 'no rows', rows: [], fires: false },
  ],
});
