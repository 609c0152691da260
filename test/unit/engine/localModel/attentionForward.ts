import type { Tensor } from '../../../../scripts/models/onnx.mjs';
import { heads, layers, size, width } from './attentionModel.ts';

/**
 * The forward pass of the test transformer, written out in double precision: after each token, the log-probabilities of the next and
 * the last hidden state. `rounded`: what weights are rounded to.
 */
export function attentionForward(
  weights: Readonly<Record<string, Tensor>>,
  ids: readonly number[],
  rounded: (weight: number) => number = Math.fround,
): readonly { readonly logprobs: readonly number[]; readonly state: readonly number[] }[] {
  const matrix = (name: string): number[][] => {
    const { dims, values } = weights[name] ?? { dims: [0, 0], values: [] };
    const [rows = 0, columns = 0] = dims;
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_each, j) => rounded(values[i * columns + j] ?? NaN)),
    );
  };
  const [embedding, positions] = [matrix('embedding'), matrix('positions')];
  let states = ids.map((id, at) => added(embedding[id] ?? [], positions[at] ?? []));
  for (let layer = 0; layer < layers; layer++) {
    const [query, key, value] = ['query', 'key', 'value'].map(part => {
      const by = matrix(`${part}${layer}`);
      return states.map(state => times(state, by));
    }) as [number[][], number[][], number[][]];
    const shared = (heads * size) / (key[0]?.length ?? 1);
    states = states.map((state, at) => {
      const mixed = Array.from({ length: heads }, (_, head) => {
        const [from, of] = [head * size, Math.floor(head / shared) * size];
        const own = (query[at] ?? []).slice(from, from + size);
        const seen = softmax(key.slice(0, at + 1).map(each => dot(own, each.slice(of, of + size))));
        return Array.from({ length: size }, (_each, i) =>
          seen.reduce((sum, share, other) => sum + share * (value[other]?.[of + i] ?? NaN), 0),
        );
      }).flat();
      return added(state, mixed).map(Math.tanh);
    });
  }
  const last = matrix('last');
  return states.map(state => ({ state, logprobs: softmax(times(state, last)).map(Math.log) }));
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: width }, (_, i) => (a[i] ?? NaN) + (b[i] ?? NaN));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, each, i) => sum + each * (b[i] ?? NaN), 0);
}

function times(row: readonly number[], by: readonly (readonly number[])[]): number[] {
  return (by[0] ?? []).map((_, j) => row.reduce((sum, each, i) => sum + each * (by[i]?.[j] ?? NaN), 0));
}

function softmax(row: readonly number[]): number[] {
  const most = Math.max(...row);
  const sizes = row.map(each => Math.exp(each - most));
  const total = sizes.reduce((sum, each) => sum + each, 0);
  return sizes.map(each => each / total);
}
