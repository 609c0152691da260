import type { Answer, Problem } from './endpoint.ts';
import { problemText } from './endpoint.ts';

/** Rows that fail before any succeeds, after which the rest is not tried. */
const hopeless = 10;

/** What came of asking about many rows, one after another and some at once. */
export class RowQueue {
  readonly #atOnce: number;
  readonly #failures: Record<string, number> = {};
  #failed = 0;
  #succeeded = 0;
  #stopped: string | undefined;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Why nothing is asked any more, where that is so. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  /** Rows without a usable answer, by reason. */
  get failures(): Readonly<Record<string, number>> {
    return this.#failures;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Asks about each; the answers in the order of the rows, undefined where there is none. Rejects where asking does. */
  async each<Row, Value>(
    rows: readonly Row[],
    ask: (row: Row) => Promise<Answer<Value>>,
    progress: (done: number) => void,
  ): Promise<readonly (Value | undefined)[]> {
    const values: (Value | undefined)[] = rows.map(() => undefined);
    const queue = rows.entries();
    let done = 0;
    const work = async (): Promise<void> => {
      for (const [at, row] of queue) {
        if (this.#stopped !== undefined) return;
        const answer = await ask(row).catch((error: unknown) => {
          this.#stopped = 'an error';
          throw error;
        });
        if ('value' in answer) {
          values[at] = answer.value;
          this.#succeeded++;
        } else this.#fail(answer.problem);
        progress(++done);
      }
    };
    // Waits for all, so that nothing is sent any more once this rejects.
    const ended = await Promise.allSettled(Array.from({ length: this.#atOnce }, work));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    return values;
  }

  #fail(problem: Problem): void {
    if (problem.kind === 'budget') {
      this.#stopped ??= problem.reason;
      return;
    }
    this.#failed++;
    this.#failures[problem.reason] = (this.#failures[problem.reason] ?? 0) + 1;
    if (problem.kind === 'endpoint') this.#stopped ??= problemText(problem);
    else if (this.#succeeded === 0 && this.#failed >= hopeless)
      this.#stopped ??= `the first ${this.#failed} rows failed`;
  }
}
