import { ProgressLocation, window } from 'vscode';
import { plain } from './messages.ts';

type Report = (message: string, increment: number) => void;

/** Shows progress with a way to cancel. Undefined: cancelled, which is told to nobody. */
export async function withCancel<Result>(
  title: string,
  run: (signal: AbortSignal, report: Report) => Promise<Result>,
): Promise<Result | undefined> {
  const abort = new AbortController();
  const options = { location: ProgressLocation.Notification, title: plain(title), cancellable: true };
  try {
    return await window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return run(abort.signal, (message, increment) => progress.report({ message: plain(message), increment }));
    });
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  }
}
