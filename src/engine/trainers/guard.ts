import { createContext, Script } from 'node:vm';
import { DatasetError } from '../datasetError.ts';
import { isTemplateError, TemplateError } from '../../core/trainers/resources.ts';

/** Runs what an untrusted file asks for, for so long and no longer. */
export type Guard = <Result>(work: () => Result, limitMs: number, what: string) => Result;

/**
 * A guard that ends work past its time, whatever it is doing: Node can end a script, and what it calls with it. Throws
 * `TemplateError` then.
 */
export function createGuard(): Guard {
  const script = new Script('run()');
  let run = (): void => undefined;
  // A context costs 3 ms, so there is one.
  const context = createContext({ run: () => run() });
  return (work, limitMs, what) => {
    let result: { readonly value: ReturnType<typeof work> } | undefined;
    run = () => void (result = { value: work() });
    try {
      script.runInContext(context, { timeout: limitMs });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      throw new TemplateError('late', `${what} took longer than ${limitMs} ms and was stopped`);
    }
    if (result === undefined) throw new Error('The work ended without a result.');
    return result.value;
  };
}

/** A template or tokenizer that did not end, for people; any other error as it stands. */
export function fromTemplateError(error: unknown): unknown {
  if (!isTemplateError(error)) return error;
  const next = 'Choose another template or tokenizer, or leave the option empty.';
  return new DatasetError('corrupt', `${error.message}. ${next}`, { cause: error });
}

function isTimeout(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
