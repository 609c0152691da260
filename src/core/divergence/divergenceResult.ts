import type { Interval } from '../statistics/interval.ts';
import type { AskedModel } from '../asking/askedModel.ts';
import type { LeftOut } from '../asking/leftOut.ts';

/** One row as scored under every prompt. */
export interface RowDivergence {
  /** From 1. */
  readonly row: number;
  readonly tokens: number;
  /** Places of the completion at which the prompts part ways; null: the server's tokens do not spell the completion. */
  readonly spans: readonly { readonly start: number; readonly end: number }[] | null;
  readonly divergent: number;
  /** By prompt, against the null prompt. */
  readonly byPrompt: readonly {
    readonly id: string;
    readonly divergent: number;
    readonly spans: RowDivergence['spans'];
  }[];
  /** Mean log-probability per token under the null prompt, in nats. */
  readonly meanLogprob: number;
  /** Tokens that the model would have written itself under the null prompt. */
  readonly likeliest: number;
}

/** One measurement of divergence and perplexity as it ended. */
export interface DivergenceResult {
  readonly dataset: { readonly path: string; readonly bytes: number; readonly rows: number };
  readonly endpoint: AskedModel;
  /** System prompts that are compared; the first is the null prompt. */
  readonly prompts: readonly { readonly id: string; readonly text: string }[];
  readonly rows: {
    readonly scored: number;
    readonly drawn: number;
    readonly unscorable: Readonly<Record<string, number>>;
    readonly leftOut?: LeftOut;
    readonly failures: Readonly<Record<string, number>>;
    readonly notReached: number;
  };
  readonly tokens: number;
  /** Share of tokens at which any two of the prompts part ways, over rows; null: no row was scored. */
  readonly divergent: Interval | null;
  /** By prompt, against the null prompt. */
  readonly byPrompt: readonly { readonly id: string; readonly divergent: Interval }[];
  readonly perplexity: {
    /** Mean over tokens, in nats, with a bootstrap interval over rows. */
    readonly nats: Interval;
    /** Share of tokens that the model would have written itself. */
    readonly likeliest: Interval;
  } | null;
  readonly judgements: readonly RowDivergence[];
  readonly sent: { readonly requests: number; readonly promptTokens: number };
  /** Answers kept from earlier runs. */
  readonly cached: number;
  readonly stopped: string | undefined;
}
