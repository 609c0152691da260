import {
  areLists,
  binned,
  formOf,
  profilesOf,
  promptProfile,
  strataOf,
  type Binned,
  type ProfileKind,
} from './profiles.ts';
import { hasPrompts, mostlyShared, sidesOf, withinForm, type Sides } from './units.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';
import { holdersOf } from '../statistics/dealing.ts';
import { level } from '../statistics/levels.ts';
import { binTests } from '../statistics/binTests.ts';
import { holm } from '../statistics/multiplicity.ts';
import {
  divergenceErrors,
  excess,
  permutationP,
  permuteUnits,
  type PermutationOptions,
  type PermutationResult,
  type Permuted,
} from '../statistics/permutation.ts';
import { seededRandom } from '../statistics/random.ts';

export interface ProfileResult {
  readonly kind: ProfileKind;
  /** Of G, by permutation; then corrected over all profiles. */
  readonly p: number;
  readonly adjusted: number;
  readonly jsd: Permuted;
  /** Bits above the mean of the permutations, with its standard error, and in their standard deviations. */
  readonly excess: number;
  readonly error: number;
  readonly z: number;
}

/** A single value or word that one side writes more often. */
export interface BinResult {
  readonly name: string;
  /** Of all values on each side, the dataset's less the control's. */
  readonly difference: number;
  /** Of the permutations. */
  readonly sd: number;
  readonly z: number;
  readonly adjusted: number;
}

export interface Distribution {
  readonly rows: { readonly dataset: number; readonly control: number };
  readonly permutations: number;
  readonly asNumbers: boolean;
  readonly profiles: readonly ProfileResult[];
  /** The least corrected p-value of content among rows of equal form; absent where content does not differ, so that form explains nothing. */
  readonly withinForm?: number;
  /** Values or words after the correction of Benjamini and Hochberg, the farthest first; none where the permutations have some as often. */
  readonly bins: readonly BinResult[];
  /** Bins that were tested. */
  readonly binsTested: number;
  readonly prompts: PromptMatch;
}

export interface PromptMatch {
  readonly shared: number;
  readonly byPrompt: boolean;
  readonly present: boolean;
  /** Of the words of the prompts, by permutation; absent where the prompts are the same. */
  readonly p?: number;
}

export interface DistributionOptions {
  readonly permutations: number;
  readonly seed: number;
  /** Tests content among rows of equal form even where it does not differ: to measure how often that rejects. */
  readonly form?: 'always';
  breathe(): Promise<void>;
}

/** Compares how two samples are written, profile by profile, with the null from permuting rows. */
export async function compareDistributions(
  dataset: readonly SampledRow[],
  control: readonly SampledRow[],
  { permutations, seed, breathe, form }: DistributionOptions,
): Promise<Distribution> {
  const random = seededRandom(seed);
  const asNumbers = [dataset, control].every(areLists);
  const kinds = profilesOf([...dataset, ...control], asNumbers);
  const sides = sidesOf(dataset, control);
  // With fewer no profile could differ at the level, whatever the rows say.
  const enough = Math.max(permutations, Math.ceil(kinds.length / level));
  const permuting = { permutations: enough, random, breathe };
  const table = binned(sides.units, kinds);
  const holders = holdersOf(table.units);
  const result = await permuteUnits(table.units, table.profiles, { ...permuting, holders, binsOf: 0 });
  const profiles = profileResults(kinds, table, result);
  const { bins, tested } = binResults(table, result);
  const prompts = await matchPrompts(dataset, control, sides, permuting);
  const differs = profiles.some(({ kind, adjusted }) => kind.about === 'content' && adjusted <= level);
  const asksForm = differs || form === 'always';
  return {
    rows: { dataset: dataset.length, control: control.length },
    permutations: enough,
    asNumbers,
    profiles,
    ...(asksForm && { withinForm: await testWithinForm(table, kinds, sides, { ...permuting, holders }) }),
    bins,
    binsTested: tested,
    prompts,
  };
}

async function testWithinForm(
  { units, profiles }: Binned,
  kinds: readonly ProfileKind[],
  sides: Sides,
  permuting: PermutationOptions,
): Promise<number> {
  const alike = { ...units, strata: strataOf(withinForm(sides.units, formOf)) };
  const ofContent = profiles.filter((_, i) => kinds[i]?.about === 'content');
  const { profiles: tests } = await permuteUnits(alike, ofContent, { ...permuting, only: 'g' });
  return Math.min(1, ...holm(tests.map(({ g }) => permutationP(g))));
}

function profileResults(
  kinds: readonly ProfileKind[],
  { units, profiles }: Binned,
  result: PermutationResult,
): readonly ProfileResult[] {
  const pValues = result.profiles.map(({ g }) => permutationP(g));
  const adjusted = holm(pValues);
  const errors = divergenceErrors(units, profiles);
  return kinds.flatMap((kind, i) => {
    const measured = result.profiles[i];
    if (!measured?.jsd) return [];
    const { value, z } = excess(measured.jsd);
    return [
      {
        kind,
        p: pValues[i] ?? 1,
        adjusted: adjusted[i] ?? 1,
        jsd: measured.jsd,
        excess: value,
        error: errors[i] ?? 0,
        z,
      },
    ];
  });
}

function binResults(
  { names, profiles }: Binned,
  { differences }: PermutationResult,
): { readonly bins: readonly BinResult[]; readonly tested: number } {
  if (!differences) return { bins: [], tested: 0 };
  const start = profiles[0]?.start ?? 0;
  const named = [...differences.observed.keys()].filter(bin => names[start + bin] !== undefined);
  const { z, adjusted, anyP } = binTests(differences, named);
  const bins = named
    .map((bin, i) => {
      const difference = differences.observed[bin] ?? 0;
      const own = z[i] ?? 0;
      const sd = own === 0 ? 0 : Math.abs(difference / own);
      return { name: names[start + bin] ?? '', difference, sd, z: own, adjusted: adjusted[i] ?? 1 };
    })
    .filter(bin => anyP <= level && bin.adjusted <= level)
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  return { bins, tested: named.length };
}

async function matchPrompts(
  dataset: readonly SampledRow[],
  control: readonly SampledRow[],
  { shared, byPrompt, units }: Sides,
  permuting: PermutationOptions,
): Promise<PromptMatch> {
  const present = hasPrompts(dataset) && hasPrompts(control);
  if (byPrompt || !present || shared >= mostlyShared) return { shared, byPrompt, present };
  // One row of a prompt is enough: the others have the same.
  const { units: prompts, profiles } = binned(
    units.map(({ rows, isFirst }) => ({ rows: rows.slice(0, 1), isFirst })),
    [promptProfile],
  );
  const { profiles: results } = await permuteUnits(prompts, profiles, { ...permuting, only: 'g' });
  const [result] = results;
  return { shared, byPrompt, present, ...(result && { p: permutationP(result.g) }) };
}
