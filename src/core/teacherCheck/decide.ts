import { toldApart } from './leaks.ts';
import type { Match } from './match.ts';
import { isKin, nearest, points } from './rivals.ts';
import { alpha, familyLimit, lowPowerRows, type Rival, type TeacherCheck } from './result.ts';
import { intervalText } from '../findings/units.ts';
import { caveat, type Estimate, type EstimateUnit, type Verdict } from '../findings/verdict.ts';
import type { Interval } from '../statistics/interval.ts';
import { power } from '../statistics/levels.ts';
import { counted, levelText, pText, percent } from '../text/numbers.ts';

interface Evidence extends Pick<TeacherCheck, 'rivals' | 'fromDeclared' | 'contentOnly' | 'facts' | 'compared'> {
  readonly declared: string;
  /** Why no comparison says anything of this dataset. */
  readonly leak?: string;
}

/** A match this far from 0 is not the other teacher's. */
const notTypical = 0.2;

/** What the measurements allow to be said of the declared teacher. */
export function decide(evidence: Evidence): Verdict {
  const { declared, leak, rivals } = evidence;
  if (leak !== undefined) return inconclusive(evidence, `${leak}.`);
  const usable = rivals.filter(({ unusable }) => unusable === undefined);
  if (usable.length === 0) {
    const reasons = rivals.map(({ label, unusable }) => `${label}: ${unusable ?? ''}`);
    return inconclusive(evidence, `no other teacher can be told from ${declared}. ${reasons.join('; ')}.`);
  }
  const found = nearest(rivals);
  if (found) return away(evidence, found);
  const { fromDeclared } = evidence;
  const neither = `Not like the sample of ${declared}, nor clearly nearer to another; who wrote the dataset is open.`;
  const unlike = usable.find(({ p }) => p !== undefined && p < alpha);
  if (unlike) return inconclusive(evidence, `${between(declared, unlike)}.`, neither);
  if (fromDeclared && fromDeclared.low > toldApart) {
    return inconclusive(
      evidence,
      `the dataset's rows are told from the sample of ${declared} (${areaText(fromDeclared)}) without being nearer to another label: a teacher of whom there is no sample, another version, system prompt, sampling or filter.`,
      neither,
    );
  }
  return consistent(evidence, usable);
}

/** The test points to another label. */
function away(evidence: Evidence, { label, relation, match, p }: Rival): Verdict {
  const { declared, contentOnly } = evidence;
  if (isKin({ relation })) {
    return inconclusive(
      evidence,
      `the dataset lies nearer to ${label} than to ${declared}, but they are of the ${relation}; ${familyLimit}. Another system prompt, fine-tune or sampling may look the same.`,
    );
  }
  if (!contentOnly || !points(contentOnly.match, contentOnly.p)) {
    return inconclusive(
      evidence,
      `the dataset lies nearer to ${label} than to ${declared} by length, layout and separators, which post-processing may have changed; by words and numbers alone this does not hold.`,
    );
  }
  const measured = match && p !== undefined ? ` (match ${matchText(match)}, ${pText(p)})` : '';
  const odd = match && (match.fraction.low > notTypical || match.fraction.high < -notTypical);
  const neither =
    odd === true ? ` It is not typical of ${label} either: a mixture, or a teacher of whom there is no sample.` : '';
  const summary = `Unlike the sample of ${declared} and nearer to that of ${label}${measured}.${neither}`;
  return { state: 'evidence found', ...common(evidence, summary) };
}

