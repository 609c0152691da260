import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LocalModel } from '../../../../src/engine/localModel/localModel.ts';
import { ModelThread } from '../../../../src/engine/localModel/modelThread.ts';
import { onnxRuntime } from '../../../../src/engine/localModel/onnxRuntime.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { attentionModel } from './attentionModel.ts';

const dist = join(import.meta.dirname, '../../../../dist');
const folder = temporaryFolder();
const { signal } = new AbortController();

test('in half precision an engine without Float16Array scores and writes what one with it does', async () => {
  const path = attentionModel(folder.path, 'past', { precision: 'float16' });
  // A thread has globals of its own: what this Node.js has.
  const thread = await ModelThread.open({ script: join(dist, 'model.js'), path, signal });
  after(() => thread.dispose());
  Reflect.deleteProperty(globalThis, 'Float16Array');
  const model = await LocalModel.open(path, onnxRuntime(dist));
  const ids = model.encode({ text: 'Go on: 12, 7, 40, 9' });
  const scoring = { ids, hiddenFrom: 2 };
  assert.deepEqual(await model.score(scoring), await thread.call('score', scoring, signal));
  const writing = { ids, sampling: { temperature: 0 }, maxTokens: 20, seed: 1 };
  assert.deepEqual(await model.write(writing), await thread.call('write', writing, signal));
});
