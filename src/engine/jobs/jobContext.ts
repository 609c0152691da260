import { setImmediate } from 'node:timers/promises';

/** Well below what a person notices, be it of progress or of a job that is cancelled. */
const msBetween = 20;

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

/** Says every now and then that it is time to tell how far a job is and to breathe: after each block that costs as much as a check. */
export function pace(): () => boolean {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < msBetween) return false;
    last = now;
    return true;
  };
}
