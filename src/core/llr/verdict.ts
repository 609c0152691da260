import { gateLimits, type Gated } from './gates.ts';
import type { MixtureShare } from './mixture.ts';
import { intervalText } from '../findings/units.ts';
import { caveat, notTestedSince, type Estimate, type Verdict } from '../findings/verdict.ts';
import { power } from '../statistics/levels.ts';
import { agreeing, counted, decimal, levelText, pText } from '../text/numbers.ts';

/** What a probe measured, before anybody says what it means. */
export interface Facts extends Gated {
  readonly n: number;
  readonly clusters: number;
  readonly referenceRows: number | undefined;
  readonly neutralRows: number | undefined;
  readonly candidates: readonly string[];
  readonly model: string | undefined;
  readonly seed: number;
  readonly mixture: MixtureShare | undefined;
  /** Rows with which the hardest decoy would be beaten with power 0.8, at the effect seen; undefined where none was seen. */
  readonly rowsNeeded: number | undefined;
  readonly missing: Missing | undefined;
}

/** Rows that were to be scored and have no score, of the dataset and of those that models wrote anew for its prompts. */
export interface Missing {
  readonly rows: number;
  readonly why: string;
  /** Whether they are missing for no reason of their own: not reached, in random order. */
  readonly atRandom: boolean;
}

/** That rows have no score, whether of the dataset or written anew. */
export function missingText({ rows, why }: Missing): string {
  return `${counted(rows, 'row')} ${agreeing(rows, 'has', 'have')} no score, rows written anew included (${why})`;
}

/** What the gates say together, as one word to act on. */
export type Reading =
  | 'consistent'
  | 'near'
  | 'no listed trait'
  | 'not typical'
  | 'typical without a prompt'
  | 'undecided'
  | 'reference missing'
  | 'too few rows'
  | 'too few candidates'
  | 'incomplete';

/** Rows of the data, and of what they are compared with, below which nobody is named and nothing is cleared. */
export const fewestRows = 50;
const mostMissing = 0.05;
/** ρ below which a listed trait’s prompt wrote none of the rows, by what neighbours of the published matrix show. */
const unrelated = 0.3;
/** The largest share of rows that an all-clear may leave open. */
const smallShare = 0.1;

/** Printed with every result. */
export const llrLimits: readonly string[] = [
  'The probe says whether the rows look as if this model wrote them under one of these prompts. Fine-tuned teachers, prompts in other words, another base, paraphrased or canonicalised rows, and rows chosen to have a ratio of 0 are outside what it can see.',
  'A ratio above 0 alone says next to nothing about the trait: wrong prompts of the same form reach most of it. Only the comparison with the decoys names a candidate.',
  'The limits of ρ rest on 15 datasets of one model and on simulation; on code and reasoning nothing is published.',
  'Rows ranked by carrier score: one published single-seed study links the top fifth to transfer.',
];

export function readingOf(facts: Facts): Reading {
  const { n, gates, decoys, missing } = facts;
  if (n < fewestRows) return 'too few rows';
  if (decoys.length === 0) return 'too few candidates';
  const biased = missing && !missing.atRandom && missing.rows > mostMissing * (n + missing.rows);
  if (biased) return 'incomplete';
  const { g1, g2, g3, g4 } = gates;
  // An all-clear needs every row that was to be scored.
  if (isTypicalWithoutPrompt(facts)) return missing ? 'incomplete' : 'typical without a prompt';
  if (g3.pass === null || (facts.referenceRows ?? 0) < fewestRows) return 'reference missing';
  if (g1.pass && g2.pass && g3.pass && g4.pass) return 'consistent';
  const { low, high } = g3;
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return 'undecided';
  // A mixture is atypical too, but between the two sources, never beyond them.
  if (!g4.pass && !isBetween(facts)) return 'not typical';
  if (high < unrelated) return 'no listed trait';
  if (low < gateLimits.rhoLow && high > unrelated) return 'near';
  return 'undecided';
}

