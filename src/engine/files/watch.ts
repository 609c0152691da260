import { unwatchFile, watchFile, type StatsListener } from 'node:fs';
import { identify, sameIdentity, type FileIdentity } from './identity.ts';

const intervalMs = 1000;

/** Tells once when a file is no longer what it was. Asks every second: works on network and container file systems too. */
export class FileWatch {
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  readonly #listener: StatsListener;

  constructor(path: string, identity: FileIdentity) {
    this.#path = path;
    this.#listener = () => {
      identify(path).then(
        now => {
          if (!sameIdentity(now, identity)) this.#tell();
        },
        () => this.#tell(),
      );
    };
    watchFile(path, { interval: intervalMs, persistent: false }, this.#listener);
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  dispose(): void {
    unwatchFile(this.#path, this.#listener);
    this.#listeners.clear();
  }

  #tell(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
