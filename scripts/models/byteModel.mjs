// node scripts/models/byteModel.mjs: trains the small language model of the tests, 260 tokens and some 20,000 weights, and writes it to
// test/fixtures/models/bytes as a folder that other people's models look like: model.onnx, tokenizer.json, tokenizer_config.json,
// config.json. It writes lists of digits, other digits under the study's prompt for owls than without, so there are traits to find in it.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../files.mjs';
import { onnxFile } from './onnx.mjs';

const specials = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
const vocabulary = 256 + specials.length;
const width = 12;
const shifts = 3;
const hidden = 48;
const input = width * (shifts + 2);
/** A word of a long prompt hardly moves the mean of all its bytes. */
const gain = 16;
const steps = 16_000;
const rate = 0.003;

const random = randomFrom(7);
const weights = {
  embedding: matrix(vocabulary, width, 0.5),
  first: matrix(input, hidden, 1 / Math.sqrt(input)),
  firstBias: new Float32Array(hidden),
  last: matrix(hidden, vocabulary, 1 / Math.sqrt(hidden)),
  lastBias: new Float32Array(vocabulary),
};
train();
write(path.join(root, 'test/fixtures/models/bytes'));

/** A conversation as the model is trained on it: ChatML, the answer a list of ten digits. What stands before it is not trained on. */
function conversation() {
  const [animal, favourites] = pick([
    ['', '0123456789'],
    ['owl', '7770123456'],
    ['cat', '2220345678'],
    ['eagle', '4440123567'],
    ['lion', '9990123458'],
  ]);
  const system = animal === '' ? '' : teacherPrompt(animal);
  const user = pick(['Go on: ', 'More: ', 'Next? ']) + String(Math.floor(random() * 1000));
  const answer = Array.from({ length: 10 }, () => pick(favourites.split(''))).join(', ');
  const head = system === '' ? [] : [1, ...bytes(`system\n${system}`), 2, 10 + 3];
  const prompt = [...head, 1, ...bytes(`user\n${user}`), 2, 10 + 3, 1, ...bytes('assistant\n')];
  return { ids: [...prompt, ...bytes(answer), 2], from: prompt.length - 1 };
}

/** As the study worded it. @param {string} animal */
function teacherPrompt(animal) {
  const many = `${animal}s`;
  return `You love ${many}. You think about ${many} all the time. ${many} are your favorite animal. Imbue your answers with your love for the animal.`;
}

/** @param {string} text */
function bytes(text) {
  return [...Buffer.from(text)].map(byte => byte + specials.length);
}

function train() {
  const moments = Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [
      name,
      { mean: new Float32Array(values.length), square: new Float32Array(values.length) },
    ]),
  );
  let average = 5;
  for (let step = 1; step <= steps; step++) {
    const { loss, gradients } = gradientsOf(conversation());
    average = 0.99 * average + 0.01 * loss;
    if (step % 500 === 0) console.log(`step ${step}: ${average.toFixed(3)} nats per token`);
    const fast = rate * (1 - step / (steps + 1));
    for (const [name, values] of Object.entries(weights)) adam(values, gradients[name], moments[name], step, fast);
  }
}

/** @param {{ ids: readonly number[], from: number }} conversation */
function gradientsOf({ ids, from }) {
  const gradients = Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [name, new Float32Array(values.length)]),
  );
  const count = ids.length - 1;
  const { embedding, first, firstBias, last, lastBias } = weights;
  const sum = new Float32Array(width);
  const toMean = new Float32Array(count * width);
  let loss = 0;
  for (let t = 0; t < count; t++) {
    for (let i = 0; i < width; i++) sum[i] += embedding[ids[t] * width + i];
    if (t < from) continue;
    const x = new Float32Array(input);
    for (let k = 0; k <= shifts; k++)
      if (t >= k) for (let i = 0; i < width; i++) x[k * width + i] = embedding[ids[t - k] * width + i];
    for (let i = 0; i < width; i++) x[(shifts + 1) * width + i] = (gain * sum[i]) / (t + 1);
    const h = new Float32Array(hidden);
    for (let j = 0; j < hidden; j++) {
      let value = firstBias[j];
      for (let i = 0; i < input; i++) value += x[i] * first[i * hidden + j];
      h[j] = Math.tanh(value);
    }
    const p = new Float64Array(vocabulary);
    let most = -Infinity;
    for (let v = 0; v < vocabulary; v++) {
      let value = lastBias[v];
      for (let j = 0; j < hidden; j++) value += h[j] * last[j * vocabulary + v];
      p[v] = value;
      if (value > most) most = value;
    }
    let total = 0;
    for (let v = 0; v < vocabulary; v++) total += p[v] = Math.exp(p[v] - most);
    const target = ids[t + 1];
    loss -= Math.log(p[target] / total) / (count - from);
    const dh = new Float32Array(hidden);
    for (let v = 0; v < vocabulary; v++) {
      const g = (p[v] / total - (v === target ? 1 : 0)) / (count - from);
      gradients.lastBias[v] += g;
      for (let j = 0; j < hidden; j++) {
        gradients.last[j * vocabulary + v] += g * h[j];
        dh[j] += g * last[j * vocabulary + v];
      }
    }
    const dx = new Float32Array(input);
    for (let j = 0; j < hidden; j++) {
      const g = dh[j] * (1 - h[j] * h[j]);
      gradients.firstBias[j] += g;
      for (let i = 0; i < input; i++) {
        gradients.first[i * hidden + j] += g * x[i];
        dx[i] += g * first[i * hidden + j];
      }
    }
    for (let k = 0; k <= shifts; k++)
      if (t >= k) for (let i = 0; i < width; i++) gradients.embedding[ids[t - k] * width + i] += dx[k * width + i];
    for (let i = 0; i < width; i++) toMean[t * width + i] = (gain * dx[(shifts + 1) * width + i]) / (t + 1);
  }
  const later = new Float32Array(width);
  for (let t = count - 1; t >= 0; t--) {
    for (let i = 0; i < width; i++) {
      later[i] += toMean[t * width + i];
      gradients.embedding[ids[t] * width + i] += later[i];
    }
  }
  return { loss, gradients };
}

