import type { Budget } from './budget.ts';
import { problemText, type Answer } from './endpoint.ts';

export interface AskEachRun {
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** Questions that are done, of those to be asked. */
  readonly progress: (done: number, of: number) => void;
  readonly atOnce?: number;
}

/** Questions that fail before any succeeds, after which the rest is not tried. */
const hopeless = 10;

/**
 * Asks questions in their order, several at once. What was answered before a budget, a refusal of the endpoint or the user ended the
 * run is kept, with why it ended. `failure` tells an answer that cannot be used, for a run in which none can.
 */
export async function askEach<Question, Value>(
  questions: readonly Question[],
  ask: (question: Question, signal: AbortSignal) => Promise<Answer<Value>>,
  failure: (value: Value) => string | undefined,
  { budget, signal, progress, atOnce = 8 }: AskEachRun,
): Promise<{
  readonly answered: readonly { readonly question: Question; readonly answer: Answer<Value> }[];
  readonly stopped: string | undefined;
}> {
  const answered: { question: Question; answer: Answer<Value> }[] = [];
  let failed = 0;
  let stopped: string | undefined;
  const queue = questions.values();
  const work = async (): Promise<void> => {
    for (const question of queue) {
      if (signal.aborted) stopped ??= 'cancelled';
      else if (!budget.allows(1)) stopped ??= 'the budget is used up';
      if (stopped !== undefined) return;
      const answer = await unlessAborted(ask(question, signal), signal);
      if (answer === undefined) continue;
      if ('problem' in answer && answer.problem.kind === 'budget') {
        stopped ??= answer.problem.reason;
        return;
      }
      answered.push({ question, answer });
      const why = 'problem' in answer ? problemText(answer.problem) : failure(answer.value);
      if (why !== undefined) failed++;
      if ('problem' in answer && answer.problem.kind === 'endpoint') stopped ??= why;
      else if (failed === answered.length && failed >= hopeless) {
        stopped ??= `the first ${failed} questions failed (${why})`;
      }
      progress(answered.length, questions.length);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: atOnce }, work));
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return { answered, stopped };
}

/** Undefined: the user ended it. */
async function unlessAborted<Value>(asked: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
