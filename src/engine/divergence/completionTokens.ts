import type { LikelyToken } from '../../core/divergence/divergence.ts';
import { isArray, isObject, type JsonValue } from '../../core/json/value.ts';
import type { AnswerCache } from '../endpoints/answerCache.ts';
import type { Asking } from '../endpoints/client.ts';
import { rowProblem, type Answer } from '../endpoints/endpoint.ts';
import { turnsKey, withSystem, type Asked } from '../endpoints/likelihoods.ts';
import type { Scorer } from '../endpoints/scorer.ts';
import type { LikelyScores } from '../endpoints/tokenScores.ts';

/** The tokens of a completion as a model sees them behind a prompt. */
export interface LikelyCompletion {
  readonly tokens: readonly LikelyToken[];
  /** Each token as text; undefined: the server does not tell. */
  readonly texts: readonly string[] | undefined;
}

/** Asks a scorer for the tokens of completions under system prompts; what was answered before is taken from the cache. */
export class CompletionTokens {
  readonly #scorer: Scorer;
  readonly #cache: Pick<AnswerCache, 'get' | 'put'>;

  constructor(scorer: Scorer, cache: Pick<AnswerCache, 'get' | 'put'>) {
    this.#scorer = scorer;
    this.#cache = cache;
  }

  /** The same tokens under every prompt, or the row is a problem. */
  async under(
    systems: readonly string[],
    { asked, completion }: Asked,
    asking: Asking,
  ): Promise<Answer<readonly LikelyCompletion[]>> {
    const all: LikelyCompletion[] = [];
    for (const system of systems) {
      const answer = await this.#likely({ asked: withSystem(system, asked), completion }, all[0], asking);
      if ('problem' in answer) return answer;
      if (!sameTokens(answer.value, all[0] ?? answer.value)) {
        return rowProblem('the completion is cut into other tokens behind another system prompt');
      }
      all.push(answer.value);
    }
    return { value: all };
  }

  /** Where the completion begins is told by the prompt alone for the first, then by the number of its tokens. */
  async #likely(
    { asked, completion }: Asked,
    first: LikelyCompletion | undefined,
    asking: Asking,
  ): Promise<Answer<LikelyCompletion>> {
    const key = ['likely', this.#scorer.api, this.#scorer.template, turnsKey(asked), completion];
    const known = readLikely(this.#cache.get(key));
    if (known) return { value: known };
    const prompt = first ? undefined : await this.#scorer.prompt(asked, asking);
    if (prompt && 'problem' in prompt) return prompt;
    const scores = await this.#scorer.scoreLikely(asked, completion, asking);
    if ('problem' in scores) return scores;
    const start = prompt ? prompt.value : scores.value.ids.slice(0, -(first?.tokens.length ?? 0));
    const answer = behind(start, scores.value);
    if ('value' in answer && (!first || sameTokens(answer.value, first))) {
      const { tokens, texts } = answer.value;
      const kept = tokens.map(({ id, logprob, likeliest }) => [id, logprob, likeliest]);
      await this.#cache.put(key, { tokens: kept, texts: texts ?? null });
    }
    return answer;
  }
}

function behind(
  prompt: readonly number[],
  { ids, logprobs, likeliest, texts }: LikelyScores,
): Answer<LikelyCompletion> {
  if (prompt.length === 0) return rowProblem('the prompt renders to no token');
  if (ids.length <= prompt.length || prompt.some((id, i) => ids[i] !== id)) {
    return rowProblem('the completion does not stand behind its prompt as the endpoint renders it');
  }
  const tokens = ids.slice(prompt.length).map((id, i) => ({
    id,
    logprob: logprobs[prompt.length + i] ?? NaN,
    likeliest: likeliest[prompt.length + i] ?? NaN,
  }));
  if (tokens.some(({ logprob }) => !Number.isFinite(logprob))) return rowProblem('a token without its log-probability');
  const spelled = texts.slice(prompt.length).filter(text => text !== undefined);
  return { value: { tokens, texts: spelled.length === tokens.length ? spelled : undefined } };
}

function sameTokens({ tokens: a }: LikelyCompletion, { tokens: b }: LikelyCompletion): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i]?.id);
}

function readLikely(value: JsonValue | undefined): LikelyCompletion | undefined {
  if (!isObject(value) || !isArray(value['tokens'])) return undefined;
  const tokens = value['tokens'].flatMap(token => {
    const [id, logprob, likeliest] = isArray(token) ? token : [];
    const whole = typeof id === 'number' && typeof logprob === 'number' && typeof likeliest === 'number';
    return whole ? [{ id, logprob, likeliest }] : [];
  });
  if (tokens.length === 0 || tokens.length !== value['tokens'].length) return undefined;
  const texts = isArray(value['texts']) ? value['texts'].filter(text => typeof text === 'string') : undefined;
  return { tokens, texts: texts?.length === tokens.length ? texts : undefined };
}
