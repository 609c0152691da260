import { LineIndex } from '../core/dataset/lineIndex.ts';
import type { IndexState } from '../rpc/inspector.ts';
import type { IndexProgress } from '../rpc/worker.ts';
import { DatasetError } from './datasetError.ts';
import type { Content } from './files/content.ts';
import type { WorkerPool } from './workerPool.ts';

/** A line index as it is built on a thread: what it has reached, and who waits for it. */
export class IndexBuild {
  readonly index = new LineIndex();
  readonly #path: string;
  readonly #content: Content;
  readonly #pool: WorkerPool;
  readonly #verify: () => Promise<void>;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<(state: IndexState) => void>();
  readonly #waiting = new Set<() => void>();
  #state: IndexState = { state: 'building', rows: 0, bytesDone: 0 };
  #failure: unknown;

  /** `verify` rejects where the file is no longer what it was when it was opened. */
  constructor(path: string, content: Content, pool: WorkerPool, verify: () => Promise<void>) {
    this.#path = path;
    this.#content = content;
    this.#pool = pool;
    this.#verify = verify;
  }

  get state(): IndexState {
    return this.#state;
  }

  start(): void {
    const { compression, path } = this.#content;
    const options = { signal: this.#abort.signal, onProgress: (progress: IndexProgress) => this.#extend(progress) };
    const work = compression
      ? this.#pool.run('unpack', { path: this.#path, compression, target: path }, options)
      : this.#pool.run('index', { path, from: { row: 0, byteStart: 0 } }, options);
    void this.#finish(work);
  }

  onDidChange(listener: (state: IndexState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Waits until the first `bytes` bytes can be read, or all there are; answers whether these are all. */
  async reachBytes(bytes: number): Promise<boolean> {
    await this.#until(() => this.index.byteCount >= bytes);
    return this.#state.state === 'complete' && this.index.byteCount <= bytes;
  }

  /** Waits until the first `rows` rows are indexed, or all there are. Rejects where indexing failed before that. */
  async reach(rows: number, signal?: AbortSignal): Promise<void> {
    await this.#until(() => this.index.rowCount >= rows, signal);
  }

  dispose(why?: DatasetError): void {
    this.#abort.abort(why);
    this.#listeners.clear();
  }

  async #until(reached: () => boolean, signal?: AbortSignal): Promise<void> {
    while (!reached() && this.#state.state === 'building') {
      await new Promise<void>((resolve, reject) => {
        const wake = (): void => {
          signal?.removeEventListener('abort', leave);
          this.#waiting.delete(wake);
          resolve();
        };
        const leave = (): void => {
          this.#waiting.delete(wake);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        this.#waiting.add(wake);
      });
      signal?.throwIfAborted();
    }
    if (!reached() && this.#state.state === 'failed') throw this.#failure;
  }

  async #finish(work: Promise<{ readonly rows: number }>): Promise<void> {
    try {
      const { rows } = await work;
      await this.#verify();
      this.#change({ state: 'complete', rows });
    } catch (error) {
      this.#fail(error);
    }
  }

  #extend({ checkpoints, rows, bytes }: IndexProgress): void {
    this.index.extend(checkpoints, rows, bytes);
    this.#change({ state: 'building', rows, bytesDone: bytes });
  }

  #fail(error: unknown): void {
    this.#failure = error;
    const message = error instanceof DatasetError ? error.message : `The rows could not be indexed: ${String(error)}.`;
    this.#change({ state: 'failed', rows: this.index.rowCount, message });
  }

  #change(state: IndexState): void {
    this.#state = state;
    for (const wake of this.#waiting) wake();
    for (const listener of this.#listeners) listener(state);
  }
}
