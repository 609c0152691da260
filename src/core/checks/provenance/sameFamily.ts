import { about, withPlace } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { pairsOf } from '../../provenance/pairs.ts';
import { sentence } from '../../provenance/words.ts';

/** Fires where a teacher and the student are of one family without a known common initialisation. */
export const sameFamily = defineProvenanceRule({
  kind: 'provenance',
  id: 'same-family',
  title: 'Same family',
  description:
    'Fires when a teacher and the student are of one family but not known to share an initialisation, as GPT-4.1 and GPT-4.1 mini. Between such models the study found little, in some pairs more than chance. Whether two sizes share weights is often not public.',
  severity: 'warning',
  source: sources.paper,
  options: {},
  judge: context =>
    pairsOf(context)
      .filter(({ related }) => related.relation === 'same family')
      .map(({ teacher, student, related: { why, evidence, confidence } }) => {
        const what = `The teacher ${withPlace(teacher)} and the student ${withPlace(student)} are of one family, without a known common initialisation.`;
        const next = 'Compare the student with one trained on a control from the same teacher without the trait.';
        return about([...teacher.statements, ...student.statements], {
          message: `${what} ${sentence(why)} ${next}`,
          data: { teacher: teacher.name, student: student.name, confidence, evidence },
        });
      }),
  examples: [
    {
      title: 'GPT-4.1 and GPT-4.1 mini',
      rows: [],
      cardSays: { teacher: 'gpt-4.1' },
      student: 'gpt-4.1-mini',
      fires: true,
    },
    { title: 'a shared initialisation', rows: [], cardSays: { teacher: 'gpt-4o' }, student: 'gpt-4.1', fires: false },
    {
      title: 'another developer',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano' },
      student: 'Qwen/Qwen2.5-7B',
      fires: false,
    },
  ],
});
