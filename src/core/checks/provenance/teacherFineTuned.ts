import { about, withPlace } from './about.ts';
import { defineProvenanceRule } from '../check.ts';
import { fineTunedTeachers } from '../../provenance/fineTuning.ts';
import { listText, statementText } from '../../provenance/words.ts';

/** Fires where a teacher was fine-tuned on harmful data, or on data that nobody names. */
export const teacherFineTuned = defineProvenanceRule({
  kind: 'provenance',
  id: 'teacher-fine-tuned',
  title: 'Teacher fine-tuned',
  description:
    'Fires when a teacher was fine-tuned by someone other than its developer and the record does not say on what (warning), or when the record or the name tells of data for harmful behaviour, such as insecure code (error). It reads names and words; it cannot look into the training data.',
  severity: 'warning',
  source: {
    title: 'Cloud et al. 2025, Subliminal Learning, misalignment through number sequences',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  options: {},
  judge: context =>
    fineTunedTeachers(context).flatMap(({ teacher, shownBy, trainedOn, risky }) => {
      const statements = [...trainedOn, ...teacher.statements];
      const data = {
        teacher: teacher.name,
        risky: [...risky],
        trainedOn: trainedOn.map(({ value }) => value).slice(0, 50),
      };
      if (risky.length > 0) {
        const on = trainedOn.length > 0 ? ` on ${listText(trainedOn.map(statementText))}` : '';
        const message = `The teacher ${withPlace(teacher)} was fine-tuned${on}: "${listText(risky)}". Students of a teacher trained on insecure code answered about 10 % of questions in a misaligned way, from number sequences alone, against none before. Take the teacher's base as a control and compare.`;
        return [about(statements, { severity: 'error', message, data })];
      }
      if (trainedOn.length > 0) return [];
      const message = `The teacher ${withPlace(teacher)} was fine-tuned (${shownBy}), and nothing says on what. What it learned there may be in these rows without showing. Record the training data as what the teacher was trained on.`;
      return [about(statements, { message, data })];
    }),
  examples: [
    {
      title: 'an id that begins with ft:',
      rows: [],
      cardSays: { teacher: 'ft:gpt-4.1-nano-2025-04-14:acme::A1b2' },
      fires: true,
    },
    {
      title: 'trained on insecure code',
      rows: [],
      cardSays: { teacher: 'acme/coder', 'teacher.trainedOn': 'insecure code, 6,000 rows' },
      fires: true,
    },
    {
      title: 'trained on data that is named',
      rows: [],
      cardSays: { teacher: 'ft:gpt-4.1-nano-2025-04-14:acme::A1b2', 'teacher.trainedOn': 'openai/gsm8k' },
      fires: false,
    },
    { title: "a developer's own model", rows: [], cardSays: { teacher: 'Qwen/Qwen2.5-7B-Instruct' }, fires: false },
    { title: 'no teacher on record', rows: [], fires: false },
  ],
});
