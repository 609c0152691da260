import type { Weights } from '../asking/askedModel.ts';
import type { Verdict } from '../findings/verdict.ts';
import type { Sampling } from '../asking/declared.ts';
import type { DecoyLead } from './projection.ts';

/** What came of one trait's direction. */
export interface TraitResult {
  readonly trait: string;
  readonly system: string;
  readonly verdict: Verdict;
  /** In standard deviations of the own replies' projections; undefined: not tested. */
  readonly shift:
    { readonly value: number; readonly low: number; readonly high: number; readonly p: number } | undefined;
  /** How the trait stands beside each other direction, hardest to beat first. */
  readonly decoys: readonly DecoyLead[];
  /** How far each row lies along the direction beyond the model's own reply, in the same units. */
  readonly rows: readonly { readonly row: number; readonly score: number }[];
}

/** One projection as it ended. */
export interface ProjectionResult {
  readonly dataset: { readonly path: string; readonly rows: number };
  readonly model: {
    readonly folder: string;
    readonly name: string;
    readonly template: string;
    readonly weights: Weights;
  };
  /** The output of the model that was read, and its numbers per token. */
  readonly layer: { readonly output: string; readonly width: number };
  readonly sampling: Sampling;
  readonly seed: number;
  readonly rows: {
    readonly scored: number;
    readonly prompts: number;
    readonly drawn: number;
    readonly unscorable: Readonly<Record<string, number>>;
    readonly failures: Readonly<Record<string, number>>;
    readonly notReached: number;
    /** Own replies that a limit of tokens ended. */
    readonly cutOff: number;
  };
  /** Beside the traits, with their prompts. */
  readonly decoys: readonly { readonly name: string; readonly system: string }[];
  /** Prompts that the directions were to be made from, and those with every reply. */
  readonly contrast: { readonly prompts: number; readonly replied: number };
  readonly traits: readonly TraitResult[];
  /** Replies and hidden states of earlier runs that were taken in place of computing them. */
  readonly cached: number;
  /** Why not every row was reached, where that is so. */
  readonly stopped: string | undefined;
}
