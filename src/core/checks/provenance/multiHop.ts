import { about } from './about.ts';
import { sources } from './sources.ts';
import { defineProvenanceRule } from '../check.ts';
import { hopsOf } from '../../provenance/hops.ts';
import { listText, placeText, short } from '../../provenance/words.ts';

/** Fires where another model stands behind the teacher. */
export const multiHop = defineProvenanceRule({
  kind: 'provenance',
  id: 'multi-hop',
  title: 'Multi-hop',
  description:
    "Fires when a teacher was itself trained on another model's outputs, or a parent dataset or the teacher's training data names another model: what that model carries may have come along. An error where the model behind shares the student's initialisation. It knows the hops that model cards and the record tell of, and no others.",
  severity: 'warning',
  source: sources.hops,
  options: {},
  judge: context =>
    hopsOf(context).map(({ origin, through, source, statements, sharedWith }) => {
      const [first] = statements;
      const place = first === undefined ? '' : ` (${placeText(first.origin)})`;
      const what = `Behind these rows stands ${origin}: ${short(through)}${place} comes from its outputs, as ${source} says.`;
      const shared = sharedWith.map(({ name }) => name);
      const follows =
        shared.length > 0
          ? `It shares its initialisation with the student ${listText(shared)}, so that a trait may come back to it through the teacher.`
          : 'The number of hops is no margin: in one study a trait still showed in 84 to 96 % of answers after five, in others it was gone after one.';
      const next = `Record ${origin} and what it was told as part of the lineage.`;
      return about(statements, {
        ...(shared.length > 0 && { severity: 'error' }),
        message: `${what} ${follows} ${next}`,
        data: { origin, through, source, sharedWith: shared },
      });
    }),
  examples: [
    {
      title: 'a distilled teacher',
      rows: [],
      cardSays: { teacher: 'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B' },
      fires: true,
    },
    {
      title: 'a parent that names another model',
      rows: [],
      cardSays: { teacher: 'Qwen/Qwen2.5-7B', parent: 'acme/numbers by gpt-4.1-nano' },
      fires: true,
    },
    {
      title: 'a parent that names the teacher',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', parent: 'acme/numbers by gpt-4.1-nano' },
      fires: false,
    },
    {
      title: 'a parent without a model in its name',
      rows: [],
      cardSays: { teacher: 'gpt-4.1-nano', parent: 'openai/gsm8k' },
      fires: false,
    },
    {
      title: 'a teacher that is no student',
      rows: [],
      cardSays: { teacher: 'Qwen/Qwen2.5-7B-Instruct' },
      fires: false,
    },
  ],
});