/** Rows that the model’s own rows without a prompt look like, by a control that was given. */
function isTypicalWithoutPrompt({ effect, gates, neutralDelta, neutralRows, mixture }: Facts): boolean {
  return (
    (neutralRows ?? 0) >= fewestRows &&
    neutralDelta !== undefined &&
    Math.abs(neutralDelta) < gateLimits.delta &&
    gates.g1.neutral !== null &&
    gates.g1.neutral.high < 0 &&
    effect.high < 0 &&
    mixture !== undefined &&
    mixture.high < smallShare
  );
}

/** Whether the rows may be some of the winner’s and some written without a prompt: all measures stand between those of the two. */
function isBetween({ gates: { g1, g3, g4 }, mixture, effect, neutralLevel }: Facts): boolean {
  const delta = g4.delta ?? NaN;
  const [lowest, least] = [neutralLevel ?? -1, g1.neutral?.mean ?? -Infinity];
  const partly = g1.pass || ((g3.high ?? 0) > unrelated && (mixture?.low ?? 0) > smallShare && effect.high > least);
  return partly && delta > lowest && delta < gateLimits.delta;
}

const againstWords =
  'rows that the model wrote anew for the same prompts under the winner’s prompt, and decoys of the same form';
const test = `G1 paired t test of the log-likelihood ratio, p < ${levelText(gateLimits.g1)}; G2 every decoy beaten, p < ${levelText(gateLimits.g2)}; G3 match fraction ρ, 95 % bootstrap interval within ${gateLimits.rhoLow} to ${gateLimits.rhoHigh}; G4 typicality |δ| < ${gateLimits.delta}`;

export function verdictOf(facts: Facts, reading: Reading): Verdict {
  const { n, candidates, effect, gates } = facts;
  const words = wordsOf(facts, reading);
  const estimates: Estimate[] = [
    { ...estimate('per row, winner’s prompt less none', effect.mean, effect.low, effect.high, n), unit: 'nats' },
    ...(gates.g3.rho === null ? [] : [estimate('ρ', gates.g3.rho, gates.g3.low ?? NaN, gates.g3.high ?? NaN, n)]),
    ...(gates.g4.delta === null ? [] : [estimate('δ', gates.g4.delta, gates.g4.low ?? NaN, gates.g4.high ?? NaN, n)]),
  ];
  const correction = `intersection–union over the decoys, times the ${candidates.length} candidates that might have won`;
  const measured = { n, against: againstWords, test, estimates, correction };
  if (reading === 'too few rows' || reading === 'too few candidates') {
    return notTestedSince(words.why);
  }
  if (reading === 'consistent') return { state: 'evidence found', summary: words.summary, ...measured };
  if (reading === 'typical without a prompt') {
    // The share of rows under the winner’s prompt that moves the mean by what is seen with power 0.8.
    const swing = effect.mean - 2 * (gates.g1.neutral?.mean ?? effect.mean);
    const effectSeen = Math.min(1, (2.8 * effect.standardError) / Math.max(Math.abs(swing), effect.standardError));
    return {
      state: 'not detected',
      summary: words.summary,
      detectable: { effect: Math.max(effectSeen, facts.mixture?.high ?? 0), power },
      caveat,
      ...measured,
    };
  }
  return { state: 'inconclusive', why: words.why, summary: words.summary, caveat, ...measured };
}

interface Words {
  readonly summary: string;
  readonly why: string;
}

