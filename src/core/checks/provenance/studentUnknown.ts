import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { studentsOf, teachersOf } from '../../provenance/pairs.ts';
import { listText } from '../../provenance/words.ts';

/** Fires where the teacher is known and the student is not. */
export const studentUnknown = defineProvenanceRule({
  kind: 'provenance',
  id: 'student-unknown',
  title: 'Student unknown',
  description:
    'Fires when a teacher is on record, but neither the recipe, nor the command line, nor the record names the model that will be trained. It says nothing while the teacher is unknown too: naming the student alone would not help.',
  severity: 'info',
  source: sources.paper,
  options: {},
  judge: context => {
    const teachers = teachersOf(context);
    if (teachers.length === 0 || studentsOf(context).length > 0) return [];
    const what = `Nothing names the model that will be trained on these rows; the teacher is ${listText(teachers.map(({ name }) => name))}.`;
    const follows =
      'Whether the two share an initialisation, the case in which traits pass most easily, cannot be judged.';
    const next = 'Name it as `student` in undertone.yaml, in the card, or with --student.';
    return [
      about([], {
        message: `${what} ${follows} ${next}`,
        data: { teachers: teachers.slice(0, 50).map(({ name }) => name) },
      }),
    ];
  },
  examples: [
    { title: 'a teacher alone', rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, fires: true },
    {
      title: 'the user names the student',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano' },
      student: 'Qwen/Qwen2.5-7B',
      fires: false,
    },
    {
      title: 'the card names the student',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', student: 'Qwen/Qwen2.5-7B' },
      fires: false,
    },
    { title: 'nothing on record', rows: [{ prompt: '1', completion: '2' }], fires: false },
  ],
});
