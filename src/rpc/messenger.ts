import { messageOf } from '../core/text/messageOf.ts';
/**
 * Typed calls and events over any port that carries messages: a webview, a worker thread.
 * A call is answered once, may report progress on the way, and is cancelled by its `AbortSignal`.
 */
export interface Contract {
  /** name → [parameters, result, progress] */
  readonly calls: Readonly<Record<string, readonly [unknown, unknown, unknown]>>;
  /** What the serving side tells the calling side unasked: name → payload. */
  readonly events: Readonly<Record<string, unknown>>;
}

/** One end of a border. */
export interface Port {
  post(message: unknown): void;
  /** Returns the function that stops listening. */
  listen(listener: (message: unknown) => void): () => void;
}

type Calls<C extends Contract> = C['calls'];
type Events<C extends Contract> = C['events'];

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

export interface Caller<C extends Contract> {
  /** Rejects with `RemoteError` when the other side failed, with the signal's reason when it was aborted. */
  call<Name extends keyof Calls<C> & string>(
    name: Name,
    parameters: Calls<C>[Name][0],
    options?: CallOptions<Calls<C>[Name][2]>,
  ): Promise<Calls<C>[Name][1]>;
  on<Name extends keyof Events<C> & string>(name: Name, listener: (payload: Events<C>[Name]) => void): () => void;
  /** Stops listening; calls under way and later ones are rejected. */
  dispose(reason?: unknown): void;
}

export type Handlers<C extends Contract> = {
  readonly [Name in keyof Calls<C>]: (
    parameters: Calls<C>[Name][0],
    context: { readonly signal: AbortSignal; progress(value: Calls<C>[Name][2]): void },
  ) => Calls<C>[Name][1] | Promise<Calls<C>[Name][1]>;
};

export interface Server<C extends Contract> {
  emit<Name extends keyof Events<C> & string>(name: Name, payload: Events<C>[Name]): void;
  /** Stops answering; calls under way are aborted. */
  dispose(): void;
}

/** An error of the other side: its message, and the `code` of errors that have one. */
export class RemoteError extends Error {
  readonly code: string | undefined;
  constructor(message: string, code: string | undefined) {
    super(message);
    this.name = 'RemoteError';
    this.code = code;
  }
}

type Wire =
  | { readonly undertone: 'call'; readonly id: number; readonly name: string; readonly parameters: unknown }
  | { readonly undertone: 'cancel'; readonly id: number }
  | { readonly undertone: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly undertone: 'result'; readonly id: number; readonly value: unknown }
  | { readonly undertone: 'error'; readonly id: number; readonly message: string; readonly code?: string }
  | { readonly undertone: 'event'; readonly name: string; readonly payload: unknown };

interface Pending {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  onProgress?(value: unknown): void;
}

/** The calling end. */
export function connect<C extends Contract>(port: Port): Caller<C> {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let lastId = 0;
  let gone: { readonly reason: unknown } | undefined;
  const stop = port.listen(message => {
    if (!isWire(message)) return;
    if (message.undertone === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload as never);
    } else if (message.undertone === 'progress') {
      pending.get(message.id)?.onProgress?.(message.value);
    } else if (message.undertone === 'result') {
      pending.get(message.id)?.resolve(message.value);
      pending.delete(message.id);
    } else if (message.undertone === 'error') {
      pending.get(message.id)?.reject(new RemoteError(message.message, message.code));
      pending.delete(message.id);
    }
  });
  return {
    async call(name, parameters, options = {}) {
      const { signal } = options;
      signal?.throwIfAborted();
      // Nobody would ever answer.
      if (gone) throw gone.reason;
      const id = ++lastId;
      let onAbort: (() => void) | undefined;
      try {
        return await new Promise<Calls<C>[typeof name][1]>((resolve, reject) => {
          const onProgress = options.onProgress;
          pending.set(id, { resolve, reject, ...(onProgress && { onProgress }) });
          onAbort = () => {
            pending.delete(id);
            port.post({ undertone: 'cancel', id } satisfies Wire);
            reject(signal?.reason);
          };
          signal?.addEventListener('abort', onAbort, { once: true });
          port.post({ undertone: 'call', id, name, parameters } satisfies Wire);
        });
      } finally {
        if (onAbort) signal?.removeEventListener('abort', onAbort);
        pending.delete(id);
      }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    dispose(reason = new RemoteError('The other side is gone.', 'disposed')) {
      gone ??= { reason };
      stop();
      for (const call of pending.values()) call.reject(reason);
      pending.clear();
      listeners.clear();
    },
  };
}

/** The answering end. */
export function serve<C extends Contract>(port: Port, handlers: Handlers<C>): Server<C> {
  const running = new Map<number, AbortController>();
  const answer = async (id: number, name: string, parameters: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    const post = (message: Wire): void => {
      if (running.get(id) === controller) port.post(message);
    };
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`Nothing answers "${name}".`);
      const value = await handler(parameters, {
        signal: controller.signal,
        progress: progress => post({ undertone: 'progress', id, value: progress }),
      });
      post({ undertone: 'result', id, value });
    } catch (error) {
      post({ undertone: 'error', id, ...describe(error) });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  };
  const stop = port.listen(message => {
    if (!isWire(message)) return;
    if (message.undertone === 'call') void answer(message.id, message.name, message.parameters);
    else if (message.undertone === 'cancel') {
      running.get(message.id)?.abort();
      running.delete(message.id);
    }
  });
  return {
    emit: (name, payload) => port.post({ undertone: 'event', name, payload } satisfies Wire),
    dispose() {
      stop();
      for (const controller of running.values()) controller.abort();
      running.clear();
    },
  };
}

function describe(error: unknown): { message: string; code?: string } {
  const message = messageOf(error);
  const code = (error as { code?: unknown } | undefined)?.code;
  return { message, ...(typeof code === 'string' && { code }) };
}

function isWire(message: unknown): message is Wire {
  return typeof message === 'object' && message !== null && 'undertone' in message;
}
