import { Worker } from 'node:worker_threads';
import { DatasetError, isDatasetErrorCode } from './datasetError.ts';
import { threadPort } from './threadPort.ts';
import { connect, RemoteError, type Caller, type CallOptions } from '../rpc/messenger.ts';
import type { WorkerContract } from '../rpc/worker.ts';

type Calls = WorkerContract['calls'];

export interface WorkerPoolOptions {
  /** The bundled worker entry. */
  readonly script: string | URL;
  readonly size: number;
}

interface Waiting {
  take(member: Member): void;
  leave(reason: unknown): void;
}

interface Member {
  readonly worker: Worker;
  readonly caller: Caller<WorkerContract>;
}

/** Threads that take one job each; more jobs wait their turn. Threads start when first needed and are replaced when they die. */
export class WorkerPool {
  readonly size: number;
  readonly #script: string | URL;
  readonly #idle: Member[] = [];
  readonly #all = new Set<Member>();
  readonly #waiting: Waiting[] = [];
  #disposed = false;

  constructor({ script, size }: WorkerPoolOptions) {
    this.#script = script;
    this.size = Math.max(1, size);
  }

  /** Starts one thread ahead of the first job: a new one costs some 40 ms. */
  warmUp(): void {
    if (this.#all.size === 0) this.#idle.push(this.#start());
  }

  /** Runs a job on the next free thread. Rejects with `DatasetError` where the file or the thread failed. */
  async run<Name extends keyof Calls>(
    name: Name,
    parameters: Calls[Name][0],
    options: CallOptions<Calls[Name][2]> = {},
  ): Promise<Calls[Name][1]> {
    const member = await this.#take(options.signal);
    // A thread at work keeps the process alive; an idle one does not.
    member.worker.ref();
    try {
      return await member.caller.call(name, parameters, options);
    } catch (error) {
      throw asDatasetError(error);
    } finally {
      if (!this.#disposed) member.worker.unref();
      this.#release(member);
    }
  }

  /** Runs a job on a thread of its own with little memory, which ends with the job, and at the latest after `limitMs`. */
  async runApart<Name extends keyof Calls>(
    name: Name,
    parameters: Calls[Name][0],
    { limitMs, signal }: { readonly limitMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Calls[Name][1]> {
    const worker = new Worker(this.#script, { resourceLimits: { maxOldGenerationSizeMb: 768 } });
    const caller = connect<WorkerContract>(threadPort(worker));
    const stop = (why: string): void => caller.dispose(new DatasetError('worker', why));
    const timer = setTimeout(() => stop(`It took longer than ${limitMs / 1000} s and was stopped.`), limitMs);
    worker.on('error', error => stop(`It was stopped: ${error.message}.`));
    try {
      return await caller.call(name, parameters, signal ? { signal } : {});
    } catch (error) {
      throw asDatasetError(error);
    } finally {
      clearTimeout(timer);
      await worker.terminate();
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const members = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    for (const { leave } of this.#waiting.splice(0)) leave(shuttingDown());
    for (const { caller } of members) caller.dispose();
    // An idle thread keeps no process alive: without this the process may end before this resolves, its exit code unset.
    for (const { worker } of members) worker.ref();
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  }

  async #take(signal: AbortSignal | undefined): Promise<Member> {
    signal?.throwIfAborted();
    if (this.#disposed) throw shuttingDown();
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size < this.size) return this.#start();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal?.reason);
      };
      const done = (): void => signal?.removeEventListener('abort', onAbort);
      const waiting: Waiting = {
        take: member => (done(), resolve(member)),
        leave: reason => (done(), reject(reason)),
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #release(member: Member): void {
    const alive = this.#all.has(member);
    const next = this.#waiting.shift();
    if (next) next.take(alive ? member : this.#start());
    else if (alive) this.#idle.push(member);
  }

  #start(): Member {
    // The limits are ceilings, not reservations: one row may be a string of hundreds of megabytes. What dies young is let go of early,
    // which takes no longer, and a third less memory.
    const worker = new Worker(this.#script, {
      resourceLimits: { maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 48 },
    });
    const member = { worker, caller: connect<WorkerContract>(threadPort(worker)) };
    this.#all.add(member);
    worker.unref();
    worker.on('error', error => this.#lose(member, error));
    worker.on('exit', code => this.#lose(member, new Error(`exit code ${code}`)));
    return member;
  }

  #lose(member: Member, error: Error): void {
    if (!this.#all.delete(member)) return;
    const at = this.#idle.indexOf(member);
    if (at >= 0) this.#idle.splice(at, 1);
    const isFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const next = isFull
      ? "a row may be too large for this machine's memory. Run it again, or split the file."
      : 'a fault of Undertone, not of the file. Run it again, and report it where it stays.';
    const message = `A worker thread ended (${error.message}): ${next}`;
    member.caller.dispose(new DatasetError('worker', message, { cause: error }));
  }
}

function asDatasetError(error: unknown): unknown {
  if (!(error instanceof RemoteError) || !isDatasetErrorCode(error.code)) return error;
  return new DatasetError(error.code, error.message, { cause: error });
}

function shuttingDown(): DatasetError {
  return new DatasetError('worker', 'Undertone is shutting down.');
}
