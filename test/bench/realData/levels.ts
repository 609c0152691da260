import { printLine } from './lines.ts';
import { halves, sampled, type RealData, textsOf } from './sources.ts';
import type { Probe } from '../../../src/core/checks/check.ts';
import { identityStrings } from '../../../src/core/checks/probes/identityStrings.ts';
import { meaningfulNumbers } from '../../../src/core/checks/probes/meaningfulNumbers.ts';
import { traitMentions } from '../../../src/core/checks/probes/traitMentions.ts';
import { resolveOptions } from '../../../src/core/checks/resolveOptions.ts';
import { readAnswers, tellApart } from '../../../src/core/control/classifier.ts';
import { compareDistributions } from '../../../src/core/control/distribution.ts';
import { comparable } from '../../../src/core/control/units.ts';
import type { Example } from '../../../src/core/dataset/example.ts';
import { permutationP } from '../../../src/core/statistics/permutation.ts';
import { seededRandom, type Random } from '../../../src/core/statistics/random.ts';

const alpha = 0.05;
/** Rows on each side: few, so that halves of one file are many different ones. */
const rows = 300;
const shareProbes: readonly Probe[] = [meaningfulNumbers, traitMentions, identityStrings];
const breathe = (): Promise<void> => Promise.resolve();

/** How often each test of the control probes rejects where both sides are drawn from one file. */
export async function printLevels(data: RealData, splits: number): Promise<void> {
  for (const [name, file] of Object.entries({ neutral: data.neutral(), 'Qwen2.5-7B lion': data.qwen7b('lion') })) {
    const found = new Map<string, number>();
    const random = seededRandom(1);
    for (let split = 1; split <= splits; split++)
      for (const [test, rejects] of Object.entries(await testsOf(file, split, random)))
        found.set(test, (found.get(test) ?? 0) + (rejects ? 1 / splits : 0));
    for (const [test, share] of found)
      printLine({
        what: `${name}, ${splits} null splits: ${test}`,
        ours: [share],
        expected: [0, 1.3 * alpha],
        within: 0,
      });
  }
}

async function testsOf(
  file: readonly Example[],
  seed: number,
  random: Random,
): Promise<Readonly<Record<string, boolean>>> {
  const sides = halves(file, random).map(half => half.slice(0, rows));
  const [one = [], other = []] = sides;
  const { dataset, control } = comparable(sampled(one, rows), sampled(other, rows));
  const found = await compareDistributions(dataset, control, { permutations: 199, seed, breathe, form: 'always' });
  const read = await readAnswers(dataset, control, breathe);
  const all = await tellApart(read.all, { permutations: 199, random, breathe });
  const content = await tellApart(read.content, { permutations: 199, random, breathe, withinForm: true });
  return {
    'control-distribution, any profile': found.profiles.some(({ adjusted }) => adjusted <= alpha),
    'control-distribution, any single value': found.bins.length > 0,
    'control-distribution, content within a form': (found.withinForm ?? 1) <= alpha,
    'control-distribution, words of the prompts': (found.prompts.p ?? 1) <= alpha,
    'control-classifier, everything': permutationP(all.permuted) <= alpha,
    'control-classifier, words and numbers': permutationP(content.permuted) <= alpha,
    'control-classifier, the same among rows of equal form':
      permutationP(content.withinForm ?? content.permuted) <= alpha,
    ...Object.fromEntries(
      await Promise.all(shareProbes.map(async probe => [probe.id, await tellsShares(probe, one, other)] as const)),
    ),
  };
}

async function tellsShares(probe: Probe, dataset: readonly Example[], control: readonly Example[]): Promise<boolean> {
  const { values } = resolveOptions(probe.options, {});
  const [own, other] = [dataset, control].map(examples => {
    const state = probe.initial(values);
    for (const example of examples) {
      if (probe.needs === 'texts') probe.add(state, textsOf(example), values);
      else probe.add(state, example, values);
    }
    return state;
  });
  const comparison = { control: 'the other half', matching: { differs: [], unknown: [] }, breathe };
  const verdict = await probe.compare?.(own ?? null, other ?? null, values, comparison);
  return verdict !== undefined && verdict.state !== 'not detected';
}
