import { Worker } from 'node:worker_threads';
import { DatasetError, isDatasetErrorCode } from '../datasetError.ts';
import { threadPort } from '../threadPort.ts';
import { connect, RemoteError, type Caller } from '../../rpc/messenger.ts';
import type { ModelContract, ModelFacts } from '../../rpc/model.ts';

type Calls = ModelContract['calls'];

export interface ModelThreadOptions {
  /** The bundled entry of the thread. */
  readonly script: string | URL;
  /** Of the model's folder, or of a file of weights in it. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** For what runs the folder's own chat template and tokenizer; 10 s otherwise. */
  readonly encodeLimitMs?: number;
}

/** A local model on a thread of its own. What it computes cannot be interrupted, so that to give it up ends the thread. */
export class ModelThread {
  readonly facts: ModelFacts;
  readonly #link: Link;
  readonly #encodeLimitMs: number;
  /** The thread does one thing at a time, and a time limit must not count what came before. */
  #before: Promise<unknown> = Promise.resolve();

  private constructor(link: Link, facts: ModelFacts, encodeLimitMs: number) {
    this.#link = link;
    this.facts = facts;
    this.#encodeLimitMs = encodeLimitMs;
  }

  /** Rejects with `DatasetError` for a folder that holds no model that can be used, with the signal's reason when it was aborted. */
  static async open({ script, path, signal, encodeLimitMs = 10_000 }: ModelThreadOptions): Promise<ModelThread> {
    const link = startThread(script);
    try {
      const opening = link.caller.call('open', { path }, { signal });
      return new ModelThread(link, await within(openLimitMs, link, answered(opening)), encodeLimitMs);
    } catch (error) {
      await link.worker.terminate();
      throw error;
    }
  }

  /** Rejects with `DatasetError` where the model or its thread failed, with the signal's reason when it was aborted. */
  call<Name extends keyof Calls>(name: Name, parameters: Calls[Name][0], signal: AbortSignal): Promise<Calls[Name][1]> {
    const answer = this.#before.then(() => {
      const call = answered(this.#link.caller.call(name, parameters, { signal }));
      return name === 'encode' ? within(this.#encodeLimitMs, this.#link, call) : call;
    });
    this.#before = answer.catch(() => undefined);
    return answer;
  }

  async dispose(): Promise<void> {
    this.#link.caller.dispose(new DatasetError('worker', 'The model was closed.'));
    await this.#link.worker.terminate();
  }
}

/** Weights of gigabytes on a slow disk take minutes. */
const openLimitMs = 300_000;

interface Link {
  readonly worker: Worker;
  readonly caller: Caller<ModelContract>;
  /** Rejects what is under way and what comes later. */
  lose(why: string): void;
}

function startThread(script: string | URL): Link {
  const worker = new Worker(script);
  const caller = connect<ModelContract>(threadPort(worker));
  const lose = (why: string): void => caller.dispose(new DatasetError('worker', `The model’s thread ended: ${why}.`));
  const next = 'the model, or a row, may be too large for this machine’s memory; name a smaller model, or run it again';
  worker.on('error', error => lose(`${error.message}; ${next}`));
  worker.on('exit', code => lose(`exit code ${code}; ${next}`));
  return { worker, caller, lose };
}

/** Ends the thread where an answer takes longer: a template that others wrote may run for ever. */
async function within<Value>(limitMs: number, { worker, lose }: Link, answer: Promise<Value>): Promise<Value> {
  const timer = setTimeout(() => {
    lose(`it took longer than ${limitMs / 1000} s to read the model’s files or to apply its template and tokenizer`);
    void worker.terminate();
  }, limitMs);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}

async function answered<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    // A template or a runtime may refuse a text for reasons of its own.
    const code = isDatasetErrorCode(error.code) ? error.code : 'unreadable';
    throw new DatasetError(code, error.message, { cause: error });
  }
}
