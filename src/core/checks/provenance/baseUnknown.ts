import { about, withPlace } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { pairsOf } from '../../provenance/pairs.ts';
import { sentence } from '../../provenance/words.ts';

/** Fires where both models are named and nobody can tell how they relate. */
export const baseUnknown = defineProvenanceRule({
  kind: 'provenance',
  id: 'base-unknown',
  title: 'Base unknown',
  description:
    'Fires when teacher and student are both named, but what one of them started from is not known, so that a common initialisation cannot be ruled out. Developers of models behind an API rarely publish it.',
  severity: 'warning',
  source: sources.paper,
  options: {},
  judge: context =>
    pairsOf(context)
      .filter(({ related }) => related.relation === 'unknown')
      .map(({ teacher, student, related: { why } }) => {
        const what = `Whether the teacher ${withPlace(teacher)} and the student ${withPlace(student)} share an initialisation is not known.`;
        const next =
          'Record the base model of each, in the card or under `models` in undertone.yaml; until then the risk cannot be lowered.';
        return about([...teacher.statements, ...student.statements], {
          message: `${what} ${sentence(why)} ${next}`,
          data: { teacher: teacher.name, student: student.name },
        });
      }),
  examples: [
    {
      title: 'a teacher that nobody knows',
      rows: [],
      cardSays: { teacher: 'acme/owl' },
      student: 'gpt-4.1',
      fires: true,
    },
    {
      title: 'its base is on record',
      rows: [],
      cardSays: { teacher: 'acme/owl', 'teacher.base': 'Qwen/Qwen2.5-7B' },
      student: 'gpt-4.1',
      fires: false,
    },
    { title: 'no teacher on record', rows: [], student: 'gpt-4.1', fires: false },
  ],
});
