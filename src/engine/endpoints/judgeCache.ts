import { AnswerCache, type CacheKey } from './answerCache.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import type { JsonValue } from '../../core/json/value.ts';

/** A judge whose answers are kept. */
export interface KeptJudge extends Pick<Endpoint, 'baseUrl'> {
  readonly name: string;
  /** What its answers depend on beside the question: the API, the temperature. */
  readonly how: CacheKey;
}

interface Opened {
  readonly cache: AnswerCache;
  readonly how: CacheKey;
}

/** Answers of judges, a file for each: a run that ended early goes on where it was. */
export class JudgeCache {
  readonly #judges: ReadonlyMap<string, Opened>;

  private constructor(judges: ReadonlyMap<string, Opened>) {
    this.#judges = judges;
  }

  /** Rejects with `DatasetError` where nothing can be written. */
  static async open(folder: string, judges: readonly KeptJudge[]): Promise<JudgeCache> {
    const opened = new Map<string, Opened>();
    for (const { name, baseUrl, how } of judges) {
      opened.set(name, { cache: await AnswerCache.open(folder, { baseUrl, model: name }), how });
    }
    return new JudgeCache(opened);
  }

  /** Answers that were there already. */
  get hits(): number {
    return [...this.#judges.values()].reduce((sum, { cache }) => sum + cache.hits, 0);
  }

  /** What was answered before, where `read` knows it, else what `ask` answers now: kept where it is `good`. */
  async answer<Value extends JsonValue>(
    judge: string,
    question: CacheKey,
    { read, ask, good = () => true }: Answering<Value>,
  ): Promise<Answer<Value>> {
    const its = this.#judges.get(judge);
    if (!its) return ask();
    const key = ['judge', ...its.how, ...question];
    const stored = its.cache.get(key);
    const known = stored === undefined ? undefined : read(stored);
    if (known !== undefined) return { value: known };
    const answer = await ask();
    if ('value' in answer && good(answer.value)) await its.cache.put(key, answer.value);
    return answer;
  }

  async close(): Promise<void> {
    for (const { cache } of this.#judges.values()) await cache.close();
  }
}

interface Answering<Value> {
  /** Undefined: nothing that could have been kept. */
  readonly read: (stored: JsonValue) => Value | undefined;
  readonly ask: () => Promise<Answer<Value>>;
  readonly good?: (value: Value) => boolean;
}
