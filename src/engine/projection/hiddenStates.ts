import type { JsonValue } from '../../core/json/value.ts';
import type { AnswerCache } from '../endpoints/answerCache.ts';
import type { Asking } from '../endpoints/client.ts';
import type { Answer } from '../endpoints/endpoint.ts';
import { turnsKey, type Asked } from '../endpoints/likelihoods.ts';
import type { LocalScorer } from '../localModel/localScorer.ts';

type Cache = Pick<AnswerCache, 'get' | 'put'>;

/** Mean hidden states of completions, in single precision, as models compute; what was computed before is taken from the cache. */
export class HiddenStates {
  readonly #scorer: LocalScorer;
  readonly #output: string;
  readonly #cache: Cache;

  /** `output`: the output of the model that is read. */
  constructor(scorer: LocalScorer, output: string, cache: Cache) {
    this.#scorer = scorer;
    this.#output = output;
    this.#cache = cache;
  }

  async of({ asked, completion }: Asked, asking: Asking): Promise<Answer<Float64Array>> {
    const key = ['state', this.#output, this.#scorer.template, turnsKey(asked), completion];
    const known = readState(this.#cache.get(key));
    if (known) return { value: known };
    const state = await this.#scorer.state(asked, completion, asking);
    if ('problem' in state) return state;
    const single = Float32Array.from(state.value);
    await this.#cache.put(key, Buffer.from(single.buffer).toString('base64'));
    return { value: Float64Array.from(single) };
  }
}

function readState(value: JsonValue | undefined): Float64Array | undefined {
  if (typeof value !== 'string') return undefined;
  const bytes = Uint8Array.from(Buffer.from(value, 'base64'));
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  const state = Float64Array.from(new Float32Array(bytes.buffer));
  return state.every(Number.isFinite) ? state : undefined;
}
