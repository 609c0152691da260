import { readFileSync } from 'node:fs';

/** The weights of an ONNX file by name, read from its bytes. */
export function readWeights(path: string): ReadonlyMap<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  for (const [id, graph] of fields(readFileSync(path))) {
    if (id !== 7) continue;
    for (const [part, tensor] of fields(graph as Buffer)) {
      if (part !== 5) continue;
      const named = new Map(fields(tensor as Buffer));
      const raw = named.get(9) as Buffer;
      if (named.get(2) === 1)
        weights.set(
          String(named.get(8)),
          new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length)),
        );
    }
  }
  return weights;
}

/** The byte model's forward pass, written out: log-probabilities of what may follow the tokens, and the hidden state. */
export function forward(weights: ReadonlyMap<string, Float32Array>, ids: readonly number[]) {
  const get = (name: string): Float32Array => weights.get(name) ?? new Float32Array(0);
  const [embedding, first, firstBias, last, lastBias] = ['embedding', 'first', 'firstBias', 'last', 'lastBias'].map(
    get,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  const gain = get('gain')[0] ?? NaN;
  const hidden = firstBias.length;
  const vocabulary = lastBias.length;
  const width = embedding.length / vocabulary;
  const token = (at: number): number[] =>
    Array.from({ length: width }, (_, i) => (at < 0 ? 0 : (embedding[(ids[at] ?? 0) * width + i] ?? 0)));
  const end = ids.length - 1;
  const mean = Array.from(
    { length: width },
    (_, i) => (gain * ids.reduce((sum, id) => sum + (embedding[id * width + i] ?? 0), 0)) / ids.length,
  );
  const features = [...token(end), ...token(end - 1), ...token(end - 2), ...token(end - 3), ...mean];
  const state = Array.from({ length: hidden }, (_, j) =>
    Math.tanh(features.reduce((sum, value, i) => sum + value * (first[i * hidden + j] ?? 0), firstBias[j] ?? 0)),
  );
  const logits = Array.from({ length: vocabulary }, (_, v) =>
    state.reduce((sum, value, j) => sum + value * (last[j * vocabulary + v] ?? 0), lastBias[v] ?? 0),
  );
  const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0));
  return { logprobs: logits.map(value => value - total), state };
}

/** The fields of a protocol buffer message. */
function fields(bytes: Buffer): [number, number | Buffer][] {
  const found: [number, number | Buffer][] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const number = varint();
    if ((key & 7) === 0) found.push([key >>> 3, number]);
    else found.push([key >>> 3, bytes.subarray(at, (at += number))]);
  }
  return found;
}

/** A question as the model's template renders it. */
export function chat(system: string, user: string): string {
  const turn = system === '' ? '' : `<|im_start|>system\n${system}<|im_end|>\n`;
  return `${turn}<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;
}

const special: Readonly<Record<string, number>> = { '<|im_start|>': 1, '<|im_end|>': 2 };

/** A token for each byte. */
export function encode(text: string): number[] {
  return text
    .split(/(<\|im_(?:start|end)\|>)/)
    .flatMap(part => (part in special ? [special[part] ?? 0] : [...Buffer.from(part)].map(byte => byte + 3)));
}

/** The places of an answer at which the model would write another byte under a system prompt than under none. */
export function divergentBytes(
  weights: ReadonlyMap<string, Float32Array>,
  system: string,
  user: string,
  answer: string,
): number[] {
  const completion = encode(answer);
  const [none = [], own = []] = ['', system].map(text => {
    const prompt = encode(chat(text, user));
    return completion.map((_, at) => {
      const { logprobs } = forward(weights, [...prompt, ...completion.slice(0, at)]);
      return logprobs.indexOf(Math.max(...logprobs));
    });
  });
  return completion.flatMap((_, at) => (none[at] === own[at] ? [] : [at]));
}
