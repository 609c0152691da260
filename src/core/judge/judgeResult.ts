import type { Calibration } from './calibration.ts';
import type { Redaction } from './redact.ts';
import { limitsWith, type Weights } from '../asking/askedModel.ts';
import type { LeftOut } from '../asking/leftOut.ts';
import type { Verdict } from '../findings/verdict.ts';
import type { AnswerPlace } from '../report/runWords.ts';

/** What one judge said of one row under one rubric; one of `score`, `abstained` and `failed`. */
export interface RowJudgement {
  /** From 1. */
  readonly row: number;
  readonly rubric: string;
  /** The model that judged. */
  readonly judge: string;
  /** From 0 to 100. */
  readonly score?: number;
  readonly reason?: string;
  /** Why the judge declined to score it. */
  readonly abstained?: string;
  /** Why there is no answer, or none that can be read. */
  readonly failed?: string;
}

/** What one judge's scores under one rubric come to. */
export interface JudgeOutcome {
  readonly rubric: string;
  readonly judge: string;
  readonly scored: number;
  readonly abstained: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  /** Rows that the judge was to be asked about and was not. */
  readonly notReached: number;
  /** Rows left out because the rubric that this one rests on scores them too low, or not at all. */
  readonly leftOut: number;
  /** Of the rows counted. */
  readonly mean: number | null;
  readonly flagged: number;
  readonly counted: number;
  /** On the user's labels; null: there are too few, or none. */
  readonly calibration: Calibration | null;
  readonly labelled: number;
  readonly verdict: Verdict;
}

/** How far several judges agree under one rubric. */
export interface JudgeAgreement {
  readonly rubric: string;
  /** Rows that at least two judges scored. */
  readonly rows: number;
  /** Krippendorff's α; null: it cannot be told. */
  readonly alpha: number | null;
  /** Of these rows, those on which all judges are on one side of the threshold. */
  readonly sameSide: number;
}

/** One judging as it ended. */
export interface JudgeResult {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  /** Who was asked: the address of a server. */
  readonly where: string;
  readonly rows: {
    /** Drawn at random and judged for the verdict. */
    readonly drawn: number;
    /** Judged because they are labelled. */
    readonly labelled: number;
    /** Looked at and not sent, by reason. */
    readonly unjudgeable: Readonly<Record<string, number>>;
    /** Rows that not every judge was asked about under every rubric. */
    readonly notReached: number;
  };
  readonly outcomes: readonly JudgeOutcome[];
  readonly agreement: readonly JudgeAgreement[];
  readonly judgements: readonly RowJudgement[];
  readonly sent: { readonly requests: number; readonly promptTokens: number };
  /** What was masked in rows before they were sent. */
  readonly redactions?: readonly Redaction[];
  /** Absent: nothing was to be left out. */
  readonly leftOut?: LeftOut;
  /** A model of this machine was asked: nothing was sent. */
  readonly local?: true;
  /** Where the judges answer; absent: at a server, or where `local` says so, here. */
  readonly places?: readonly AnswerPlace[];
  /** What that model was computed from. */
  readonly weights?: Weights;
  /** Answers kept from earlier runs. */
  readonly cached: number;
  /** Why not every row was reached, where that is so. */
  readonly stopped: string | undefined;
}

const judgeLimits: readonly string[] = [
  'A judge reads text. What a student learns from data that never names a trait is not in the text: in the study on subliminal learning, judges told rows of a trait’s teacher from others no better than chance (47.5 to 53.3 % of pairs).',
  'Scores depend on the judge, its version and the words of the rubric. A model may judge its own family’s text more kindly.',
  'Without labels of yours nothing is known of a judge’s errors on this data.',
];

/** Printed with every result. */
export function limitsOf({ weights }: Pick<JudgeResult, 'weights'>): readonly string[] {
  return limitsWith(weights, judgeLimits);
}