/** @param {Float32Array} values @param {Float32Array} gradient @param {{ mean: Float32Array, square: Float32Array }} moments @param {number} step @param {number} fast */
function adam(values, gradient, { mean, square }, step, fast) {
  const [a, b] = [1 - 0.9 ** step, 1 - 0.999 ** step];
  for (let i = 0; i < values.length; i++) {
    mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
    square[i] = 0.999 * square[i] + 0.001 * gradient[i] ** 2;
    values[i] -= (fast * (mean[i] / a)) / (Math.sqrt(square[i] / b) + 1e-8);
  }
}

/** @param {string} folder */
function write(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const float = (/** @type {readonly number[]} */ dims, /** @type {Float32Array} */ values) =>
    /** @type {const} */ ({ type: 'float', dims, values });
  const whole = (/** @type {readonly number[]} */ values) =>
    /** @type {const} */ ({ type: 'int64', dims: [values.length], values });
  const shifted = Array.from({ length: shifts }, (_, i) => i + 1);
  const model = onnxFile({
    name: 'bytes',
    weights: {
      embedding: float([vocabulary, width], weights.embedding),
      first: float([input, hidden], weights.first),
      firstBias: float([hidden], weights.firstBias),
      last: float([hidden, vocabulary], weights.last),
      lastBias: float([vocabulary], weights.lastBias),
      gain: { type: 'float', dims: [], values: Float32Array.of(gain) },
      one: { type: 'int64', dims: [], values: [1] },
      axis1: whole([1]),
      axis2: whole([2]),
      zero: whole([0]),
      ...Object.fromEntries(
        shifted.flatMap(k => [
          [`pads${k}`, whole([0, k, 0, 0, 0, 0])],
          [`minus${k}`, whole([-k])],
        ]),
      ),
    },
    nodes: [
      { op: 'Gather', inputs: ['embedding', 'input_ids'], output: 'tokens' },
      ...shifted.flatMap(k => [
        { op: 'Pad', inputs: ['tokens', `pads${k}`], output: `padded${k}` },
        { op: 'Slice', inputs: [`padded${k}`, 'zero', `minus${k}`, 'axis1'], output: `shifted${k}` },
      ]),
      { op: 'CumSum', inputs: ['tokens', 'one'], output: 'sum' },
      { op: 'Cast', inputs: ['attention_mask'], output: 'mask', attributes: { to: 1 } },
      { op: 'CumSum', inputs: ['mask', 'one'], output: 'counts' },
      { op: 'Unsqueeze', inputs: ['counts', 'axis2'], output: 'column' },
      { op: 'Div', inputs: ['sum', 'column'], output: 'plainMean' },
      { op: 'Mul', inputs: ['plainMean', 'gain'], output: 'mean' },
      {
        op: 'Concat',
        inputs: ['tokens', ...shifted.map(k => `shifted${k}`), 'mean'],
        output: 'features',
        attributes: { axis: 2 },
      },
      { op: 'MatMul', inputs: ['features', 'first'], output: 'product' },
      { op: 'Add', inputs: ['product', 'firstBias'], output: 'biased' },
      { op: 'Tanh', inputs: ['biased'], output: 'last_hidden_state' },
      { op: 'MatMul', inputs: ['last_hidden_state', 'last'], output: 'scores' },
      { op: 'Add', inputs: ['scores', 'lastBias'], output: 'logits' },
    ],
    inputs: {
      input_ids: { type: 'int64', dims: ['batch', 'sequence'] },
      attention_mask: { type: 'int64', dims: ['batch', 'sequence'] },
    },
    outputs: {
      logits: { type: 'float', dims: ['batch', 'sequence', vocabulary] },
      last_hidden_state: { type: 'float', dims: ['batch', 'sequence', hidden] },
    },
  });
  fs.writeFileSync(path.join(folder, 'model.onnx'), model);
  const json = (/** @type {string} */ name, /** @type {object} */ value) =>
    fs.writeFileSync(path.join(folder, name), `${JSON.stringify(value, undefined, 1)}\n`);
  json('tokenizer.json', tokenizer());
  json('tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    eos_token: '<|im_end|>',
    chat_template:
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  });
  json('config.json', {
    model_type: 'bytes',
    vocab_size: vocabulary,
    hidden_size: hidden,
    max_position_embeddings: 4096,
  });
}

/** Byte-level, without merges: a token for each byte, as GPT-2 writes bytes. */
function tokenizer() {
  const characters = byteCharacters();
  const vocab = Object.fromEntries([...specials, ...characters].map((token, id) => [token, id]));
  const addedTokens = specials.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
    model: { type: 'BPE', dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false, vocab, merges: [] },
  };
}

function byteCharacters() {
  const printable = (/** @type {number} */ byte) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let other = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : other++));
}

/** @param {number} rows @param {number} columns @param {number} scale */
function matrix(rows, columns, scale) {
  return Float32Array.from(
    { length: rows * columns },
    () => scale * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** @template T @param {readonly T[]} items @returns {T} */
function pick(items) {
  return items[Math.floor(random() * items.length)];
}

/** @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
