import type { Redaction } from './redact.ts';
import type { Weights } from '../fit/askedModel.ts';
import type { LeftOut } from '../fit/leftOut.ts';
import type { PairCounts, PairOutcome } from './pairwise.ts';
import type { Verdict } from '../findings/verdict.ts';

/** A row and a row of the control as one judge compared them under one rubric; one of `outcome` and `failed`. */
export interface PairJudgement {
  /** From 1. */
  readonly row: number;
  readonly controlRow: number;
  readonly samePrompt: boolean;
  readonly rubric: string;
  readonly judge: string;
  readonly outcome?: PairOutcome;
  readonly failed?: string;
}

/** One comparison with a control as it ended. */
export interface PairResult {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly control: { readonly path: string; readonly bytes: number; readonly rows: number };
  /** Who was asked: the address of a server. */
  readonly where: string;
  readonly pairs: { readonly planned: number; readonly samePrompt: number; readonly notReached: number };
  readonly outcomes: readonly {
    readonly rubric: string;
    readonly judge: string;
    readonly counts: PairCounts;
    readonly verdict: Verdict;
  }[];
  readonly judgements: readonly PairJudgement[];
  readonly sent: { readonly requests: number; readonly promptTokens: number };
  /** What was masked in rows before they were sent. */
  readonly redactions?: readonly Redaction[];
  /** Absent: nothing was to be left out. */
  readonly leftOut?: LeftOut;
  /** A model of this machine was asked: nothing was sent. */
  readonly local?: true;
  /** What that model was computed from. */
  readonly weights?: Weights;
  /** Answers kept from earlier runs. */
  readonly cached: number;
  readonly stopped: string | undefined;
}
