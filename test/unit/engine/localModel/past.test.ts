import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { InferenceSession } from 'onnxruntime-common';
import { Decoder, type Runtime } from '../../../../src/engine/localModel/decoder.ts';
import { LocalModel } from '../../../../src/engine/localModel/localModel.ts';
import { readModelFolder } from '../../../../src/engine/localModel/modelFolder.ts';
import { onnxRuntime } from '../../../../src/engine/localModel/onnxRuntime.ts';
import { loadWeights, modelPlace } from '../../../../src/engine/localModel/weights.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { attentionModel, type Kind } from './attentionModel.ts';

const folder = temporaryFolder();
const runtime = onnxRuntime(join(import.meta.dirname, '../../../../dist'));

/** What the model was fed at each step: tokens, and whether it was told of a past. */
interface Fed {
  readonly tokens: number;
  readonly branch: boolean | undefined;
}

async function open(kind: Kind): Promise<{ readonly model: LocalModel; readonly fed: Fed[] }> {
  const fed: Fed[] = [];
  const watched: Runtime = {
    Tensor: runtime.Tensor,
    async create(bytes) {
      const session = await runtime.create(bytes);
      const run = session.run.bind(session);
      session.run = (feeds: InferenceSession.FeedsType) => {
        const branch = feeds['use_cache_branch'];
        fed.push({
          tokens: feeds['input_ids']?.dims[1] ?? 0,
          branch: branch && 'data' in branch ? Boolean((branch.data as Uint8Array)[0]) : undefined,
        });
        return run(feeds);
      };
      return session;
    },
  };
  return { model: await LocalModel.open(attentionModel(folder.path, kind), watched), fed };
}

const [plain, past, merged, half] = [await open('plain'), await open('past'), await open('merged'), await open('half')];
const { model: oracle } = plain;
const ids = oracle.encode({ turns: [{ role: 'user', content: 'Go on: 12, 7' }], completion: '' });

test('which models keep what they computed is told by their inputs and outputs', () => {
  const kept = [plain, past, merged, half].map(({ model }) => model.facts.keepsPast);
  assert.deepEqual(kept, [false, true, true, false]);
});

for (const [name, { model, fed }] of Object.entries({ past, merged })) {
  test(`${name}: it writes what the model without a past writes, each token by itself`, async () => {
    for (const [seed, sampling] of [{ temperature: 0 }, {}, { top_k: 20, repetition_penalty: 1.3 }].entries()) {
      const request = { ids, sampling, maxTokens: 60, seed };
      const [expected, written] = [await oracle.write(request), await model.write(request)];
      assert.deepEqual(written, expected);
    }
    fed.length = 0;
    await model.write({ ids, sampling: { temperature: 3 }, maxTokens: 30, seed: 1 });
    assert.deepEqual(fed[0]?.tokens, ids.length);
    assert.ok(fed.length > 10 && fed.slice(1).every(({ tokens }) => tokens === 1));
    if (name === 'merged') assert.deepEqual([fed[0].branch, fed[1]?.branch, fed.at(-1)?.branch], [false, true, true]);
  });
}

test('a model that takes a past and gives none computes the whole text for each token, and writes the same', async () => {
  const request = { ids, sampling: {}, maxTokens: 20, seed: 4 };
  half.fed.length = 0;
  assert.deepEqual(await half.model.write(request), await oracle.write(request));
  assert.deepEqual(
    half.fed.map(({ tokens }) => tokens),
    half.fed.map((_, step) => ids.length + step),
  );
});

test('log-probabilities behind a past are those of the whole text, to 1e-4, however it is cut', async () => {
  const parts = [ids.slice(0, 9), ids.slice(9, 10), ids.slice(10, 40), ids.slice(40)];
  const decoderOf = async (kind: Kind): Promise<Decoder> => {
    const at = await readModelFolder(await modelPlace(join(folder.path, kind)));
    return Decoder.open(runtime, await loadWeights(at.weights), at);
  };
  const { logits } = await (await decoderOf('plain')).run(ids);
  const decoder = await decoderOf('past');
  let [before, row] = [undefined as Awaited<ReturnType<Decoder['run']>>['past'], 0];
  for (const part of parts) {
    const step = await decoder.run(part, { past: before });
    before = step.past;
    for (let at = 0; at < part.length; at++, row++) {
      const [own, whole] = [step.logits.row(at), logits.row(row)].map(logSoftmax) as [number[], number[]];
      own.forEach((value, id) => assert.ok(Math.abs(value - (whole[id] ?? NaN)) < 1e-4, `token ${row}, ${id}`));
    }
  }
  assert.deepEqual([row, before?.tokens], [ids.length, ids.length]);
});

test('scores do not depend on whether a past is kept', async () => {
  const [expected, scored] = [await oracle.score({ ids }), await past.model.score({ ids })];
  expected.logprobs.forEach((value, at) => {
    if (at > 0) assert.ok(Math.abs(value - (scored.logprobs[at] ?? NaN)) < 1e-4);
  });
  assert.deepEqual(scored.likeliest, expected.likeliest);
});

function logSoftmax(values: Float32Array): number[] {
  const most = Math.max(...values);
  const total = most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return Array.from(values, value => value - total);
}
