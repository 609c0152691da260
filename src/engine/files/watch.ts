import { identify, sameIdentity, type FileIdentity } from './identity.ts';

const intervalMs = 1000;

/** Tells once when a file is no longer what it was. Asks every second: works on network and container file systems too. */
export class FileWatch {
  readonly #path: string;
  readonly #identity: FileIdentity;
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setInterval>;
  #asking = false;
  #disposed = false;

  constructor(path: string, identity: FileIdentity) {
    this.#path = path;
    this.#identity = identity;
    this.#timer = setInterval(() => void this.#ask(), intervalMs);
    this.#timer.unref();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#timer);
    this.#listeners.clear();
  }

  async #ask(): Promise<void> {
    // Nobody may have asked to be told yet; and a slow file system is not asked twice at once.
    if (this.#asking || this.#listeners.size === 0) return;
    this.#asking = true;
    const same = await identify(this.#path).then(
      now => sameIdentity(now, this.#identity),
      () => false,
    );
    this.#asking = false;
    if (same || this.#disposed) return;
    const listeners = [...this.#listeners];
    this.dispose();
    for (const listener of listeners) listener();
  }
}
