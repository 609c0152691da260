import type { Budget } from './budget.ts';
import { problemText, type Answer, type Problem } from './endpoint.ts';

export interface AskQueueOptions {
  readonly atOnce: number;
  /** Looked at before each question, which takes so many requests; absent: whoever is asked says when it is used up. */
  readonly budget?: { readonly of: Pick<Budget, 'allows'>; readonly requests: number };
  /** To abort it ends the run with what was answered until then; absent: asking rejects, and so does the run. */
  readonly endedBy?: AbortSignal;
  /** What is asked about, in words; rows otherwise. */
  readonly of?: string;
}

/** Failures before any success, after which the rest is not tried. */
const hopeless = 10;

/** Asks many questions, in their order and several at once, in one go or in phases; what stops one phase stops those after it. */
export class AskQueue {
  readonly #options: AskQueueOptions;
  readonly #failures: Record<string, number> = {};
  #failed = 0;
  #succeeded = 0;
  #stopped: string | undefined;

  constructor(options: AskQueueOptions) {
    this.#options = options;
  }

  /** Why nothing is asked any more, where that is so. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  /** Questions without a usable answer, by reason. */
  get failures(): Readonly<Record<string, number>> {
    return this.#failures;
  }

  get failed(): number {
    return this.#failed;
  }

  /** The values of the answers in the order of the questions, undefined where there is none. Rejects where asking does. */
  async each<Question, Value>(
    questions: readonly Question[],
    ask: (question: Question) => Promise<Answer<Value>>,
    progress: (done: number) => void,
  ): Promise<readonly (Value | undefined)[]> {
    const answers = await this.answers(questions, ask, { progress });
    return answers.map(answer => (answer && 'value' in answer ? answer.value : undefined));
  }

  /**
   * The answers in the order of the questions, undefined where none was reached. `failure` tells a value that cannot be used, for a run
   * in which none can. Rejects where asking does, when nothing is under way any more.
   */
  async answers<Question, Value>(
    questions: readonly Question[],
    ask: (question: Question) => Promise<Answer<Value>>,
    { progress, failure }: { progress(done: number): void; failure?(value: Value): string | undefined },
  ): Promise<readonly (Answer<Value> | undefined)[]> {
    const answers: (Answer<Value> | undefined)[] = questions.map(() => undefined);
    const queue = questions.entries();
    let done = 0;
    const work = async (): Promise<void> => {
      for (const [at, question] of queue) {
        this.#stopped ??= this.#whyNoMore();
        if (this.#stopped !== undefined) return;
        const answer = await this.#unlessEnded(ask(question));
        if (!answer || !this.#count(answer, failure)) continue;
        answers[at] = answer;
        progress(++done);
      }
    };
    // Waits for all, so that nothing is sent any more once this rejects.
    const ended = await Promise.allSettled(Array.from({ length: this.#options.atOnce }, work));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return answers;
  }

  #whyNoMore(): string | undefined {
    const { budget, endedBy } = this.#options;
    if (endedBy?.aborted === true) return 'cancelled';
    return budget && !budget.of.allows(budget.requests) ? 'the budget is used up' : undefined;
  }

  /** Undefined: the user ended it. */
  async #unlessEnded<Value>(asked: Promise<Value>): Promise<Value | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (this.#options.endedBy?.aborted === true) return undefined;
      this.#stopped ??= 'an error';
      throw error;
    }
  }

  /** Whether it was asked at all: a budget that has no room for it leaves it open. */
  #count<Value>(answer: Answer<Value>, failure: ((value: Value) => string | undefined) | undefined): boolean {
    if ('problem' in answer) return this.#fail(answer.problem);
    const why = failure?.(answer.value);
    if (why === undefined) this.#succeeded++;
    else this.#countFailure(why, why);
    return true;
  }

  #fail(problem: Problem): boolean {
    if (problem.kind === 'budget') {
      this.#stopped ??= problem.reason;
      return false;
    }
    const why = problemText(problem);
    if (problem.kind === 'endpoint') this.#stopped ??= why;
    this.#countFailure(problem.reason, why);
    return true;
  }

  #countFailure(reason: string, why: string): void {
    this.#failed++;
    this.#failures[reason] = (this.#failures[reason] ?? 0) + 1;
    if (this.#succeeded > 0 || this.#failed < hopeless) return;
    this.#stopped ??= `the first ${this.#failed} ${this.#options.of ?? 'rows'} failed (${why})`;
  }
}
