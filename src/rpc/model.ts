import type { Weights } from '../core/asking/askedModel.ts';

/** What a thread with a local model does. One call at a time: it computes, and nothing else. */
export interface ModelContract {
  readonly calls: {
    /** `path`: a folder, or a file of weights in it. */
    readonly open: [{ readonly path: string }, ModelFacts, never];
    /** The tokens of a conversation up to where the answer starts, or of plain text. */
    readonly encode: [EncodeRequest, { readonly ids: readonly number[] }, never];
    readonly score: [ScoreRequest, Scored, never];
    readonly write: [WriteRequest, Written, never];
    /** The text of each token on its own; U+FFFD where it is part of a character. */
    readonly texts: [{ readonly ids: readonly number[] }, { readonly texts: readonly string[] }, never];
  };
  readonly events: Record<never, never>;
}

export interface ModelFacts {
  readonly name: string;
  readonly weights: Weights;
  readonly vocabulary: number;
  /** Tokens of the longest text; undefined: the folder does not say. */
  readonly longest: number | undefined;
  readonly hasTemplate: boolean;
  /** The hidden state that the model gives: the name of its output, and its numbers per token; undefined: it gives none. */
  readonly hidden: { readonly output: string; readonly width: number } | undefined;
  /** Whether it keeps what it computed of a text, so that another token behind it costs that token alone. */
  readonly keepsPast: boolean;
}

export type EncodeRequest =
  | { readonly text: string }
  | {
      readonly turns: readonly { readonly role: string; readonly content: string }[];
      /** Stands behind the prompt, left open. */
      readonly completion: string;
    };

export interface ScoreRequest {
  readonly ids: readonly number[];
  /** From which position on hidden states are wanted; absent: none. */
  readonly hiddenFrom?: number;
}

/** One entry per token; of the first there is no log-probability, so it is NaN and -1. */
export interface Scored {
  /** In nats. */
  readonly logprobs: Float64Array;
  readonly likeliest: Int32Array;
  /** The mean hidden state of the tokens from `hiddenFrom` on. */
  readonly hidden?: Float64Array;
}

export interface WriteRequest {
  readonly ids: readonly number[];
  readonly sampling: Readonly<Record<string, number>>;
  readonly maxTokens: number;
  readonly seed: number;
}

export interface Written {
  readonly text: string;
  readonly cutOff: boolean;
}
