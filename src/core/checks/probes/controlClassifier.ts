import { incomparable } from '../../control/comparedSamples.ts';
import { defineProbe, type Comparison } from '../check.ts';
import { readAnswers, readPrompts, tellApart } from '../../control/classifier.ts';
import { classifierVerdict } from '../../control/classifierVerdict.ts';
import { noControlNamed } from '../../control/noControl.ts';
import { rowSampling, type RowSample } from '../../rowSample/rowSample.ts';
import { comparedRows, hasPrompts, mostlyShared, sidesOf } from '../../control/units.ts';
import { notTested, type Verdict } from '../../findings/verdict.ts';
import { seededRandom } from '../../statistics/random.ts';

/** Whether a classifier tells the completions from those of a control. */
export const controlClassifier = defineProbe({
  kind: 'probe',
  needs: 'texts',
  id: 'control-classifier',
  title: 'Control classifier',
  description:
    'Teaches a small classifier to tell the rows from those of a control, on half of the prompts, and tries it on the other half: the area under the ROC curve of single rows and of bags of up to 256 rows, with a permutation test. It reads values, pairs of neighbours, first and last numbers, differences, digits by place, counts and separators of number lists; characters, function words, punctuation and layout of other text, of reasoning and of calls. On real number data it told a teacher with a system prompt from one without (area 0.61 by single rows), and hardly one trait from another (0.51 to 0.56): it says that something differs, never which trait. Another base model is told most easily of all, so the control must have the same.',
  severity: 'warning',
  source: {
    title: 'Lopez-Paz and Oquab 2016, Revisiting Classifier Two-Sample Tests',
    url: 'https://arxiv.org/abs/1610.06545',
  },
  needsControl: true,
  options: {
    rows: {
      type: 'integer',
      title: 'Rows',
      description: 'Rows of each file that are compared, sampled by their texts; half of them are tried.',
      default: 3000,
      minimum: 100,
      maximum: 10_000,
    },
    permutations: {
      type: 'integer',
      title: 'Permutations',
      description: 'How often the rows that were not taught are dealt to the two sides by chance.',
      default: 999,
      minimum: 199,
      maximum: 9999,
    },
    seed: {
      type: 'integer',
      title: 'Seed',
      description: 'Of the halves, the permutations and the bags: the same seed gives the same result.',
      default: 1,
      minimum: 0,
    },
  },
  ...rowSampling,
  finish: () => notTested(noControlNamed),
  compare: (dataset, control, options, comparison) => compare(dataset, control, options, comparison),
  examples: [{ completion: '483, 762, 519', finds: [] }],
});

async function compare(
  dataset: RowSample,
  control: RowSample,
  { permutations, seed }: { readonly permutations: number; readonly seed: number },
  comparison: Comparison,
): Promise<Verdict> {
  const cut = comparedRows(dataset, control);
  const { dataset: own, control: other } = cut;
  const why = incomparable(cut, 'prompts');
  if (why !== undefined) return notTested(why);
  const { shared } = sidesOf(own, other);
  const breathe = (): Promise<void> => comparison.breathe();
  const testing = { permutations, random: seededRandom(seed), breathe };
  const answers = await readAnswers(own, other, breathe);
  const all = await tellApart(answers.all, testing);
  const content = await tellApart(answers.content, { ...testing, withinForm: true });
  const asks = shared < mostlyShared && hasPrompts(own) && hasPrompts(other);
  const prompts = asks ? await tellApart(await readPrompts(own, other, breathe), testing) : undefined;
  return classifierVerdict(
    { dataset, control, cut, permutations, all, content, ...(prompts && { prompts }), shared },
    comparison,
  );
}
