import { copyNotes, formsText, partNotes, readText, samplesText, type ComparedSamples } from './comparedSamples.ts';
import type { BinResult, Distribution, ProfileResult, PromptMatch } from './distribution.ts';
import type { Comparison } from '../checks/check.ts';
import { numberSequence } from '../checks/filters/numberSequence.ts';
import { resolveOptions } from '../checks/resolveOptions.ts';
import { nullPicture } from '../findings/nullPicture.ts';
import { inUnit } from '../findings/units.ts';
import { caveat, type Estimate, type Verdict } from '../findings/verdict.ts';
import type { SampledRow } from '../rowSample/rowTexts.ts';
import { longestCompletion } from '../rowSample/rowTexts.ts';
import { quantile } from '../statistics/interval.ts';
import { level, power, z80, z975 } from '../statistics/levels.ts';
import { newcombeInterval, type Count } from '../statistics/twoShares.ts';
import { agreeing, counted, decimal, levelText, number, pText, percent } from '../text/numbers.ts';

/** Prompts whose words are told apart at this level are other prompts. */
const promptLevel = 0.01;
const lowPowerRows = 1000;
const pictured = 3;
const binsShown = 8;

/** What a comparison of distributions allows to be said. A difference is one of writing, and names no trait. */
export function distributionVerdict(
  found: Distribution,
  facts: ComparedSamples,
  { control, matching }: Comparison,
): Verdict {
  const { profiles, bins, prompts } = found;
  const different = profiles.filter(({ adjusted }) => adjusted <= level);
  const content = different.filter(({ kind }) => kind.about === 'content');
  const form = different.filter(({ kind }) => kind.about === 'form');
  const promptProblem = promptsDiffer(prompts);
  const notes = [...copyNotes(facts), ...partNotes(facts.cut), ...promptNotes(prompts), ...form.map(formNote)];
  const unmatched = [...matching.differs, ...notes, ...matching.unknown];
  const measured = {
    n: found.rows.dataset + found.rows.control,
    against: `the control ${control}; ${samplesText(facts)}`,
    test: testText(found, facts),
    estimates: [
      ...profiles.toSorted((a, b) => b.z - a.z).map(each => profileEstimate(each, found)),
      ...bins.slice(0, binsShown).map(bin => binEstimate(bin, found)),
      ...keptEstimate(facts, found),
    ],
    ...decidesText(profiles),
    correction: `Holm over ${profiles.length} profiles, level ${levelText(level)}; Benjamini and Hochberg over ${counted(found.binsTested, found.asNumbers ? 'single value' : 'single word')}, level ${levelText(level)}, told only where at most that share of the permutations have any that stands out as far`,
    unmatched,
    nulls: profiles
      .toSorted((a, b) => b.z - a.z)
      .filter((profile, place) => place < pictured || seemsToDisagree(profile))
      .map(({ kind, jsd, p }) => nullPicture(`${kind.title}: divergence from the control`, 'bits', { ...jsd, p })),
    wouldChange: wouldChange(different.length > 0),
  };
  const said = different.map(profileText).join('; ');
  const limit = 'That something differs does not tell which trait, if any.';
  if (different.length === 0 && bins.length > 0) {
    const summary = `No profile as a whole differs from the control, yet single ones do.${binsText(bins, found)} ${limit}`;
    const why = 'One set of tests sees a difference and the other does not: more rows would decide.';
    return { state: 'inconclusive', summary, why, caveat, ...measured };
  }
  if (different.length === 0) return notDetected(found, measured);
  const summary = `Not drawn like the control: ${said}.${binsText(bins, found)} ${limit}`;
  const why = whyInconclusive({ content: content.length > 0, found, facts, promptProblem, differs: matching.differs });
  if (why !== undefined) return { state: 'inconclusive', summary, why, caveat, ...measured };
  return { state: 'evidence found', summary, ...measured };
}

interface Doubts {
  readonly content: boolean;
  readonly found: Distribution;
  readonly facts: ComparedSamples;
  readonly promptProblem: string | undefined;
  readonly differs: readonly string[];
}

function whyInconclusive({ content, found, facts, promptProblem, differs }: Doubts): string | undefined {
  const reasons = [...differs, ...(promptProblem === undefined ? [] : [promptProblem])];
  if (reasons.length > 0) return `${reasons.join(' ')} The difference may be one of these.`;
  if (!content)
    return 'Only the form differs, which prompts, filters and post-processing change as easily as a teacher does.';
  if (found.withinForm !== undefined && found.withinForm > level)
    return `Among rows of equal form the content does not differ (${pText(found.withinForm)}): the difference may be one of ${formsText(facts.cut)}.`;
  return undefined;
}

function notDetected(
  found: Distribution,
  measured: Omit<Extract<Verdict, { state: 'not detected' }>, 'state' | 'summary' | 'detectable' | 'caveat'>,
): Verdict {
  const [main] = found.profiles;
  const effect = main ? detectable(main, found.profiles.length) : 0;
  const few = Math.min(found.rows.dataset, found.rows.control) < lowPowerRows ? ' Low power: few rows.' : '';
  return {
    state: 'not detected',
    summary: `No profile differs from the control; a divergence of ${main?.kind.title.toLowerCase() ?? 'values'} of ${inUnit(effect, 'bits')} above chance would have been seen with power ${power}.${few} Data may carry a trait without differing so.`,
    detectable: { effect, power, unit: 'bits' },
    caveat,
    ...measured,
  };
}

/** The excess that lies a power's quantile above what the permutations reach at the corrected level. */
function detectable({ jsd }: ProfileResult, tests: number): number {
  const ascending = Float64Array.from(jsd.null).sort();
  const mean = ascending.reduce((sum, value) => sum + value / ascending.length, 0);
  const sd = Math.sqrt(ascending.reduce((sum, value) => sum + (value - mean) ** 2 / ascending.length, 0));
  return quantile(ascending, 1 - level / tests) - mean + z80 * sd;
}

