import type { Redaction } from './redact.ts';
import type { Weights } from '../asking/askedModel.ts';
import type { LeftOut } from '../asking/leftOut.ts';
import { whileUnread } from '../control/unread.ts';
import type { PairCounts, PairOutcome } from './pairwise.ts';
import { whilePartial } from '../findings/probeRun.ts';
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
  readonly control: {
    readonly path: string;
    readonly bytes: number;
    readonly rows: number;
    /** Rows that were read, to find some with the same prompts. */
    readonly read: number;
    /** Of these, those that could not be judged, by reason; others took their place. */
    readonly unjudgeable: Readonly<Record<string, number>>;
  };
  /** Who was asked: the address of a server. */
  readonly where: string;
  /** Rows of the dataset that were looked at and could not be judged, by reason. */
  readonly unjudgeable: Readonly<Record<string, number>>;
  readonly pairs: { readonly planned: number; readonly samePrompt: number; readonly notReached: number };
  readonly outcomes: readonly {
    readonly rubric: string;
    readonly judge: string;
    readonly counts: PairCounts;
    /** Pairs that the judge was to be asked about and was not. */
    readonly notReached: number;
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

/** The same with verdicts that are never stronger than inconclusive where the judge was not asked about every pair, or the control is damaged. */
export function pairedSoFar(result: PairResult): PairResult {
  const { pairs, control, stopped } = result;
  const malformed = control.unjudgeable['malformed'] ?? 0;
  const unread = { malformed, rows: control.read - malformed - (control.unjudgeable['blank'] ?? 0) };
  const outcomes = result.outcomes.map(({ notReached, verdict, ...outcome }) => {
    const rows = pairs.planned - notReached;
    const partial = { rows, of: pairs.planned, each: 'pair', why: stopped ?? 'cancelled' } as const;
    const soFar = whilePartial(verdict, notReached === 0 ? undefined : partial);
    return { ...outcome, notReached, verdict: whileUnread(soFar, unread) };
  });
  return { ...result, outcomes };
}
