import { about, withPlace } from './about.ts';
import { defineProvenanceRule } from '../check.ts';
import { pairsOf, teachersOf } from '../../provenance/pairs.ts';
import { statementsOf } from '../../provenance/record.ts';

/** Fires where nothing says how the completions were sampled. */
export const samplingUnknown = defineProvenanceRule({
  kind: 'provenance',
  id: 'sampling-unknown',
  title: 'Sampling unknown',
  description:
    "Fires when the teacher is on record but its sampling (temperature, top-p and the like) is not: a note, and a warning where the student shares the teacher's base. The likelihood-ratio test for a trait assumes temperature 1 and no filter, and names the wrong trait where that does not hold.",
  severity: 'info',
  source: { title: 'LLS, scoring responses by likelihood ratio, 2026', url: 'https://arxiv.org/abs/2602.04863' },
  options: {},
  judge: context => {
    const [teacher] = teachersOf(context);
    if (teacher === undefined || statementsOf(context.record, 'teacher.sampling').length > 0) return [];
    const same = pairsOf(context).some(({ related }) => related.relation === 'same base');
    const message = `Nothing says how the completions of ${withPlace(teacher)} were sampled. A likelihood-ratio test of these rows cannot be calibrated, and a control cannot be made in the same way. Record temperature, top-p, the seed and the number of samples for each prompt.`;
    return [
      about(teacher.statements, { ...(same && { severity: 'warning' }), message, data: { teacher: teacher.name } }),
    ];
  },
  examples: [
    { title: 'a teacher alone', rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, fires: true },
    {
      title: 'sampling on record',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.sampling': '{"temperature":1}' },
      fires: false,
    },
    { title: 'no teacher on record', rows: [], fires: false },
  ],
});
