import type { Port } from '../../src/rpc/messenger.ts';

/** Stands in for VS Code: hands the page its API, and answers through a port. */
export function fakeHost(): Port {
  const listeners = new Set<(message: unknown) => void>();
  const saved = (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
  Object.assign(globalThis, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => {
        const copy: unknown = structuredClone(message);
        setTimeout(() => listeners.forEach(listener => listener(copy)));
      },
      getState: saved,
      setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
    }),
  });
  return {
    post(message) {
      const data: unknown = structuredClone(message);
      setTimeout(() => window.dispatchEvent(new MessageEvent('message', { data })));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const query = new URLSearchParams(location.search);

/** Cancelled with the request. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => reject(new Error('cancelled')));
  });
}
