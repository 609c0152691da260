import { CancellationError } from 'vscode';
import type { Log } from './log.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { showError } from './messages.ts';

/** Tells the user what did not work and what to do next; a cancellation is not told. */
export type PresentError = (doing: string, error: unknown) => void;

/** One message for the user, the whole error for the log. `doing` reads "open train.jsonl". */
export function createErrorPresenter(log: Log): PresentError {
  return (doing, error) => {
    if (isCancellation(error)) return;
    log.error(`Could not ${doing}:`, error instanceof Error ? (error.stack ?? error.message) : String(error));
    const showLog = 'Show log';
    void showError(`Could not ${doing}: ${messageOf(error)}`, showLog).then(answer => {
      if (answer === showLog) log.show();
    });
  };
}

function isCancellation(error: unknown): boolean {
  return error instanceof CancellationError || (error instanceof Error && error.name === 'AbortError');
}
