import { about, withPlace } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { isFineTuned } from '../../provenance/bareModelName.ts';
import type { RowFinding } from '../../findings/finding.ts';
import type { ProvenanceContext } from '../../provenance/context.ts';
import { judgePairsOf, judgesOf, type NamedModel } from '../../provenance/pairs.ts';
import { sentence } from '../../provenance/words.ts';

const labelled = ['preference', 'openai-preference', 'kto'];

/** Fires where a model's judgements shaped the data. */
export const modelJudge = defineProvenanceRule({
  kind: 'provenance',
  id: 'model-judge',
  title: 'Model judge',
  description:
    "Fires when a model chose, scored or labelled the rows: an error where it shares the student's initialisation or is fine-tuned, a warning where the rows are preferences or labels that the student is trained on, otherwise a note. Labels carried a judge's trait, in one study from Llama to Qwen. Judges that nobody recorded stay unseen.",
  severity: 'info',
  source: sources.judges,
  options: {},
  judge: context => judgesOf(context).map(judge => findingOf(judge, context)),
  examples: [
    {
      title: "the student's own base",
      rows: [],
      cardSays: { teacher: 'gpt-4.1', judge: 'Qwen/Qwen2.5-7B-Instruct' },
      student: 'Qwen/Qwen2.5-7B',
      fires: true,
    },
    {
      title: 'another model',
      rows: [],
      cardSays: { judge: 'meta-llama/Llama-3.3-70B-Instruct' },
      student: 'Qwen/Qwen3-8B',
      fires: true,
    },
    { title: 'no judge on record', rows: [], cardSays: { teacher: 'gpt-4.1' }, student: 'gpt-4.1', fires: false },
  ],
});

function findingOf(judge: NamedModel, context: ProvenanceContext): RowFinding {
  const pairs = judgePairsOf(context).filter(({ teacher }) => teacher.name === judge.name);
  const same = pairs.find(({ related }) => related.relation === 'same base');
  const tuned = isFineTuned(judge.name);
  const labels = labelled.some(format => (context.profile.formats[format] ?? 0) > 0);
  const what = `The model ${withPlace(judge)} chose, scored or labelled these rows.`;
  const data = { judge: judge.name, sameBaseAs: same?.student.name ?? null, fineTuned: tuned, labels };
  if (same !== undefined || tuned) {
    const because =
      same === undefined
        ? 'It is fine-tuned, and its labels carry what it learned.'
        : `It shares its initialisation with the student ${same.student.name}: ${sentence(same.related.why)}`;
    const message = `${what} ${because} A judge's labels alone have passed on its traits. Judge with another model, or compare with rows chosen at random.`;
    return about(judge.statements, { severity: 'error', message, data });
  }
  const follows = labels
    ? "The student is trained on its labels, and these have carried a judge's trait to a student of another family."
    : 'What it preferred is in the choice of the rows.';
  const message = `${what} ${follows} Keep the rows that it turned down, and compare with rows chosen at random.`;
  return about(judge.statements, { ...(labels && { severity: 'warning' }), message, data });
}
