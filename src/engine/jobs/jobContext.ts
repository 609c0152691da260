import { setImmediate } from 'node:timers/promises';

/** What a job gets beside its parameters. */
export interface JobContext<Progress> {
  readonly signal: AbortSignal;
  progress(value: Progress): void;
}

/** Lets a cancel message in: a job that reads synchronously calls it between blocks. Throws where the job was cancelled. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
