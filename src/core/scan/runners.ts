import type { CheckRunner, SliceCheck } from './checkRunner.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

/** The checks at work on one slice. A row in which a check has nothing to find costs it nothing: such rows are counted for all of them at once. */
export class Runners {
  readonly #all: readonly CheckRunner[];
  readonly #ofEveryRow: readonly CheckRunner[];
  readonly #selective: readonly Selective[];
  /** Bits of which one must be there for a selective check to read a row. */
  readonly needs: number;
  /** Rows of known shapes with completions. */
  #shaped = 0;

  constructor(runners: readonly CheckRunner[]) {
    this.#all = runners;
    this.#ofEveryRow = runners.filter(({ needs }) => needs === undefined);
    this.#selective = runners.flatMap(runner =>
      runner.needs === undefined ? [] : [{ runner, needs: runner.needs, shaped: 0 }],
    );
    this.needs = this.#selective.reduce((sum, { needs }) => sum | needs, 0);
  }

  add(row: number, parsed: ParsedRow): void {
    for (const selective of this.#selective) this.#catchUp(selective);
    for (const runner of this.#all) runner.add(row, parsed);
  }

  addShaped(row: number, shaped: ShapedRow): void {
    for (const runner of this.#ofEveryRow) runner.addShaped(row, shaped);
    if (shaped.completions.length === 0) return;
    if ((shaped.facts & this.needs) !== 0) {
      for (const selective of this.#selective) {
        if ((shaped.facts & selective.needs) === 0) continue;
        this.#catchUp(selective);
        selective.shaped++;
        selective.runner.addShaped(row, shaped);
      }
    }
    this.#shaped++;
  }

  results(): readonly SliceCheck[] {
    for (const selective of this.#selective) this.#catchUp(selective);
    return this.#all.map(runner => runner.result());
  }

  /** Before a check gets its next row it is told of those that it did not get. */
  #catchUp(selective: Selective): void {
    const rows = this.#shaped - selective.shaped;
    if (rows === 0) return;
    selective.runner.addWithout(rows);
    selective.shaped = this.#shaped;
  }
}

interface Selective {
  readonly runner: CheckRunner;
  readonly needs: number;
  /** Rows of known shapes that it got or was told of. */
  shaped: number;
}