function promptsDiffer({ p, byPrompt, present }: PromptMatch): string | undefined {
  if (byPrompt || !present || p === undefined || p > promptLevel) return undefined;
  return `The prompts differ from the control's (their words are told apart, ${pText(p)}).`;
}

function promptNotes({ shared, byPrompt, present, p }: PromptMatch): readonly string[] {
  if (byPrompt) return [];
  if (!present) return ['Most rows have no prompt, so that the control may answer others.'];
  const share = `${percent(shared)} of the rows have a prompt of the other file`;
  if (p === undefined) return [`The prompts are not quite the same: ${share}.`];
  return p <= promptLevel
    ? [`The prompts differ: ${share}, and their words are told apart (${pText(p)}).`]
    : [`The prompts are not the same: ${share}; by their words they are not told apart (${pText(p)}).`];
}

function formNote({ kind, adjusted }: ProfileResult): string {
  return `${kind.title}: told apart (${pText(adjusted)} after correction).`;
}

/** An interval that reaches 0 beside a small p, or keeps clear of it beside a large one. */
function seemsToDisagree({ adjusted, excess, error }: ProfileResult): boolean {
  return adjusted <= level !== excess - z975 * error > 0;
}

function decidesText(profiles: readonly ProfileResult[]): { readonly decides?: string } {
  const puzzling = profiles.filter(seemsToDisagree);
  if (puzzling.length === 0) return {};
  const named = puzzling.map(({ kind, adjusted }) => `${kind.title.toLowerCase()} (${pText(adjusted)})`).join(', ');
  return {
    decides: `For ${named}, p decides and not the interval: p says how seldom rows dealt to the two files by chance differ as much, after correction; the interval says only how far the size of the difference is known, drawn as wide to either side although no divergence lies far below 0.`,
  };
}

function testText({ prompts, asNumbers, permutations }: Distribution, { cut }: ComparedSamples): string {
  const how = prompts.byPrompt
    ? 'rows change sides with rows of the same prompt'
    : 'all rows of a prompt change sides together';
  return `G and Jensen–Shannon divergence of ${asNumbers ? 'number' : 'text'} profiles of ${readText(cut)} under ${number(permutations)} permutations of whole rows (${how}), add-one p-values; z: standard deviations above the mean of the permutations; divergences are less the mean of the permutations, their 95 % intervals by a jackknife over twentieths; single ${asNumbers ? 'values' : 'words'} by the same permutations, their intervals from the permutations’ standard deviation`;
}

function profileEstimate({ kind, excess, error, z, adjusted }: ProfileResult, { rows }: Distribution): Estimate {
  return {
    label: `${kind.title}: divergence above chance (z = ${decimal(z, 1)}, ${pText(adjusted)})`,
    value: excess,
    low: excess - z975 * error,
    high: excess + z975 * error,
    confidence: 0.95,
    unit: 'bits',
    ...ofRows(rows),
  };
}

function binEstimate({ name, difference, sd, z }: BinResult, { rows, asNumbers }: Distribution): Estimate {
  return {
    label: `${asNumbers ? 'Value' : 'Word'} ${name}: less the control (z = ${decimal(z, 1)})`,
    value: difference,
    low: difference - z975 * sd,
    high: difference + z975 * sd,
    confidence: 0.95,
    unit: 'points',
    ...ofRows(rows),
  };
}

/** What the study's number filter keeps of each side: its share differs by teacher, and is a confounder. */
function keptEstimate({ cut }: ComparedSamples, { asNumbers, rows }: Distribution): readonly Estimate[] {
  if (!asNumbers) return [];
  const difference = newcombeInterval(keptOf(cut.dataset), keptOf(cut.control));
  const label = 'Rows that the number filter keeps: less the control';
  return [{ label, ...difference, confidence: 0.95, unit: 'points', ...ofRows(rows) }];
}

function keptOf(rows: readonly SampledRow[]): Count {
  if (numberSequence.kind !== 'filter' || numberSequence.needs !== 'completion') return { count: 0, n: 1 };
  const { decide, options } = numberSequence;
  const { values } = resolveOptions(options, {});
  const whole = rows.filter(({ length }) => length > 0 && length <= longestCompletion);
  return {
    count: whole.filter(({ completion }) => decide(completion, values) === undefined).length,
    n: Math.max(1, whole.length),
  };
}

function ofRows({ dataset, control }: Distribution['rows']): Pick<Estimate, 'count' | 'n'> {
  return { count: dataset + control, n: dataset + control };
}

function profileText({ kind, excess, z, adjusted }: ProfileResult): string {
  return `${kind.title.toLowerCase()} (${inUnit(excess, 'bits')} above chance, z = ${decimal(z, 1)}, ${pText(adjusted)})`;
}

function binsText(bins: readonly BinResult[], { asNumbers, binsTested }: Distribution): string {
  if (bins.length === 0) return '';
  const shown = bins.slice(0, 3).map(({ name, difference }) => `${name} ${difference > 0 ? 'more' : 'less'} often`);
  return ` ${number(bins.length)} of ${counted(binsTested, asNumbers ? 'value' : 'word')} ${agreeing(bins.length, 'stands', 'stand')} out, such as ${shown.join(', ')}.`;
}

function wouldChange(isDifferent: boolean): readonly string[] {
  return isDifferent
    ? [
        'A control that the same base wrote for the same prompts, with the same sampling and filter, and that differs as much.',
        'Rows of equal count, length and separators on both sides.',
      ]
    : [
        'More rows on both sides: smaller divergences would be seen.',
        'A control of another kind would make it mean less.',
      ];
}
