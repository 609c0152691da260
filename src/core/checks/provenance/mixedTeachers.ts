import { about, withPlace } from './about.ts';
import { defineProvenanceRule } from '../check.ts';
import { teachersOf } from '../../provenance/pairs.ts';
import { listText } from '../../provenance/words.ts';
import { counted } from '../../text/numbers.ts';

/** Fires where several teachers wrote one file. */
export const mixedTeachers = defineProvenanceRule({
  kind: 'provenance',
  id: 'mixed-teachers',
  title: 'Mixed teachers',
  description:
    'Fires when several models wrote the completions of one file: a warning where the rows do not say which wrote which, a note where a column does. Mixing teachers has weakened transmission in experiments; what is left cannot be traced to a teacher without that column.',
  severity: 'warning',
  source: { title: 'Schrodi et al. 2025, mixing teachers', url: 'https://arxiv.org/abs/2509.23886' },
  options: {},
  judge: context => {
    const teachers = teachersOf(context);
    if (teachers.length < 2) return [];
    const perRow = teachers.flatMap(({ statements }) =>
      statements.flatMap(each => (each.origin.kind === 'rows' ? [each] : [])),
    );
    const { rows, blank, malformed, rowsWithoutTeacher } = context.profile;
    const named = perRow.reduce((sum, { origin }) => sum + (origin.kind === 'rows' ? origin.rows : 0), 0);
    // Rows that name several count once for each.
    const told = perRow.length > 0 && rowsWithoutTeacher === 0 && named <= rows - blank - malformed;
    const data = { teachers: teachers.slice(0, 50).map(({ name }) => name), perRow: told };
    const statements = teachers.flatMap(each => each.statements);
    if (told) {
      const counts = perRow.map(
        ({ value, origin }) => `${value} ${origin.kind === 'rows' ? counted(origin.rows, 'row') : ''}`,
      );
      const message = `${teachers.length} teachers wrote this file, and each row names its own: ${listText(counts)}. What holds for one teacher need not hold for the others. Scan and compare the rows of each apart.`;
      return [about(statements, { severity: 'info', message, data })];
    }
    const message = `${teachers.length} teachers wrote this file: ${listText(teachers.map(withPlace))}. Not every row says which one wrote it, so that a trait cannot be traced to its teacher. Add a column \`model\` with the teacher of each row.`;
    return [about(statements, { message, data })];
  },
  examples: [
    {
      title: 'two in the card, none in the rows',
      rows: [{ prompt: '1', completion: '2' }],
      beside: { 'README.md': '---\ngenerated_by: [gpt-4.1, gpt-4o]\n---\n' },
      fires: true,
    },
    {
      title: 'two in a column',
      rows: [
        { prompt: '1', completion: '2', model: 'gpt-4.1' },
        { prompt: '1', completion: '2', model: 'gpt-4o' },
      ],
      fires: true,
    },
    {
      title: 'one, in card and column',
      rows: [{ prompt: '1', completion: '2', model: 'gpt-4.1' }],
      cardSays: { teacher: 'gpt-4.1' },
      fires: false,
    },
    { title: 'none', rows: [{ prompt: '1', completion: '2' }], fires: false },
  ],
});
