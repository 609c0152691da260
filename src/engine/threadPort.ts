import type { EventEmitter } from 'node:events';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Port } from '../rpc/messenger.ts';

/** A worker thread's end, or a worker seen from outside, as a messenger's port. */
export function threadPort(port: MessagePort | Worker): Port {
  return {
    post: message => port.postMessage(message),
    listen(listener) {
      const events: EventEmitter = port as EventEmitter;
      events.on('message', listener);
      return () => void events.off('message', listener);
    },
  };
}
