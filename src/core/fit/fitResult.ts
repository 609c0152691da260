import type { Verdict } from '../findings/verdict.ts';
import type { AskedModel } from '../asking/askedModel.ts';
import type { Sampling } from '../asking/declared.ts';
import type { LeftOut } from '../asking/leftOut.ts';
import type { FitStatistic } from './fitStatistic.ts';
import type { FitRows } from './fitVerdict.ts';

/** One fit test as it ended. */
export interface FitResult {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly endpoint: AskedModel;
  /** Undefined: the rows' own system prompts stood. Empty: none was sent. */
  readonly system: string | undefined;
  readonly sampling: Sampling;
  readonly rows: FitRows & {
    /** Rows drawn at random and looked at. */
    readonly drawn: number;
    /** Of these, rows that hold nothing to score, by reason. */
    readonly unscorable: Readonly<Record<string, number>>;
    /** Absent: nothing was to be left out. */
    readonly leftOut?: LeftOut;
    /** Rows that were sent and got no usable answer, by reason. */
    readonly failures: Readonly<Record<string, number>>;
    /** Rows that were to be sent and were not. */
    readonly notReached: number;
  };
  readonly sent: { readonly requests: number; readonly promptTokens: number };
  /** Answers of earlier runs that were taken in place of asking. */
  readonly cached: number;
  /** Why not every row was reached, where that is so. */
  readonly stopped: string | undefined;
  readonly statistic: FitStatistic | undefined;
  readonly verdict: Verdict;
}
