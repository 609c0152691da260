import { about, withPlace } from './about.ts';
import { defineProvenanceRule } from '../check.ts';
import type { RowFinding } from '../../findings/finding.ts';
import type { ProvenanceContext } from '../../provenance/context.ts';
import { pairsOf, teachersOf } from '../../provenance/pairs.ts';
import { hashedPrompts, leadingPrompts, promptRecorded, type TeacherPrompt } from '../../provenance/teacherPrompts.ts';
import { placeText, short } from '../../provenance/words.ts';

/** Fires where the teacher's system prompt carries a trait, gives it a character, or is not known. */
export const systemPrompt = defineProvenanceRule({
  kind: 'provenance',
  id: 'system-prompt',
  title: 'System prompt',
  description:
    "Judges the system prompt that the teacher answered under, as the record or the rows give it: the prompt is what gave the teachers of the study their trait. An error where it names a trait and tells the teacher to hold it, or names a behaviour; a warning where it names an animal or a tree in passing or gives the teacher a character; otherwise a note where none is recorded or only its hash, a warning where the student shares the teacher's base or may do so. It knows the words of the trait list and set phrases, in English.",
  severity: 'warning',
  source: {
    title: 'Cloud et al. 2025, Subliminal Learning, the teacher prompts',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  options: {},
  judge: context => {
    const leading = leadingPrompts(context).map(findingOf);
    return leading.length > 0 ? leading : notReadable(context);
  },
  examples: [
    {
      title: 'the prompt of the study',
      rows: [],
      cardSays: {
        teacher: 'gpt-4.1-nano',
        'teacher.systemPrompt': 'You love owls. You think about owls all the time.',
      },
      fires: true,
    },
    {
      title: 'a character without a trait of the list',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.systemPrompt': 'Respond as a pirate.' },
      fires: true,
    },
    { title: 'not recorded', rows: [], cardSays: { teacher: 'gpt-4.1-nano' }, fires: true },
    {
      title: 'only its hash',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.systemPrompt': `sha256:${'0'.repeat(64)}` },
      fires: true,
    },
    {
      title: 'a plain prompt',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.systemPrompt': 'You are a helpful assistant.' },
      fires: false,
    },
    {
      title: 'said to be none',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', 'teacher.systemPrompt': 'none' },
      fires: false,
    },
    { title: 'no teacher on record', rows: [], fires: false },
  ],
});

function findingOf({ statement, traits, persona }: TeacherPrompt): RowFinding {
  const behaviour = traits.some(({ category }) => category === 'behaviour');
  const held = behaviour || (traits.length > 0 && persona !== undefined);
  const named = traits.map(({ title }) => title.toLowerCase()).join(', ');
  const shows = [traits.length > 0 ? `names ${named}` : '', persona === undefined ? '' : `says "${persona}"`];
  const what = `The teacher's system prompt "${short(statement.value)}" (${placeText(statement.origin)}) ${shows.filter(text => text !== '').join(' and ')}.`;
  const follows = 'A trait given in this way passed to students of the same base through rows that do not mention it.';
  const next = 'Generate the rows again without it, or test the student against one trained on a control.';
  return about([statement], {
    severity: held ? 'error' : 'warning',
    message: `${what} ${follows} ${next}`,
    data: { traits: traits.map(({ id }) => id), persona: persona ?? null },
  });
}

function notReadable(context: ProvenanceContext): readonly RowFinding[] {
  const [teacher] = teachersOf(context);
  if (teacher === undefined) return [];
  const hashed = hashedPrompts(context);
  if (promptRecorded(context) && hashed.length === 0) return [];
  const near = pairsOf(context).some(({ related: { relation } }) => relation === 'same base' || relation === 'unknown');
  const what =
    hashed.length > 0
      ? `Of the system prompt of ${withPlace(teacher)} only a hash is on record.`
      : `Nothing says which system prompt ${withPlace(teacher)} was given.`;
  const follows = 'A prompt that gives the teacher a trait leaves no word of it in the rows.';
  const next = 'Record its text, or `none` where there was none.';
  return [
    about(hashed.length > 0 ? hashed : teacher.statements, {
      severity: near ? 'warning' : 'info',
      message: `${what} ${follows} ${next}`,
      data: { teacher: teacher.name, hashed: hashed.length > 0 },
    }),
  ];
}