function consistent(evidence: Evidence, usable: readonly Rival[]): Verdict {
  const { declared, rivals } = evidence;
  const shares = usable.flatMap(({ match }) => match?.detectable ?? []);
  const effect = Math.max(...shares);
  if (!(effect <= 1)) {
    return inconclusive(
      evidence,
      `too few rows: even a dataset written by another of these teachers would not be told with power ${power}.`,
    );
  }
  const others = usable.map(({ label }) => label).join(', ');
  const left = rivals.filter(({ unusable }) => unusable !== undefined).map(({ label }) => label);
  const summary =
    `Consistent with generation by ${declared}, as against ${others}; ${percent(effect)} of rows by one of these would have been told with power ${power}.` +
    (left.length > 0 ? ` Nothing is said of ${left.join(', ')}.` : '');
  return { state: 'not detected', detectable: { effect, power }, caveat, ...common(evidence, summary) };
}

function inconclusive(evidence: Evidence, why: string, summary?: string): Verdict {
  const sentence = why.slice(0, 1).toUpperCase() + why.slice(1);
  const nothing = `Whether ${evidence.declared} wrote the dataset cannot be told.`;
  return { state: 'inconclusive', why: sentence, caveat, ...common(evidence, summary ?? nothing) };
}

function between(declared: string, { label, match, p }: Rival): string {
  if (!match || p === undefined) return '';
  const place =
    match.fraction.low > 1
      ? `further from ${label} than ${declared} is`
      : `not clearly nearer to ${label} or any other label`;
  return `the dataset differs from the sample of ${declared} (match ${matchText(match)}, ${pText(p)}) and is ${place}: a mixture, another version, system prompt, sampling or filter, or a teacher of whom there is no sample`;
}

function common(evidence: Evidence, said: string) {
  const { declared, rivals, facts } = evidence;
  const compared = rivals.filter(({ match }) => match).length;
  const fewest = Math.min(...facts.map(({ rows }) => rows));
  return {
    summary: fewest < lowPowerRows ? `${said} Low power: ${counted(fewest, 'row')} on one side.` : said,
    n: comparedRows(evidence),
    against: `held-out rows of the sample of ${declared}, that no model was taught, in bags of as many prompts`,
    test:
      'mean log-odds of an L2 logistic regression over hashed features of completions, taught half of the prompts; two-sided studentised ' +
      'bootstrap over prompts, add-one p-value; AUC from 5 folds by prompt; 95 % bootstrap intervals (classifier two-sample test, arXiv 1610.06545)',
    estimates: estimatesOf(evidence),
    correction:
      compared > 1
        ? `Bonferroni over ${compared} other teachers, level ${levelText(alpha)}`
        : `none: one other teacher, level ${levelText(alpha)}`,
  };
}

/** All of them where the comparison was not come to. */
function comparedRows({ compared, facts }: Evidence): number {
  return compared ?? facts[0]?.rows ?? 0;
}

function estimatesOf(evidence: Evidence): readonly Estimate[] {
  const { declared, rivals, fromDeclared, facts } = evidence;
  const datasetRows = facts[0]?.rows ?? 0;
  const rowsOf = (label: string): number => facts.slice(1).find(side => side.label === label)?.rows ?? 0;
  const estimate = (unit: EstimateUnit, label: string, { value, low, high }: Interval, n: number): Estimate => ({
    label,
    value,
    low,
    high,
    confidence: 0.95,
    count: n,
    n,
    unit,
  });
  return [
    ...rivals.flatMap(({ label, match, separation }) => [
      ...(match
        ? [estimate('number', `Match: 1 like ${declared}, 0 like ${label}`, match.fraction, comparedRows(evidence))]
        : []),
      ...(separation
        ? [
            estimate(
              'area',
              `AUC of single rows: ${declared} from ${label}`,
              separation.perRow,
              rowsOf(declared) + rowsOf(label),
            ),
          ]
        : []),
    ]),
    ...(fromDeclared
      ? [
          estimate(
            'area',
            `AUC of single rows: the dataset from the sample of ${declared}`,
            fromDeclared,
            datasetRows + rowsOf(declared),
          ),
        ]
      : []),
  ];
}

export function areaText(area: Interval): string {
  return `AUC of single rows ${intervalText(area, 'area')}`;
}

export function matchText({ fraction }: Match): string {
  return intervalText(fraction, 'number');
}
