import { EventEmitter, type Disposable, type Event } from 'vscode';
import type { ScoreColumn } from '../../core/columns/column.ts';

/**
 * Scores of a dataset's rows that parts of Undertone hand in: likelihood ratios, influence, lengths. The inspector shows them as
 * columns to sort, filter and draw. They are forgotten when the file changes: its rows may be others.
 */
export class Scores implements Disposable {
  readonly #columns = new Map<string, ScoreColumn>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange: Event<void> = this.#changed.event;

  /** In the order in which they were first set. */
  get all(): readonly ScoreColumn[] {
    return [...this.#columns.values()];
  }

  get(id: string): ScoreColumn | undefined {
    return this.#columns.get(id);
  }

  /** Adds a column, or replaces the one of the same id. */
  set(column: ScoreColumn): void {
    this.#columns.set(column.id, column);
    this.#changed.fire();
  }

  remove(id: string): void {
    if (this.#columns.delete(id)) this.#changed.fire();
  }

  clear(): void {
    if (this.#columns.size === 0) return;
    this.#columns.clear();
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
