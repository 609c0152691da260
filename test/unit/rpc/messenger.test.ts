import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { connect, serve, type Port } from '../../../src/rpc/messenger.ts';
import { threadPort } from '../../../src/engine/threadPort.ts';

interface Sums {
  readonly calls: {
    readonly add: [readonly number[], number, number];
    readonly fail: [string, never, never];
    readonly wait: [undefined, void, never];
  };
  readonly events: { readonly told: string };
}

function pair(): { near: Port; far: Port; close(): void } {
  const { port1, port2 } = new MessageChannel();
  return { near: threadPort(port1), far: threadPort(port2), close: () => port1.close() };
}

test('calls are answered, with progress on the way; errors keep message and code; events arrive', async () => {
  const { near, far, close } = pair();
  const server = serve<Sums>(far, {
    add(numbers, { progress }) {
      let sum = 0;
      for (const each of numbers) progress((sum += each));
      return sum;
    },
    fail: message => {
      throw Object.assign(new Error(message), { code: 'broken' });
    },
    wait: () => new Promise(() => undefined),
  });
  const caller = connect<Sums>(near);
  const steps: number[] = [];
  assert.equal(await caller.call('add', [1, 2, 3], { onProgress: sum => void steps.push(sum) }), 6);
  assert.deepEqual(steps, [1, 3, 6]);
  await assert.rejects(caller.call('fail', 'no luck'), { message: 'no luck', code: 'broken' });
  const told = new Promise(resolve => caller.on('told', resolve));
  server.emit('told', 'hello');
  assert.equal(await told, 'hello');
  close();
});

test('an aborted call rejects at once with the reason and aborts the work', async () => {
  const { near, far, close } = pair();
  let aborted: (() => void) | undefined;
  const stopped = new Promise<void>(resolve => (aborted = resolve));
  serve<Sums>(far, {
    add: () => 0,
    fail: () => {
      throw new Error();
    },
    wait: (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => aborted?.())),
  });
  const caller = connect<Sums>(near);
  const abort = new AbortController();
  const call = caller.call('wait', undefined, { signal: abort.signal });
  await setTimeout(0);
  abort.abort(new Error('enough'));
  await assert.rejects(call, { message: 'enough' });
  await stopped;
  await assert.rejects(caller.call('add', [1], { signal: abort.signal }), { message: 'enough' });
  close();
});

test('calls under way are rejected when the other side goes', async () => {
  const { near, close } = pair();
  const caller = connect<Sums>(near);
  const call = caller.call('wait', undefined);
  caller.dispose();
  await assert.rejects(call, { code: 'disposed' });
  close();
});

test('foreign messages are ignored', async () => {
  const { near, far, close } = pair();
  serve<Sums>(far, { add: numbers => numbers.length, fail: () => undefined as never, wait: () => undefined });
  near.post('noise');
  near.post({ other: 'library' });
  assert.equal(await connect<Sums>(near).call('add', [1, 2]), 2);
  close();
});
