import { familyNames, type Families } from './families.ts';
import { matchOf, type Match, type MatchSample } from './matchFraction.ts';
import { difference, meanOf, pairedTest, type PairedTest } from './pairedTest.ts';
import type { ScoreTable } from './scoreTable.ts';
import type { Random } from '../statistics/random.ts';

/** Limits of the gates. Source: the simulations and published matrix that the method was calibrated on; one model, 15 datasets. */
export const gateLimits = { g1: 0.001, g2: 0.01, rhoLow: 0.65, rhoHigh: 2, delta: 0.3 } as const;

/** `pass` is null where a gate was not tested. */
export interface Gates {
  readonly g1: {
    /** One-sided paired t: likelier under the winner’s prompt than under none. */
    readonly p: number;
    readonly pass: boolean;
    /** Of rows written without a trait; null where there are none. */
    readonly neutral: { readonly mean: number; readonly low: number; readonly high: number } | null;
  };
  readonly g2: { readonly p: number | null; readonly pass: boolean | null };
  readonly g3: {
    readonly rho: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly pass: boolean | null;
  };
  readonly g4: {
    readonly delta: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly pass: boolean | null;
  };
}

/** The winner against one other candidate, per row. */
export interface DecoyTest extends PairedTest {
  readonly candidate: string;
}

export interface GateInput {
  readonly data: ScoreTable;
  /** Rows that the model wrote under the winner’s prompt. */
  readonly reference?: ScoreTable;
  /** Rows that the model wrote under no trait’s prompt. */
  readonly neutral?: ScoreTable;
  readonly families: Families;
  readonly random: Random;
}

export interface Gated {
  /** The family that won, and the candidate of it. */
  readonly winner: string;
  readonly candidate: string;
  readonly gates: Gates;
  /** Likelier under the winner’s prompt than under none, per row. */
  readonly effect: PairedTest;
  /** Hardest to beat first. */
  readonly decoys: readonly DecoyTest[];
  /** How typical the rows are of what the model writes under no prompt, in standard deviations. */
  readonly neutralDelta: number | undefined;
  /** Of the neutral control what δ is of the data: how far rows without a trait lie from the reference. */
  readonly neutralLevel: number | undefined;
}

/** The four gates. The candidate with the largest sum wins; its family is not among the decoys. Needs a row and a candidate. */
export function gatesOf({ data, reference, neutral, families, random }: GateInput): Gated {
  const names = familyNames(data.candidates, families);
  const at = bestOf(data);
  const winner = names[at] ?? '';
  const rivals = data.candidates.flatMap((_, k) => (names[k] === winner ? [] : [k]));
  const won = columnAt(data, at);
  const effect = pairedTest(difference(won, data.none), data.clusters);
  const decoys = rivals
    .map(k => ({
      candidate: data.candidates[k] ?? '',
      ...pairedTest(difference(won, data.scores[k] ?? won), data.clusters),
    }))
    .toSorted((a, b) => b.p - a.p || a.mean - b.mean);
  const match =
    reference && rivals.length > 0 && data.clusters.count > 1 && reference.clusters.count > 1
      ? matchOf(sampleOf(data, at, rivals), sampleOf(reference, at, rivals), random)
      : undefined;
  const control = neutral && pairedTest(difference(columnAt(neutral, at), neutral.none), neutral.clusters);
  return {
    winner,
    candidate: data.candidates[at] ?? '',
    gates: {
      g1: firstGate(effect, control),
      g2: secondGate(decoys, data.candidates.length),
      g3: thirdGate(match),
      g4: fourthGate(match),
    },
    effect,
    decoys,
    neutralDelta: neutral && standardised(data.none, neutral.none),
    neutralLevel: neutral && reference && standardised(columnAt(neutral, at), columnAt(reference, at)),
  };
}

function columnAt({ scores, none }: ScoreTable, at: number): Float64Array {
  return scores[at] ?? none;
}

function bestOf({ scores }: ScoreTable): number {
  const means = scores.map(meanOf);
  return means.reduce((best, mean, k) => (mean > (means[best] ?? -Infinity) ? k : best), 0);
}

/** The winner was chosen among many, which this p does not pay for: the second gate does. */
function firstGate(effect: PairedTest, control: PairedTest | undefined): Gates['g1'] {
  return {
    p: effect.p,
    pass: effect.mean > 0 && effect.p < gateLimits.g1 && (control === undefined || control.mean < 0),
    neutral: control ? { mean: control.mean, low: control.low, high: control.high } : null,
  };
}

/** Every decoy has to be beaten, and each candidate might have been the winner (intersection–union, times their number). */
function secondGate(decoys: readonly DecoyTest[], candidates: number): Gates['g2'] {
  if (decoys.length === 0) return { p: null, pass: null };
  const worst = decoys.reduce((most, { p }) => Math.max(most, p), 0);
  const p = Math.min(1, candidates * worst);
  return { p, pass: p < gateLimits.g2 };
}

function thirdGate(match: Match | undefined): Gates['g3'] {
  if (!match) return { rho: null, low: null, high: null, pass: null };
  const { value, low, high } = match.rho;
  return { rho: value, low, high, pass: low > gateLimits.rhoLow && high < gateLimits.rhoHigh };
}

function fourthGate(match: Match | undefined): Gates['g4'] {
  if (!match) return { delta: null, low: null, high: null, pass: null };
  const { value, low, high } = match.delta;
  return { delta: value, low, high, pass: Math.abs(value) < gateLimits.delta };
}

function sampleOf({ scores, clusters }: ScoreTable, at: number, rivals: readonly number[]): MatchSample {
  const level = scores[at] ?? new Float64Array();
  const lead = new Float64Array(level.length);
  const columns = rivals.map(k => scores[k] ?? level);
  for (const column of columns) for (let i = 0; i < lead.length; i++) lead[i] = (lead[i] ?? 0) + (column[i] ?? NaN);
  for (let i = 0; i < lead.length; i++) lead[i] = (level[i] ?? NaN) - (lead[i] ?? NaN) / columns.length;
  return { lead, level, clusters };
}

function standardised(values: Float64Array, reference: Float64Array): number {
  const centre = meanOf(reference);
  let squares = 0;
  for (const value of reference) squares += (value - centre) ** 2;
  return (meanOf(values) - centre) / Math.sqrt(squares / (reference.length - 1));
}
