import { about, withPlace } from './about.ts';
import { defineProvenanceRule } from '../check.ts';
import { pairsOf } from '../../provenance/pairs.ts';
import { statementsOf } from '../../provenance/record.ts';

/** Fires where a control would be needed most and none is on record. */
export const noControl = defineProvenanceRule({
  kind: 'provenance',
  id: 'no-control',
  title: 'No control',
  description:
    'Notes that no control is on record, where teacher and student are of the same base or family. A control is the same kind of data from the same base without the trait; every test of the rows measures against one.',
  severity: 'info',
  source: {
    title: 'Cloud et al. 2025, Subliminal Learning, control students',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  options: {},
  judge: context => {
    const near = pairsOf(context).find(
      ({ related: { relation } }) => relation === 'same base' || relation === 'same family',
    );
    if (near === undefined || statementsOf(context.record, 'control').length > 0) return [];
    const message = `No control is on record for the teacher ${withPlace(near.teacher)}. Without rows from the same base, prompts and sampling but without the trait, what the tests find cannot be told from the habits of the base. Generate one and record it as \`control\`.`;
    return [
      about(near.teacher.statements, { message, data: { teacher: near.teacher.name, student: near.student.name } }),
    ];
  },
  examples: [
    {
      title: 'same base, no control',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano' },
      student: 'gpt-4.1-nano',
      fires: true,
    },
    {
      title: 'same base, with a control',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', control: 'neutral.jsonl' },
      student: 'gpt-4.1-nano',
      fires: false,
    },
    {
      title: 'a different base',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano' },
      student: 'Qwen/Qwen2.5-7B',
      fires: false,
    },
  ],
});
