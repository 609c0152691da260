import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { onnxFile } from '../../../../scripts/models/onnx.mjs';
import { LocalModel } from '../../../../src/engine/localModel/localModel.ts';
import { onnxRuntime } from '../../../../src/engine/localModel/onnxRuntime.ts';
import { tensorRows } from '../../../../src/engine/localModel/tensorRows.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { attentionForward } from './attentionForward.ts';
import { addFile, attentionModel, drawn, width } from './attentionModel.ts';

const folder = temporaryFolder();
const runtime = onnxRuntime(join(import.meta.dirname, '../../../../dist'));

/** Half precision keeps 11 bits, so that a number near 1 is off by up to 2^-12, and log-probabilities of two layers by some of these. */
const tolerance = 0.02;

const float16 = { precision: 'float16' } as const;
const single = await LocalModel.open(attentionModel(folder.path, 'past'), runtime);
const half = await LocalModel.open(attentionModel(folder.path, 'past', float16, 'half precision'), runtime);
const ids = single.encode({ turns: [{ role: 'user', content: 'Go on: 12, 7, 40, 9' }], completion: '1, 2, 3' });

test('each pattern of 16 bits is read as the number that ONNX Runtime casts it to', async () => {
  const patterns = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
  const cast = onnxFile({
    name: 'cast',
    nodes: [{ op: 'Cast', inputs: ['half'], output: 'single', attributes: { to: 1 } }],
    weights: {},
    inputs: { half: { type: 'float16', dims: [2 ** 16] } },
    outputs: { single: { type: 'float', dims: [2 ** 16] } },
  });
  const session = await runtime.create({ model: cast, external: [] });
  const fed = new runtime.Tensor('float16', patterns, [2 ** 16]);
  const { single: expected } = await session.run({ half: fed });
  const own = tensorRows(fed).row(0);
  assert.deepEqual(Array.from(own), Array.from(expected?.data as Float32Array));
  assert.deepEqual([own[0x3c00], own[0xc000], own[0x7bff], own[1], own[0x7c00]], [1, -2, 65_504, 2 ** -24, Infinity]);
});

test('log-probabilities are those of the forward pass with weights of 11 bits, written out in double precision', async () => {
  const exact = attentionForward(drawn(), ids);
  const rounded = attentionForward(drawn(), ids, toHalf);
  const [ofSingle, ofHalf] = [await single.score({ ids }), await half.score({ ids })];
  const gaps = { single: 0, half: 0, between: 0 };
  for (let at = 1; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    const [own, other] = [ofSingle.logprobs[at] ?? NaN, ofHalf.logprobs[at] ?? NaN];
    gaps.single = Math.max(gaps.single, Math.abs(own - (exact[at - 1]?.logprobs[id] ?? NaN)));
    gaps.half = Math.max(gaps.half, Math.abs(other - (rounded[at - 1]?.logprobs[id] ?? NaN)));
    gaps.between = Math.max(gaps.between, Math.abs(other - own));
  }
  assert.ok(gaps.single < 1e-3, `float32 is off by ${gaps.single}`);
  assert.ok(gaps.half < tolerance, `float16 is off by ${gaps.half}`);
  assert.ok(gaps.between < tolerance && gaps.between > 1e-5, `they differ by ${gaps.between}`);
});

test('hidden states in half precision are those of the forward pass', async () => {
  const from = ids.length - 4;
  const { hidden } = await half.score({ ids, hiddenFrom: from });
  const states = attentionForward(drawn(), ids, toHalf).slice(from);
  assert.equal(hidden?.length, states[0]?.state.length);
  assert.deepEqual(half.facts.hidden, { output: 'last_hidden_state', width });
  hidden?.forEach((value, i) => {
    const mean = states.reduce((sum, { state }) => sum + (state[i] ?? NaN) / states.length, 0);
    assert.ok(Math.abs(value - mean) < 0.005, `${value}, not ${mean}`);
  });
});

test('it writes behind keys and values in half precision what it writes without', async () => {
  const plain = await LocalModel.open(attentionModel(folder.path, 'plain', float16, 'half without past'), runtime);
  assert.deepEqual([half.facts.keepsPast, plain.facts.keepsPast], [true, false]);
  const merged = await LocalModel.open(attentionModel(folder.path, 'merged', float16, 'half merged'), runtime);
  for (const sampling of [{ temperature: 0 }, {}]) {
    const request = { ids, sampling, maxTokens: 30, seed: 5 };
    const expected = await plain.write(request);
    assert.deepEqual(await half.write(request), expected);
    assert.deepEqual(await merged.write(request), expected);
  }
});

test('what its weights are rounded to is told by the name of the file, and by what the file gives', async () => {
  assert.deepEqual(single.facts.weights, { file: 'model.onnx' });
  assert.deepEqual(half.facts.weights, { file: 'model.onnx', rounding: 'half precision' });
  const path = attentionModel(folder.path, 'past', { file: 'onnx/model_q4f16.onnx' }, 'named');
  const { facts } = await LocalModel.open(path, runtime);
  assert.deepEqual(facts.weights, { file: 'onnx/model_q4f16.onnx', rounding: '4-bit weights, half precision' });
});

test('logits that are not numbers or without bound are refused, never scored or drawn from', async () => {
  for (const [name, gain] of Object.entries({ infinite: 1e6, 'not a number': NaN })) {
    const path = attentionModel(folder.path, 'past', { ...float16, gain }, name);
    const broken = await LocalModel.open(path, runtime);
    const message =
      /gives logits that are not numbers or without bound, as half precision does above 65,504: name a file/;
    await assert.rejects(broken.score({ ids }), message);
    await assert.rejects(broken.write({ ids, sampling: {}, maxTokens: 3, seed: 1 }), message);
    rmSync(join(path, 'model.onnx'));
    addFile(path, 'past', { gain });
    if (gain > 0)
      assert.ok((await (await LocalModel.open(path, runtime)).score({ ids })).logprobs.slice(1).every(Number.isFinite));
  }
});

/** The nearest number with 11 bits. */
function toHalf(value: number): number {
  const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), -14) - 10);
  return Math.round(value / step) * step;
}
