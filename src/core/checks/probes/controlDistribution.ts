import { incomparable } from '../../control/comparedSamples.ts';
import { rowSampling } from '../../rowSample/rowSample.ts';
import { defineProbe } from '../check.ts';
import { compareDistributions } from '../../control/distribution.ts';
import { distributionVerdict } from '../../control/distributionVerdict.ts';
import { noControlNamed } from '../../control/noControl.ts';
import { comparedRows, sidesOf } from '../../control/units.ts';
import { notTested } from '../../findings/verdict.ts';

/** Whether the completions are written like those of a control, by counts. */
export const controlDistribution = defineProbe({
  kind: 'probe',
  needs: 'texts',
  id: 'control-distribution',
  title: 'Control distribution',
  description:
    'Compares how completions are written with a control: the same kind of data from the same base, prompts, sampling and filter, without the trait. Of lists of numbers it counts values, first and last numbers, digits by place, transitions, differences, counts, separators and lengths; of other text, words, word lengths, punctuation, layout and lengths; of reasoning in fields of its own, and of calls with their names and arguments, words and lengths. G and the Jensen–Shannon divergence are judged by permuting whole rows, since the numbers of one row depend on each other: the χ² table rejects true nulls in 13 to 60 % of cases on real number data. Whether prompts, counts and formats match is tested first and said. It can find that something differs. It cannot tell which trait, nor which rows, and a trait can be passed on by data in which nothing of this differs.',
  severity: 'warning',
  source: {
    title: 'Cloud et al. 2025, Subliminal Learning, numbers by teacher',
    url: 'https://arxiv.org/abs/2507.14805',
  },
  needsControl: true,
  options: {
    rows: {
      type: 'integer',
      title: 'Rows',
      description: 'Rows of each file that are compared, sampled by their texts.',
      default: 5000,
      minimum: 100,
      maximum: 20_000,
    },
    permutations: {
      type: 'integer',
      title: 'Permutations',
      description:
        'How often rows are dealt to the two sides by chance, and at least so often that a difference could be seen after the correction. The smallest p-value is one in their number and one.',
      default: 999,
      minimum: 199,
      maximum: 9999,
    },
    seed: {
      type: 'integer',
      title: 'Seed',
      description: 'Of the permutations: the same seed gives the same result.',
      default: 1,
      minimum: 0,
    },
  },
  ...rowSampling,
  finish: () => notTested(noControlNamed),
  compare: async (dataset, control, { permutations, seed }, comparison) => {
    const cut = comparedRows(dataset, control);
    const { dataset: own, control: other } = cut;
    const why = incomparable(cut, sidesOf(own, other).byPrompt ? 'rows' : 'prompts');
    if (why !== undefined) return notTested(why);
    const { breathe } = comparison;
    const found = await compareDistributions(own, other, { permutations, seed, breathe: () => breathe() });
    return distributionVerdict(found, { dataset, control, cut }, comparison);
  },
  examples: [{ completion: '483, 762, 519', finds: [] }],
});
