import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilFree } from '../../../../src/engine/files/renameOver.ts';

/** Refused so many times, as the file system refuses. */
function refused(times: number, code: string): { act(): Promise<string>; tries(): number } {
  let tries = 0;
  return {
    act: async () => {
      if (tries++ < times) throw Object.assign(new Error(code), { code });
      return 'done';
    },
    tries: () => tries,
  };
}

test('on Windows a file that somebody looks at for a moment is waited for', async () => {
  for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
    assert.equal(await untilFree(refused(2, code).act, 'win32'), 'done');
    await assert.rejects(untilFree(refused(1, code).act, 'linux'), { code });
  }
});

test('what does not pass is told: a refusal that lasts, and any other', async () => {
  const lasting = refused(Infinity, 'EPERM');
  await assert.rejects(untilFree(lasting.act, 'win32'), { code: 'EPERM' });
  assert.equal(lasting.tries(), 6);
  const full = refused(Infinity, 'ENOSPC');
  await assert.rejects(untilFree(full.act, 'win32'), { code: 'ENOSPC' });
  assert.equal(full.tries(), 1);
});
