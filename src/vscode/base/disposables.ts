import type { Disposable } from 'vscode';

/** Owns disposables and disposes them together, the newest first. What comes after that is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  /** Takes the function that ends something (stops listening, clears a timer). */
  onDispose(end: () => void): void {
    this.add({ dispose: end });
  }

  dispose(): void {
    this.#disposed = true;
    for (const disposable of this.#owned.splice(0).toReversed()) disposable.dispose();
  }
}
