import type { Random } from '../statistics/random.ts';
import { clusteredMean, signFlipTest } from '../statistics/signFlip.ts';

/** A direction in a model's hidden states, of length 1. */
export type Direction = Float64Array;

/**
 * The direction from a model's replies without a trait's prompt to those under it: the difference of their mean hidden states. Undefined
 * where there is none. Source: Chen et al. 2025, Persona Vectors, arXiv 2507.21509, who read the replies behind the prompts.
 */
export function directionBetween(
  without: readonly Float64Array[],
  under: readonly Float64Array[],
): Direction | undefined {
  const [from, to] = [meanOf(without), meanOf(under)];
  const difference = to.map((value, i) => value - (from[i] ?? 0));
  const length = Math.hypot(...difference);
  return length > 0 ? difference.map(value => value / length) : undefined;
}

/** Mean hidden states of one row's completion and of the model's own reply to its prompt. */
export interface ReplyPair {
  readonly data: Float64Array;
  readonly own: Float64Array;
  /** Rows of one prompt have one number. */
  readonly prompt: number;
}

/** How far the data lie along a trait's direction, beyond the model's own replies. */
export interface Projection extends Shift {
  readonly standardError: number;
  /** One-sided, by sign flips of whole prompts. */
  readonly p: number;
  /** By row, in the same units. */
  readonly rows: Float64Array;
  /** Hardest to beat first. */
  readonly decoys: readonly DecoyLead[];
}

/** Mean difference of projections, in standard deviations of the own replies' projections on the trait's direction. */
interface Shift {
  readonly shift: number;
  readonly low: number;
  readonly high: number;
}

/** How much further the data lie along the trait's direction than along another. */
export interface DecoyLead {
  readonly decoy: string;
  /** Along the decoy's direction, in the trait's units. */
  readonly shift: number;
  /** The trait's shift less this one. */
  readonly lead: Shift;
  /** One-sided, by sign flips of whole prompts: the lead is above 0. */
  readonly p: number;
}

export interface NamedDirection {
  readonly name: string;
  readonly direction: Direction;
}

/**
 * The projection difference ΔP = mean of (data − own reply) · direction, as Persona Vectors measure it, tested against the null that
 * data and own replies might stand the other way round. Of directions of length 1 the one that the data are shifted along has the
 * largest ΔP (Cauchy and Schwarz), so that decoys are compared in one unit. Needs two pairs.
 */
export function project(
  pairs: readonly ReplyPair[],
  direction: Direction,
  decoys: readonly NamedDirection[],
  random: Random,
): Projection {
  const own = pairs.map(pair => along(pair.own, direction));
  const centre = own.reduce((sum, value) => sum + value, 0) / own.length;
  const sd = Math.sqrt(own.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (own.length - 1));
  const clusters = Uint32Array.from(pairs, ({ prompt }) => prompt);
  const rows = Float64Array.from(pairs, (pair, i) => (along(pair.data, direction) - (own[i] ?? 0)) / sd);
  const differences = { values: rows, clusters };
  const { mean: shift, low, high, standardError } = clusteredMean(differences, random);
  const leads = decoys.map(({ name, direction: other }): DecoyLead => {
    const values = Float64Array.from(
      pairs,
      (pair, i) => (rows[i] ?? 0) - (along(pair.data, other) - along(pair.own, other)) / sd,
    );
    const { mean, low, high } = clusteredMean({ values, clusters }, random);
    const p = signFlipTest({ values, clusters }, random);
    return { decoy: name, shift: shift - mean, lead: { shift: mean, low, high }, p };
  });
  return {
    shift,
    low,
    high,
    standardError,
    p: signFlipTest(differences, random),
    rows,
    decoys: leads.toSorted((a, b) => b.p - a.p || a.lead.shift - b.lead.shift),
  };
}

/** The chance that a direction which is like the decoys' would come as far up among them: the trait was named beforehand. */
export function rankP({ shift, decoys }: Pick<Projection, 'shift' | 'decoys'>): number {
  return (1 + decoys.filter(decoy => decoy.shift >= shift).length) / (decoys.length + 1);
}

function along(state: Float64Array, direction: Direction): number {
  return state.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
}

function meanOf(states: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(states[0]?.length ?? 0);
  for (const state of states) state.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value / states.length));
  return mean;
}
