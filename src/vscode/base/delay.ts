import type { Disposable } from 'vscode';

/** Runs `run` once things have been quiet for `ms`; every call starts the wait anew. */
export function debounce(ms: number, run: () => void): (() => void) & Disposable {
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  return Object.assign(start, { dispose: () => clearTimeout(timer) });
}

/** Runs `run` at most once per `ms`: the first call at once, and once more after the last. */
export function throttle(ms: number, run: () => void): (() => void) & Disposable {
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  const start = (): void => {
    if (timer !== undefined) {
      again = true;
      return;
    }
    again = false;
    run();
    timer = setTimeout(() => {
      timer = undefined;
      if (again) start();
    }, ms);
  };
  return Object.assign(start, { dispose: () => clearTimeout(timer) });
}
