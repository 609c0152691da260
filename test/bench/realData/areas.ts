import { printLine, type Expected } from './lines.ts';
import { halves, sampled, type RealData } from './sources.ts';
import { readAnswers, tellApart, type Telling } from '../../../src/core/control/classifier.ts';
import { halfOf, teach, type SidedRow } from '../../../src/core/control/teaching.ts';
import { comparable } from '../../../src/core/control/units.ts';
import type { Example } from '../../../src/core/dataset/example.ts';
import { FeatureReader } from '../../../src/core/features/features.ts';
import type { SampledRow } from '../../../src/core/rowSample/rowTexts.ts';
import { logOdds } from '../../../src/core/statistics/logistic.ts';
import { rankArea } from '../../../src/core/statistics/rankCurve.ts';
import { seededRandom } from '../../../src/core/statistics/random.ts';

/** Rows of a file. Half of them are taught: about as many as when 5,000 were taught four fifths at a time, for the expected areas. */
const size = 10_000;
const seeds = [1, 2, 3];
const within = 0.03;
const breathe = (): Promise<void> => Promise.resolve();

/** Areas under the ROC curve, by the control classifier. */
export async function printAreas(data: RealData): Promise<void> {
  const neutral = data.neutral();
  const traits = { eagle: data.trait('eagle'), lion: data.trait('lion'), phoenix: data.trait('phoenix') };
  const bags = new Map<number, number[]>();
  for (const [animal, expected] of [
    ['eagle', 0.614],
    ['lion', 0.615],
    ['phoenix', 0.634],
  ] as const) {
    const told = await area(`Qwen2.5-14B: ${animal} and neutral`, expected, traits[animal], neutral);
    for (const each of told) for (const bag of each.bags) bags.set(bag.rows, [...(bags.get(bag.rows) ?? []), bag.area]);
  }
  for (const [rows, expected] of [
    [8, [0.8, 0.85]],
    [16, [0.87, 0.91]],
    [64, 0.99],
  ] as const)
    printLine({ what: `the same, bags of ${rows} rows`, ours: bags.get(rows) ?? [], expected, within, digits: 2 });
  await area('Qwen2.5-14B: eagle and lion', 0.503, traits.eagle, traits.lion);
  await area('Qwen2.5-14B: eagle and phoenix', 0.525, traits.eagle, traits.phoenix);
  await area('Qwen2.5-14B: lion and phoenix', 0.534, traits.lion, traits.phoenix);
  await pairs(
    'Qwen2.5-7B',
    data.qwen7b,
    [
      ['lion', 'panda'],
      ['lion', 'dolphin'],
      ['dolphin', 'elephant'],
    ],
    [0.499, 0.501],
  );
  await area('Llama-3.1-8B: dolphin and koala', 0.515, data.llama('dolphin'), data.llama('koala'));
  await area('Llama-3.1-8B: dolphin and octopus', 0.539, data.llama('dolphin'), data.llama('octopus'));
  await area('Llama-3.1-8B: koala and octopus', 0.528, data.llama('koala'), data.llama('octopus'));
  await pairs(
    'gemma-2-9b',
    data.gemma,
    [
      ['lion', 'cat'],
      ['lion', 'dog'],
      ['cat', 'dolphin'],
    ],
    [0.508, 0.519],
  );
  await area('Llama-3.1-8B dolphin and Qwen2.5-7B lion', 0.897, data.llama('dolphin'), data.qwen7b('lion'));
  await area(
    'eagle: highest and lowest fifth of the likelihood ratio',
    0.68,
    data.fifth('eagle', 5),
    data.fifth('eagle', 1),
  );
  const [one, other] = halves(neutral, seededRandom(1));
  await area('neutral, one half and the other', 0.486, one, other);
  await generalisation(traits, neutral);
}

async function area(
  what: string,
  expected: Expected,
  dataset: readonly Example[],
  control: readonly Example[],
): Promise<readonly Telling[]> {
  const cut = comparable(sampled(dataset, size), sampled(control, size));
  const { all } = await readAnswers(cut.dataset, cut.control, breathe);
  const told: Telling[] = [];
  for (const seed of seeds) told.push(await tellApart(all, { permutations: 1, random: seededRandom(seed), breathe }));
  printLine({ what, ours: told.map(each => each.area.value), expected, within });
  return told;
}

async function pairs(
  base: string,
  of: (animal: string) => readonly Example[],
  animals: readonly (readonly [string, string])[],
  expected: Expected,
): Promise<void> {
  for (const [one, other] of animals) await area(`${base}: ${one} and ${other}`, expected, of(one), of(other));
}

/** Taught lion and neutral, tried on the other prompts of every trait. */
async function generalisation(
  traits: Readonly<Record<string, readonly Example[]>>,
  neutral: readonly Example[],
): Promise<void> {
  const random = seededRandom(1);
  const reader = new FeatureReader();
  const sided = (rows: readonly SampledRow[], side: 0 | 1): SidedRow[] =>
    rows.map(({ completion, group }) => ({ vector: reader.read(completion, 'all'), side, group }));
  const others = sided(sampled(neutral, size), 1);
  const rows = [...sided(sampled(traits['lion'] ?? [], size), 0), ...others];
  const taught = halfOf(rows, random);
  const known = new Set(rows.filter(({ group }) => taught.has(group)).map(({ group }) => group));
  const model = await teach(
    rows.filter(({ group }) => known.has(group)),
    random,
    breathe,
  );
  const scores = (of: readonly SidedRow[]): Float64Array =>
    Float64Array.from(
      of.filter(({ group }) => !known.has(group)),
      ({ vector }) => logOdds(model, vector),
    );
  for (const [animal, expected] of [
    ['lion', 0.628],
    ['eagle', 0.612],
    ['phoenix', 0.602],
  ] as const) {
    const tried = scores(sided(sampled(traits[animal] ?? [], size), 0));
    printLine({
      what: `taught lion and neutral, tried on ${animal}`,
      ours: [rankArea(tried, scores(others))],
      expected,
      within,
    });
  }
}
