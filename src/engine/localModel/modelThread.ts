import { Worker } from 'node:worker_threads';
import { DatasetError, isDatasetErrorCode } from '../datasetError.ts';
import { threadPort } from '../threadPort.ts';
import { connect, RemoteError, type Caller } from '../../rpc/messenger.ts';
import type { ModelContract, ModelFacts } from '../../rpc/model.ts';

type Calls = ModelContract['calls'];

export interface ModelThreadOptions {
  /** The bundled entry of the thread. */
  readonly script: string | URL;
  readonly folder: string;
}

/** A local model on a thread of its own. What it computes cannot be interrupted, so that to give it up ends the thread. */
export class ModelThread {
  readonly facts: ModelFacts;
  readonly #worker: Worker;
  readonly #caller: Caller<ModelContract>;

  private constructor(worker: Worker, caller: Caller<ModelContract>, facts: ModelFacts) {
    this.#worker = worker;
    this.#caller = caller;
    this.facts = facts;
  }

  /** Rejects with `DatasetError` for a folder that holds no model that can be used. */
  static async open({ script, folder }: ModelThreadOptions): Promise<ModelThread> {
    const worker = new Worker(script);
    const caller = connect<ModelContract>(threadPort(worker));
    const lost = (why: string): void => caller.dispose(new DatasetError('worker', `The model’s thread ended: ${why}.`));
    worker.on('error', error => lost(error.message));
    worker.on('exit', code => lost(`exit code ${code}`));
    try {
      return new ModelThread(worker, caller, await answered(caller.call('open', { folder })));
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  call<Name extends keyof Calls>(name: Name, parameters: Calls[Name][0], signal: AbortSignal): Promise<Calls[Name][1]> {
    return answered(this.#caller.call(name, parameters, { signal }));
  }

  async dispose(): Promise<void> {
    this.#caller.dispose();
    await this.#worker.terminate();
  }
}

async function answered<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RemoteError && isDatasetErrorCode(error.code)) {
      throw new DatasetError(error.code, error.message, { cause: error });
    }
    throw error;
  }
}
