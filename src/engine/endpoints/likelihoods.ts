import { createHash } from 'node:crypto';
import { isObject, type JsonValue } from '../../core/json/value.ts';
import type { Turn } from '../../core/asking/conversation.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import type { AnswerCache, CacheKey } from './answerCache.ts';
import type { Asking } from './client.ts';
import { rowProblem, type Answer } from './endpoint.ts';
import type { Sample, Scorer } from './scorer.ts';
import { likelihoodAfter, tokenIds, type TokenScores } from './tokenScores.ts';

/** A completion's log-likelihoods under several system prompts: nats, in the order of the prompts. */
export interface Likelihoods {
  readonly tokens: number;
  readonly values: readonly number[];
}

export interface Asked {
  /** Without a system prompt. */
  readonly asked: readonly Turn[];
  readonly completion: string;
}

/** One log-likelihood, and the tokens it was summed over. */
interface Summed {
  readonly sum: number;
  readonly tokens: number;
  /** Tells whether two sums are over the same tokens. */
  readonly over: string;
}

type Cache = Pick<AnswerCache, 'get' | 'put'>;

/** Asks a scorer for log-likelihoods under system prompts; what was answered before is taken from the cache. */
export class LikelihoodScorer {
  readonly #scorer: Scorer;
  readonly #cache: Cache;

  constructor(scorer: Scorer, cache: Cache) {
    this.#scorer = scorer;
    this.#cache = cache;
  }

  /** `systems`: one each; empty: no system message. All sums are over the same tokens, or the row is a problem. */
  async under(systems: readonly string[], { asked, completion }: Asked, asking: Asking): Promise<Answer<Likelihoods>> {
    const values: number[] = [];
    let first: Summed | undefined;
    for (const system of systems) {
      const answer = await this.#sum(withSystem(system, asked), completion, first, asking);
      if ('problem' in answer) return answer;
      first ??= answer.value;
      if (answer.value.over !== first.over) {
        return rowProblem('the completion is cut into other tokens behind another system prompt');
      }
      values.push(answer.value.sum);
    }
    return first ? { value: { tokens: first.tokens, values } } : rowProblem('no prompt to score under');
  }

  /** The log-likelihood of a completion behind a prompt whose tokens are known. */
  async behind(prompt: readonly number[], { asked, completion }: Asked, asking: Asking): Promise<Answer<number>> {
    const answer = await this.#kept(asked, completion, async () => {
      const scores = await this.#scorer.score(asked, completion, asking);
      return 'problem' in scores ? scores : summed(scores.value, prompt);
    });
    return 'problem' in answer ? answer : { value: answer.value.sum };
  }

  /** Draws an answer; the same again for the same row, prompt and sampling, where the cache has it. */
  async sample(
    row: number,
    asked: readonly Turn[],
    sampling: Sampling,
    maxTokens: number,
    asking: Asking,
  ): Promise<Answer<Sample>> {
    const key = this.#key('sample', [row, turnsKey(asked), { ...sampling }, maxTokens]);
    const known = readSample(this.#cache.get(key));
    if (known) return { value: known };
    const answer = await this.#scorer.sample(asked, sampling, maxTokens, asking);
    if ('value' in answer) await this.#cache.put(key, { ...answer.value });
    return answer;
  }

  /** Where the completion begins is told by the prompt alone for the first, then by the number of its tokens. */
  #sum(asked: readonly Turn[], completion: string, first: Summed | undefined, asking: Asking): Promise<Answer<Summed>> {
    const ask = async (): Promise<Answer<Summed>> => {
      const prompt = first ? undefined : await this.#scorer.prompt(asked, asking);
      if (prompt && 'problem' in prompt) return prompt;
      const scores = await this.#scorer.score(asked, completion, asking);
      if ('problem' in scores) return scores;
      return summed(scores.value, prompt ? prompt.value : scores.value.ids.slice(0, -(first?.tokens ?? 0)));
    };
    return this.#kept(asked, completion, ask, ({ over }) => !first || over === first.over);
  }

  /** What is kept of a completion, else what `ask` answers: kept where it is `good`. */
  async #kept(
    asked: readonly Turn[],
    completion: string,
    ask: () => Promise<Answer<Summed>>,
    good: (summed: Summed) => boolean = () => true,
  ): Promise<Answer<Summed>> {
    const key = this.#key('score', [turnsKey(asked), completion]);
    const known = readSummed(this.#cache.get(key));
    if (known) return { value: known };
    const answer = await ask();
    if ('value' in answer && good(answer.value)) await this.#cache.put(key, { ...answer.value });
    return answer;
  }

  #key(kind: string, parts: CacheKey): CacheKey {
    return [kind, this.#scorer.api, this.#scorer.template, ...parts];
  }
}

export function withSystem(system: string, asked: readonly Turn[]): readonly Turn[] {
  return system === '' ? asked : [{ role: 'system', content: system }, ...asked];
}

function summed(scores: TokenScores, prompt: readonly number[]): Answer<Summed> {
  const sum = likelihoodAfter(prompt, scores);
  if ('problem' in sum) return sum;
  const ids = scores.ids.slice(prompt.length);
  const over = createHash('sha256').update(ids.join(' ')).digest('base64').slice(0, 16);
  return { value: { sum: sum.value, tokens: ids.length, over } };
}

/** A conversation as keys of a cache hold it. */
export function turnsKey(asked: readonly Turn[]): JsonValue {
  return asked.map(({ role, content }) => [role, content]);
}

function readSummed(value: JsonValue | undefined): Summed | undefined {
  if (!isObject(value)) return undefined;
  const { sum, tokens, over } = value;
  const whole = typeof sum === 'number' && typeof tokens === 'number' && typeof over === 'string';
  return whole && Number.isFinite(sum) ? { sum, tokens, over } : undefined;
}

function readSample(value: JsonValue | undefined): Sample | undefined {
  if (!isObject(value)) return undefined;
  const { text, cutOff, promptIds } = value;
  const ids = tokenIds(promptIds);
  return typeof text === 'string' && typeof cutOff === 'boolean' && ids ? { text, cutOff, promptIds: ids } : undefined;
}
