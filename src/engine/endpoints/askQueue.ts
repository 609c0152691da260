import { problemText, type Answer, type Problem } from './endpoint.ts';

export interface AskQueueOptions {
  readonly atOnce: number;
  /** To abort it ends the run with what was answered until then; absent: asking rejects, and so does the run. */
  readonly endedBy?: AbortSignal;
  /** What is asked about, in words; rows otherwise. */
  readonly of?: string;
}

interface Questioning<Question, Value> {
  progress(done: number): void;
  /** Tells a value that cannot be used, for a run in which none can. */
  failure?(value: Value): string | undefined;
  /** Who is asked, by name, where there are several: what stops one does not stop the others. */
  readonly whom?: (question: Question) => string;
}

/** How it went with one of those who are asked. */
interface Tally {
  failed: number;
  succeeded: number;
  /** Questions in a row, up to the last, that nobody answered. */
  away: number;
  /** Why nothing is asked of it any more. */
  stopped: string | undefined;
}

/** Failures before any success, or in a row where nobody answers any more, after which the rest is not tried. */
const hopeless = 10;

/** Asks many questions, in their order and several at once, in one go or in phases; what stops one phase stops those after it. */
export class AskQueue {
  readonly #options: AskQueueOptions;
  readonly #failures: Record<string, number> = {};
  readonly #tallies = new Map<string, Tally>();
  #stopped: string | undefined;

  constructor(options: AskQueueOptions) {
    this.#options = options;
  }

  /** Why nothing is asked any more, of anybody or of those that it names, where that is so. */
  get stopped(): string | undefined {
    if (this.#stopped !== undefined) return this.#stopped;
    const stopped = [...this.#tallies].flatMap(([name, { stopped: why }]) => {
      if (why === undefined) return [];
      return [name === '' ? why : `${name}: ${why}`];
    });
    return stopped.length > 0 ? stopped.join('; ') : undefined;
  }

  /** Questions without a usable answer, by reason. */
  get failures(): Readonly<Record<string, number>> {
    return this.#failures;
  }

  get failed(): number {
    return [...this.#tallies.values()].reduce((sum, { failed }) => sum + failed, 0);
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
   * The answers in the order of the questions, undefined where none was reached. Rejects where asking does, when nothing is under way
   * any more.
   */
  async answers<Question, Value>(
    questions: readonly Question[],
    ask: (question: Question) => Promise<Answer<Value>>,
    { progress, failure, whom = () => '' }: Questioning<Question, Value>,
  ): Promise<readonly (Answer<Value> | undefined)[]> {
    const answers: (Answer<Value> | undefined)[] = questions.map(() => undefined);
    const queue = questions.entries();
    let done = 0;
    const work = async (): Promise<void> => {
      for (const [at, question] of queue) {
        if (this.#options.endedBy?.aborted === true) this.#stopped ??= 'cancelled';
        if (this.#stopped !== undefined) return;
        const tally = this.#tallyOf(whom(question));
        if (tally.stopped !== undefined) continue;
        const answer = await this.#unlessEnded(ask(question));
        if (!answer || !this.#count(answer, tally, failure)) continue;
        answers[at] = answer;
        progress(++done);
      }
    };
    // Waits for all, so that nothing is sent any more once this rejects.
    const ended = await Promise.allSettled(Array.from({ length: this.#options.atOnce }, work));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return answers;
  }

  #tallyOf(name: string): Tally {
    const known = this.#tallies.get(name);
    if (known) return known;
    const tally = { failed: 0, succeeded: 0, away: 0, stopped: undefined };
    this.#tallies.set(name, tally);
    return tally;
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
  #count<Value>(answer: Answer<Value>, tally: Tally, failure?: (value: Value) => string | undefined): boolean {
    if ('problem' in answer) return this.#fail(answer.problem, tally);
    tally.away = 0;
    const why = failure?.(answer.value);
    if (why === undefined) tally.succeeded++;
    else this.#countFailure(why, why, tally);
    return true;
  }

  #fail(problem: Problem, tally: Tally): boolean {
    if (problem.kind === 'budget') {
      tally.stopped ??= problem.reason;
      return false;
    }
    const why = problemText(problem);
    if (problem.kind === 'endpoint') tally.stopped ??= why;
    this.#countFailure(problem.reason, why, tally);
    tally.away = problem.kind === 'away' ? tally.away + 1 : 0;
    if (tally.away >= hopeless) tally.stopped ??= `nobody answered for ${tally.away} ${this.#of} in a row (${why})`;
    return true;
  }

  get #of(): string {
    return this.#options.of ?? 'rows';
  }

  #countFailure(reason: string, why: string, tally: Tally): void {
    tally.failed++;
    this.#failures[reason] = (this.#failures[reason] ?? 0) + 1;
    if (tally.succeeded > 0 || tally.failed < hopeless) return;
    tally.stopped ??= `the first ${tally.failed} ${this.#of} failed (${why})`;
  }
}
