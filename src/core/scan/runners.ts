import type { ShapeUse, CheckRunner, SliceCheck } from './checkRunner.ts';
import type { ParsedRow } from '../dataset/parsedRow.ts';
import type { RowShape } from '../kernel/rowShape.ts';
import type { ShapedRow } from '../kernel/shapedRow.ts';

/** The checks at work on one slice. A row in which a check has nothing to find costs it nothing: such rows are counted for all of them at once. */
export class Runners {
  readonly #all: readonly CheckRunner[];
  readonly #selective: readonly Selective[];
  readonly #users = new Map<RowShape, Users>();
  /** Bits of which one must be there for a selective check to read a row. */
  readonly needs: number;
  /** Rows of known shapes with completions. */
  #answered = 0;

  constructor(runners: readonly CheckRunner[]) {
    this.#all = runners;
    this.#selective = runners.flatMap(runner =>
      runner.needs === undefined ? [] : [{ runner, needs: runner.needs, told: 0 }],
    );
    this.needs = this.#selective.reduce((sum, { needs }) => sum | needs, 0);
  }

  /** Whether some check reads every row of a shape. */
  readEvery(shape: RowShape): boolean {
    return this.#usersOf(shape).each.length > 0;
  }

  /** The greatest hash of what a row answers for which some check needs the row. */
  get bound(): number {
    return this.#all.reduce((greatest, { bound = 0 }) => Math.max(greatest, bound), 0);
  }

  /** Hashes of what a row answers for which some check needs the row besides. */
  get groups(): readonly number[] {
    return this.#all.flatMap(({ groups = [] }) => groups);
  }

  add(row: number, parsed: ParsedRow): void {
    for (const selective of this.#selective) catchUp(selective, this.#answered);
    for (const runner of this.#all) runner.add(row, parsed);
  }

  addShaped(row: number, shaped: ShapedRow): void {
    for (const runner of this.#usersOf(shaped.shape).each) runner.addShaped(row, shaped);
    if ((shaped.facts & this.needs) === 0) return;
    const before = this.#answered + shaped.answeredBefore;
    for (const selective of this.#selective) {
      if ((shaped.facts & selective.needs) === 0) continue;
      catchUp(selective, before);
      selective.told++;
      selective.runner.addShaped(row, shaped);
    }
  }

  /** Counts rows of known shapes with completions, those that were added included. */
  countAnswered(rows: number): void {
    this.#answered += rows;
  }

  /** Call once, with how many rows there were of each shape. */
  results(shapes: Iterable<{ readonly shape: RowShape; readonly rows: number }>): readonly SliceCheck[] {
    for (const selective of this.#selective) catchUp(selective, this.#answered);
    for (const { shape, rows } of shapes) {
      for (const runner of this.#usersOf(shape).counting) runner.addWithout(rows);
    }
    return this.#all.map(runner => runner.result());
  }

  #usersOf(shape: RowShape): Users {
    const known = this.#users.get(shape);
    if (known) return known;
    const those = (use: ShapeUse): readonly CheckRunner[] => this.#all.filter(runner => runner.useOf(shape) === use);
    const users = { each: those('each'), counting: those('counted') };
    this.#users.set(shape, users);
    return users;
  }
}

interface Users {
  readonly each: readonly CheckRunner[];
  readonly counting: readonly CheckRunner[];
}

interface Selective {
  readonly runner: CheckRunner;
  readonly needs: number;
  /** Rows of known shapes with completions that it got or was told of. */
  told: number;
}

/** Before a check gets its next row it is told of those that it did not get. */
function catchUp(selective: Selective, answered: number): void {
  const rows = answered - selective.told;
  if (rows === 0) return;
  selective.runner.addWithout(rows);
  selective.told = answered;
}