/** The words of each reading; what is not listed here may not be said of a dataset. */
function wordsOf(facts: Facts, reading: Reading): Words {
  const { n, winner, gates, decoys, neutralDelta, missing } = facts;
  const model = facts.model ?? 'the scoring model';
  const rho = shownRho(facts);
  const low = n < 1000 ? ` Low power: ${counted(n, 'row')}.` : '';
  const both = (why: string, head: string): Words => ({ why, summary: `${head}: ${why}.${low}` });
  switch (reading) {
    case 'consistent':
      return {
        why: '',
        summary: `Consistent with generation by ${model} under a prompt like ${winner} (${rho}, beats ${counted(decoys.length, 'decoy')}, ${pText(gates.g2.p ?? 1)}).${low}`,
      };
    case 'near': {
      const share = facts.mixture
        ? `; share of rows under it, if all others were written under none, ${intervalText({ ...facts.mixture, value: facts.mixture.share })}`
        : '';
      return both(`a related trait or a mixture may be why (partial match${share})`, `Near ${winner} (${rho})`);
    }
    case 'no listed trait':
      return both(
        gates.g1.pass
          ? 'the rows are likelier under prompts of this form than under none, so that a trait outside the list may be why'
          : 'no candidate explains the rows',
        `No listed trait; closest ${winner} (${rho})`,
      );
    case 'not typical':
      return both(
        (gates.g4.delta ?? 0) > 0
          ? 'the rows are likelier than its own. A lower temperature, a cut of unlikely tokens, or a filter may be why; the scores name nobody then'
          : 'another base model, another prompt, sampling or an edit may be why; the scores name nobody then, and rule nothing out',
        `Not typical of ${model} under the winner’s prompt (δ = ${decimal(gates.g4.delta ?? NaN)}; closest ${winner}, ${rho})`,
      );
    case 'typical without a prompt':
      return {
        why: '',
        summary: `No signal found by the gates: the rows are less likely under each of the ${facts.candidates.length} prompts than under none, and as typical as rows that ${model} wrote without a prompt (δ = ${decimal(neutralDelta ?? NaN)}).${low}`,
      };
    case 'reference missing':
      return both(
        gates.g1.pass && gates.g2.pass
          ? `at least ${fewestRows} rows regenerated under this prompt are needed to tell the trait from a neighbour (the reference)`
          : `${failedGates(facts)}; without a reference of ${fewestRows} rows neither another base nor a mixture can be told`,
        `Closest candidate ${winner}`,
      );
    case 'undecided':
      return both(
        `${failedGates(facts)}; more rows, or a larger reference, would narrow it`,
        `Closest ${winner} (${rho})`,
      );
    case 'incomplete':
      return both(
        `${missing ? missingText(missing) : 'Some rows have no score'}, and those may differ from the others`,
        `Partial, closest ${winner}`,
      );
    case 'too few rows':
      return {
        why: `${counted(n, 'row')} ${agreeing(n, 'has', 'have')} scores and at least ${fewestRows} are needed to name anybody`,
        summary: '',
      };
    case 'too few candidates':
      return { why: 'one candidate has nothing to be compared with: decoys of the same form are needed', summary: '' };
  }
}

/** Which gates did not pass, in words. */
function failedGates({ gates, winner, decoys }: Pick<Facts, 'gates' | 'winner' | 'decoys'>): string {
  const { g1, g2, g3, g4 } = gates;
  const [hardest] = decoys;
  const parts = [
    ...(g1.pass ? [] : [`the rows are not shown to be likelier under ${winner} than under no prompt`]),
    ...(g2.pass === false ? [`${winner} does not beat ${hardest?.candidate ?? 'every decoy'}`] : []),
    ...(g3.pass === false ? [`the interval of ρ is not within ${gateLimits.rhoLow} to ${gateLimits.rhoHigh}`] : []),
    ...(g4.pass === false ? [`δ = ${decimal(g4.delta ?? NaN)} is not typical`] : []),
  ];
  return parts.length === 0 ? 'the gates that were tested pass' : parts.join(', ');
}

function estimate(label: string, value: number, low: number, high: number, n: number): Estimate {
  return { label, value, low, high, confidence: 0.95, count: n, n, unit: 'number' };
}

function shownRho({ gates: { g3 } }: Facts): string {
  return g3.rho === null
    ? 'ρ not measured'
    : `ρ = ${intervalText({ value: g3.rho, low: g3.low ?? NaN, high: g3.high ?? NaN }, 'number')}`;
}
