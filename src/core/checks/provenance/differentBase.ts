import { about, withPlace } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { pairsOf } from '../../provenance/pairs.ts';
import { sentence } from '../../provenance/words.ts';

/** Says what was found between models with different initialisations. */
export const differentBase = defineProvenanceRule({
  kind: 'provenance',
  id: 'different-base',
  title: 'Different base',
  description:
    'Notes that a teacher and the student have different initialisations, with what the literature found in that case. It is the strongest step against transmission that is known and excludes nothing: preference labels, selected pairs and poisoned rows have carried traits across models.',
  severity: 'info',
  source: sources.paper,
  options: {},
  judge: context =>
    pairsOf(context)
      .filter(({ related }) => related.relation === 'different')
      .map(({ teacher, student, related: { why, evidence, confidence } }) => {
        const what = `The teacher ${withPlace(teacher)} and the student ${withPlace(student)} have different initialisations.`;
        const next = 'Keep the record of both, and test the student for what you would not want it to have.';
        return about([...teacher.statements, ...student.statements], {
          message: `${what} ${sentence(why)} ${sentence(evidence)} ${next}`,
          data: { teacher: teacher.name, student: student.name, confidence },
        });
      }),
  examples: [
    {
      title: 'two developers',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano' },
      student: 'Qwen/Qwen2.5-7B',
      fires: true,
    },
    { title: 'the same model', rows: [], cardSays: { teacher: 'gpt-4.1' }, student: 'gpt-4.1', fires: false },
    {
      title: 'a student that nobody knows',
      rows: [],
      cardSays: { teacher: 'gpt-4.1' },
      student: 'acme/owl',
      fires: false,
    },
  ],
});
