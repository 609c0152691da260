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
export interface Projection {
  /** Mean difference of projections, in standard deviations of the own replies' projections. */
  readonly shift: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  /** One-sided, by sign flips of whole prompts. */
  readonly p: number;
  /** By row, in the same units. */
  readonly rows: Float64Array;
}

/**
 * The projection difference ΔP = mean of (data − own reply) · direction, as Persona Vectors measure it, tested against the null that
 * data and own replies might stand the other way round. Needs two pairs.
 */
export function project(pairs: readonly ReplyPair[], direction: Direction, random: Random): Projection {
  const along = (state: Float64Array): number => state.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
  const own = pairs.map(pair => along(pair.own));
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const sd = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1));
  const rows = Float64Array.from(pairs, (pair, i) => (along(pair.data) - (own[i] ?? 0)) / sd);
  const differences = { values: rows, clusters: Uint32Array.from(pairs, ({ prompt }) => prompt) };
  const { mean: shift, low, high, standardError } = clusteredMean(differences, random);
  return { shift, low, high, standardError, p: signFlipTest(differences, random), rows };
}

function meanOf(states: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(states[0]?.length ?? 0);
  for (const state of states) state.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value / states.length));
  return mean;
}
