import { controlRow } from '../../core/control/controlRow.ts';
import type { AskedModel } from '../../core/asking/askedModel.ts';
import { isObject, type JsonValue } from '../../core/json/value.ts';
import type { AnswerCache } from '../endpoints/answerCache.ts';
import type { Budget, Limits } from '../endpoints/budget.ts';
import { rowProblem, type Answer } from '../endpoints/endpoint.ts';
import { AskQueue } from '../endpoints/askQueue.ts';
import type { FitRow } from '../endpoints/fitPlan.ts';
import { turnsKey } from '../endpoints/likelihoods.ts';
import { placeOf, type Source } from '../endpoints/source.ts';
import type { ControlPlan } from './controlPlan.ts';
import { answerWriter, type Written } from './writeAnswer.ts';
import { number } from '../../core/text/numbers.ts';

export type ControlRun = Source & {
  readonly budget: Budget;
  readonly cache: Pick<AnswerCache, 'get' | 'put' | 'hits'>;
  readonly signal: AbortSignal;
  readonly atOnce: number;
  readonly progress: (done: number, of: number) => void;
};

/** A control that was written by a model, and what did not come of it. */
export interface ControlResult {
  /** In the order of the dataset. */
  readonly lines: readonly string[];
  readonly endpoint: Pick<AskedModel, 'baseUrl' | 'model' | 'weights'>;
  /** Rows without an answer, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  readonly notReached: number;
  readonly cached: number;
  readonly sent: Limits;
  /** Why the run ended before its end. */
  readonly stopped: string | undefined;
}

/**
 * Carries out a plan that the user has agreed to: each prompt is answered once. Rejects with `EndpointError` where the source cannot
 * be used, `DatasetError` where log or cache cannot be written, the signal's reason where it was cancelled: the cache has what was
 * answered until then.
 */
export async function runControl(plan: ControlPlan, run: ControlRun): Promise<ControlResult> {
  const { chosen, sampling, maxTokens, form } = plan;
  const { budget, cache, signal, atOnce, progress } = run;
  const write = await answerWriter(run, { sampling, maxTokens }, budget);
  const queue = new AskQueue({ atOnce });
  const answerOf = async ({ asked, index }: FitRow): Promise<Answer<Written>> => {
    // The row is part of it: the same prompt in two rows is answered twice.
    const key = ['control', index, turnsKey(asked), { ...sampling }, maxTokens];
    const known = writtenOf(cache.get(key));
    if (known !== undefined) return { value: known };
    const answer = await write(asked, { rows: [index + 1], signal });
    if ('value' in answer) await cache.put(key, { text: answer.value.text, cutOff: answer.value.cutOff });
    return answer;
  };
  const answers = await queue.each(
    chosen,
    async (row): Promise<Answer<string>> => {
      const answer = await answerOf(row);
      if ('problem' in answer) return answer;
      const { text, cutOff } = answer.value;
      return cutOff && sampling.max_tokens === undefined
        ? rowProblem(`cut off at ${number(maxTokens)} tokens`)
        : { value: controlRow(row.asked, text, form) };
    },
    done => progress(done, chosen.length),
  );
  const lines = answers.filter(line => line !== undefined);
  return {
    lines,
    endpoint: placeOf(run),
    failures: queue.failures,
    notReached: chosen.length - lines.length - queue.failed,
    cached: cache.hits,
    sent: budget.spent,
    stopped: queue.stopped,
  };
}

function writtenOf(kept: JsonValue | undefined): Written | undefined {
  if (!isObject(kept)) return undefined;
  const { text, cutOff } = kept;
  return typeof text === 'string' && typeof cutOff === 'boolean' ? { text, cutOff } : undefined;
}
