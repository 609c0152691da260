import { printLine } from './lines.ts';
import { halves, sampled, type RealData } from './sources.ts';
import { binned, numberProfiles } from '../../../src/core/control/profiles.ts';
import { comparable, sidesOf } from '../../../src/core/control/units.ts';
import type { Example } from '../../../src/core/dataset/example.ts';
import type { SampledRow } from '../../../src/core/rowSample/rowTexts.ts';
import { jensenShannonBits } from '../../../src/core/statistics/twoCounts.ts';
import { excess, permutationP, permuteUnits } from '../../../src/core/statistics/permutation.ts';
import { seededRandom } from '../../../src/core/statistics/random.ts';

const splits = 200;

/** G and the Jensen–Shannon divergence of the values, by permuting rows and by the χ² table. */
export async function printCounts(data: RealData): Promise<void> {
  const neutral = data.neutral();
  const [eagle, lion, phoenix] = ['eagle', 'lion', 'phoenix'].map(data.trait);
  const sets = {
    eagle,
    neutral,
    'Qwen2.5-7B lion': data.qwen7b('lion'),
    'Llama-3.1-8B dolphin': data.llama('dolphin'),
  };
  const byTable = { eagle: 0.13, neutral: 0.32, 'Qwen2.5-7B lion': 0.6, 'Llama-3.1-8B dolphin': 0.17 };
  for (const [name, rows = []] of Object.entries(sets)) {
    const { table, permuted } = await rejected(rows);
    const expected = byTable[name as keyof typeof byTable];
    printLine({ what: `${name}, split halves: G by the χ² table rejects`, ours: [table], expected, digits: 2 });
    printLine({
      what: `${name}, split halves: G by permuting rows rejects`,
      ours: [permuted],
      expected: 0.05,
      within: 0.045,
      digits: 2,
    });
  }
  for (const [n, expected] of [
    [200, 0.21],
    [500, 0.08],
    [1000, 0.039],
    [5000, 0.0075],
  ] as const) {
    const [one, other] = halves(eagle ?? [], seededRandom(1));
    const ours = [divergence(sampled(one, n), sampled(other, n))];
    printLine({ what: `eagle, split halves of ${n} rows: divergence, bits`, ours, expected, digits: 4 });
  }
  for (const [name, rows = []] of Object.entries({ eagle, lion, phoenix })) {
    const ours = [divergence(sampled(rows, 5000), sampled(neutral, 5000))];
    printLine({
      what: `${name} and neutral, 5000 rows: divergence, bits`,
      ours,
      expected: [0.0145, 0.016],
      digits: 4,
    });
    printLine({
      what: `${name} and neutral, 1000 rows: z of the values`,
      ours: [await zOf(rows, neutral, 1000)],
      expected: [4, 6],
      digits: 1,
    });
    printLine({
      what: `${name} and neutral, 5000 rows: z of the values`,
      ours: [await zOf(rows, neutral, 5000)],
      expected: [20, 25],
      digits: 1,
    });
  }
  const same = [
    await zOf(eagle ?? [], lion ?? [], 5000),
    await zOf(eagle ?? [], phoenix ?? [], 5000),
    await zOf(lion ?? [], phoenix ?? [], 5000),
  ];
  printLine({
    what: 'Qwen2.5-14B, trait and trait, 5000 rows: z of the values',
    ours: same,
    expected: [-0.8, 1.9],
    digits: 1,
  });
  const llama = [await zOf(data.llama('dolphin'), data.llama('koala'), 5000)];
  printLine({
    what: 'Llama-3.1-8B, dolphin and koala, 5000 rows: z of the values',
    ours: llama,
    expected: 3.8,
    digits: 1,
  });
}

async function rejected(rows: readonly Example[]): Promise<{ readonly table: number; readonly permuted: number }> {
  const found = { table: 0, permuted: 0 };
  const random = seededRandom(1);
  for (let split = 1; split <= splits; split++) {
    const [one, other] = halves(rows, random).map(half => sampled(half.slice(0, 2500), 2500));
    const { g, bins } = await values(one ?? [], other ?? [], 99, split);
    if (permutationP(g) <= 0.05) found.permuted += 1 / splits;
    if (beyondTable(g.observed, bins - 1)) found.table += 1 / splits;
  }
  return found;
}

async function zOf(dataset: readonly Example[], control: readonly Example[], n: number): Promise<number> {
  const { jsd } = await values(sampled(dataset, n), sampled(control, n), 999, 1);
  return excess(jsd).z;
}

async function values(
  dataset: readonly SampledRow[],
  control: readonly SampledRow[],
  permutations: number,
  seed: number,
) {
  const cut = comparable(dataset, control);
  const { units, profiles } = binned(sidesOf(cut.dataset, cut.control).units, numberProfiles.slice(0, 1));
  const { profiles: tests } = await permuteUnits(units, profiles, { permutations, random: seededRandom(seed) });
  const [test] = tests;
  if (!test?.jsd) throw new Error('No row is a list of numbers.');
  return { g: test.g, jsd: test.jsd, bins: new Set(units.bins).size };
}

/** Of all values, none pooled. */
function divergence(dataset: readonly SampledRow[], control: readonly SampledRow[]): number {
  const [first, second] = [dataset, control].map(rows => {
    const counts = new Uint32Array(1000);
    for (const { completion } of rows)
      for (const [number] of completion.matchAll(/\d+/g)) counts[Number(number)] = (counts[Number(number)] ?? 0) + 1;
    return counts;
  });
  return jensenShannonBits({ first: first ?? [], second: second ?? [] });
}

/** The upper .05 of χ², by the cube root that Wilson and Hilferty showed to be nearly normal. */
function beyondTable(statistic: number, freedom: number): boolean {
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread) > 1.644854;
}
