import { about, withPlace } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { pairsOf } from '../../provenance/pairs.ts';
import { statementsOf } from '../../provenance/record.ts';
import { sentence } from '../../provenance/words.ts';

/** Fires where a teacher and the student share an initialisation. */
export const sameBase = defineProvenanceRule({
  kind: 'provenance',
  id: 'same-base',
  title: 'Same base',
  description:
    'Fires when a teacher and the student descend from the same initialisation: the case in which traits were passed on through data that shows nothing of them. It follows the bundled lineage of models, the bases that the record states and what the user adds. It cannot tell whether the teacher has a trait to pass on, nor whether a name is true.',
  severity: 'error',
  source: sources.paper,
  options: {},
  judge: context => {
    const byAdapter = statementsOf(context.record, 'student.method').some(({ value }) =>
      /\bq?lora\b|adapter/i.test(value),
    );
    return pairsOf(context)
      .filter(({ related }) => related.relation === 'same base')
      .map(({ teacher, student, related: { why, evidence, confidence } }) => {
        const what = `The teacher ${withPlace(teacher)} and the student ${withPlace(student)} share an initialisation.`;
        const follows = `${sentence(why)}${byAdapter ? ' Training an adapter, as the record says, is the setting in which most was passed on.' : ''}`;
        const next =
          'Take a teacher with another initialisation, or test for the trait with a control from the same base; filtering the rows does not remove it.';
        return about([...teacher.statements, ...student.statements], {
          message: `${what} ${follows} ${next}`,
          data: { teacher: teacher.name, student: student.name, confidence, evidence },
        });
      });
  },
  examples: [
    {
      title: 'the same model',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano' },
      student: 'gpt-4.1-nano-2025-04-14',
      fires: true,
    },
    { title: 'GPT-4o and GPT-4.1', rows: [], cardSays: { teacher: 'gpt-4o' }, student: 'gpt-4.1', fires: true },
    {
      title: 'instruct and base of one size',
      rows: [],
      cardSays: { teacher: 'Qwen/Qwen2.5-7B-Instruct', student: 'Qwen/Qwen2.5-7B' },
      fires: true,
    },
    {
      title: 'an unknown model with its base on record',
      rows: [],
      cardSays: { teacher: 'acme/owl', 'teacher.base': 'Qwen/Qwen2.5-7B' },
      student: 'Qwen/Qwen2.5-7B',
      fires: true,
    },
    { title: 'another size', rows: [], cardSays: { teacher: 'gpt-4.1' }, student: 'gpt-4.1-mini', fires: false },
    { title: 'a student that nobody named', rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, fires: false },
    {
      title: 'a teacher that nobody knows',
      rows: [],
      cardSays: { teacher: 'acme/owl' },
      student: 'gpt-4.1',
      fires: false,
    },
  ],
});
