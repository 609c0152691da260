import type { Turn } from '../../core/asking/conversation.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import type { Asking } from './client.ts';
import type { Answer } from './endpoint.ts';
import type { LikelyScores, TokenScores } from './tokenScores.ts';

/** `server`: the endpoint’s own chat template renders messages. `none`: their texts stand one behind the other, for base models. */
export const templates = ['server', 'none'] as const;
export type Template = (typeof templates)[number];

export const apis = ['vllm', 'sglang'] as const;
export type ServerApi = (typeof apis)[number];
/** `onnx`: no server, a model in a folder of this machine. */
export type Api = ServerApi | 'onnx';

/** What the endpoint's model wrote for a prompt. */
export interface Sample {
  /** The prompt as the endpoint renders it, up to where the answer starts. */
  readonly promptIds: readonly number[];
  readonly text: string;
  /** Whether a limit of tokens ended it. */
  readonly cutOff: boolean;
}

/** One way of asking a server for log-probabilities of given text. */
export interface Scorer {
  readonly api: Api;
  readonly template: Template;
  /** The tokens of the prompt as the endpoint renders it, up to where the answer starts. */
  prompt(asked: readonly Turn[], asking: Asking): Promise<Answer<readonly number[]>>;
  /** Draws one answer. */
  sample(asked: readonly Turn[], sampling: Sampling, maxTokens: number, asking: Asking): Promise<Answer<Sample>>;
  /** Every token of the prompt and the completion, the completion left open: no end token, whether or not the text was cut off. */
  score(asked: readonly Turn[], completion: string, asking: Asking): Promise<Answer<TokenScores>>;
  /** The same with the likeliest token in each place. */
  scoreLikely(asked: readonly Turn[], completion: string, asking: Asking): Promise<Answer<LikelyScores>>;
  /** Every token of a text or of tokens, without any template. */
  scoreRaw(prompt: string | readonly number[], asking: Asking): Promise<Answer<TokenScores>>;
}

/** Requests that one log-likelihood takes. */
export const requestsPerScore: Readonly<Record<ServerApi, number>> = { vllm: 1, sglang: 2 };

/** Requests per row: one drawn answer, and the likelihoods of it and of the row's own completion. */
export const requestsPerRow: Readonly<Record<ServerApi, number>> = { vllm: 3, sglang: 6 };

/** How many requests that are, at most where the API is yet to be found out. */
export function mostRequests(byApi: Readonly<Record<ServerApi, number>>, api: ServerApi | 'auto'): number {
  return api === 'auto' ? Math.max(...Object.values(byApi)) : byApi[api];
}

/** Every setting is named, since servers fill in what the model's own files recommend. */
export function samplingBody(sampling: Sampling, names: { readonly maxTokens: string }, maxTokens: number) {
  const { max_tokens: declared, ...rest } = sampling;
  const plain = {
    temperature: 1,
    top_p: 1,
    top_k: -1,
    min_p: 0,
    presence_penalty: 0,
    frequency_penalty: 0,
    repetition_penalty: 1,
  };
  return { ...plain, ...rest, [names.maxTokens]: declared ?? maxTokens };
}

export function plainText(asked: readonly Turn[]): string {
  return asked.map(({ content }) => content).join('');
}
