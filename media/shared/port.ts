import type { Port } from '../../src/rpc/messenger.ts';

interface HostApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): HostApi;

/** What a page has of its host: a port, and a state that outlives the page. */
export interface Host {
  readonly port: Port;
  /** What `save` was last given, in this page or the one before it. */
  readonly saved: unknown;
  save(state: unknown): void;
}

/** May be called once per page: VS Code hands its API out a single time. */
export function openHost(): Host {
  const api = acquireVsCodeApi();
  return {
    port: {
      post: message => api.postMessage(message),
      listen(listener) {
        const receive = (event: MessageEvent): void => listener(event.data);
        window.addEventListener('message', receive);
        return () => window.removeEventListener('message', receive);
      },
    },
    saved: api.getState(),
    save: state => api.setState(state),
  };
}
