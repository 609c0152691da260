import type { Telling } from './classifier.ts';
import { copyNotes, formsText, partNotes, readText, samplesText, type ComparedSamples } from './comparedSamples.ts';
import type { Comparison } from '../checks/check.ts';
import { nullPicture } from '../findings/nullPicture.ts';
import { intervalText, inUnit } from '../findings/units.ts';
import { caveat, type Estimate, type Verdict } from '../findings/verdict.ts';
import { quantile } from '../statistics/interval.ts';
import { level, power, z80 } from '../statistics/levels.ts';
import { moments, permutationP } from '../statistics/permutation.ts';
import { levelText, number, pText, percent } from '../text/numbers.ts';

export interface ClassifierFacts extends ComparedSamples {
  readonly permutations: number;
  /** By everything; and by words and numbers alone, the second among rows of equal form too. */
  readonly all: Telling;
  readonly content: Telling;
  /** By the prompts; absent where both files have the same, or none. */
  readonly prompts?: Telling;
  /** Share of the rows whose prompt stands in the other file. */
  readonly shared: number;
}

/**
 * An area above this by the prompts alone is a difference that a classifier of completions may be telling. Between real files, prompts
 * of one generator came to .54 after the filters of two teachers, those of two generators to .61.
 */
const promptsApart = 0.55;
const limit =
  'A generic difference of writing is told as well as a trait: which trait, if any, it cannot say, and what is told apart need not be passed on.';

/** What a classifier two-sample test allows to be said. */
export function classifierVerdict(facts: ClassifierFacts, { control, matching }: Comparison): Verdict {
  const { all, content } = facts;
  const p = permutationP(all.permuted);
  const contentP = permutationP(content.permuted);
  const withinForm = content.withinForm ?? content.permuted;
  const withinFormP = permutationP(withinForm);
  const measured = {
    n: all.heldOut.dataset + all.heldOut.control,
    against: `the control ${control}; ${samplesText(facts)}; half of the prompts were taught, ${number(all.heldOut.dataset + all.heldOut.control)} rows of the others tried`,
    test: `classifier two-sample test (arXiv 1610.06545): logistic regression over hashed features of ${readText(facts.cut)}; area under the ROC curve on prompts that it was not taught, p-value from ${number(facts.permutations)} permutations of those rows, 95 % intervals by drawing prompts; ${bagsText(all)}`,
    estimates: estimatesOf(facts),
    correction: `none: one test, level ${levelText(level)}; that words and numbers alone differ as well, and among rows of equal form, are further conditions`,
    unmatched: [
      ...matching.differs,
      ...copyNotes(facts),
      ...partNotes(facts.cut),
      ...promptNotes(facts),
      ...matching.unknown,
    ],
    nulls: [
      nullPicture('Area by single rows', 'area', { ...all.permuted, p }),
      nullPicture('Area by words and numbers alone', 'area', { ...content.permuted, p: contentP }),
      nullPicture('The same among rows of equal form', 'area', { ...withinForm, p: withinFormP }),
    ],
    wouldChange: [
      'A control that the same base wrote for the same prompts, with the same sampling and filter.',
      'More rows: a smaller difference would be told.',
    ],
  };
  const shown = areaText(all);
  if (p > level) {
    const effect = detectable(all);
    return {
      state: 'not detected',
      summary: `Rows are not told from the control's (${shown}, ${pText(p)}); an area of ${inUnit(effect, 'area')} would have been seen with power ${power}. Data may carry a trait all the same.`,
      detectable: { effect, power, unit: 'area' },
      caveat,
      ...measured,
    };
  }
  const summary = `Rows are told from the control's (${shown}, ${pText(p)}). ${limit}`;
  const why = whyInconclusive(facts, { contentP, withinFormP }, matching.differs);
  if (why !== undefined) return { state: 'inconclusive', summary, why, caveat, ...measured };
  return { state: 'evidence found', summary, ...measured };
}

function whyInconclusive(
  { prompts, cut }: ClassifierFacts,
  { contentP, withinFormP }: { readonly contentP: number; readonly withinFormP: number },
  differs: readonly string[],
): string | undefined {
  const reasons = [...differs];
  if (prompts && prompts.area.low > promptsApart)
    reasons.push(`The prompts alone tell the files apart (${areaText(prompts)}).`);
  if (reasons.length > 0) return `${reasons.join(' ')} The difference may be one of these.`;
  if (contentP > level)
    return `By words and numbers alone the rows are not told apart (${pText(contentP)}): the difference may be one of length, layout and separators.`;
  if (withinFormP > level)
    return `Among rows of equal form words and numbers do not tell the rows apart (${pText(withinFormP)}): the difference may be one of ${formsText(cut)}, which prompts, filters and post-processing change as easily as a teacher does.`;
  return undefined;
}

function promptNotes({ shared, prompts }: ClassifierFacts): readonly string[] {
  if (shared >= 0.95) return [];
  const told = prompts ? `; by the prompts alone rows are told apart with ${areaText(prompts)}` : '';
  return [`The prompts are not the same: ${percent(shared)} of the rows have a prompt of the other file${told}.`];
}

function detectable({ permuted }: Telling): number {
  const ascending = permuted.null.toSorted();
  return Math.min(1, quantile(ascending, 1 - level) + z80 * moments(ascending).sd);
}

function estimatesOf({ all, content, prompts }: ClassifierFacts): readonly Estimate[] {
  const estimate = (label: string, { area, heldOut }: Telling): Estimate => ({
    label,
    ...area,
    confidence: 0.95,
    count: heldOut.dataset + heldOut.control,
    n: heldOut.dataset + heldOut.control,
    unit: 'area',
  });
  return [
    estimate('Area by single rows', all),
    estimate('Area by words and numbers alone', content),
    ...(prompts ? [estimate('Area by the prompts alone', prompts)] : []),
  ];
}

function bagsText({ bags }: Telling): string {
  if (bags.length === 0) return 'no bags: too few rows';
  const each = bags.map(({ rows, area }) => `${rows} rows ${inUnit(area, 'area')}`);
  return `areas by the mean scores of bags, drawn with repetition and so without intervals: ${each.join(', ')}`;
}

function areaText({ area }: Telling): string {
  return `area ${intervalText(area, 'area')}`;
}
