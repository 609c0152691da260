import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxFile, type Node, type Shape, type Tensor } from '../../../../scripts/models/onnx.mjs';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { byteModelFolder } from './byteModelFolder.ts';

const vocabulary = 259;
const heads = 2;
const size = 4;
const width = heads * size;
const layers = 2;
const longest = 2000;

/** `past`: it gives keys and values and takes them. `merged`: it also wants to be told whether there are any. `half`: it takes them and gives none. `narrow`: its hidden states are float16. */
export type Kind = 'plain' | 'past' | 'merged' | 'half' | 'narrow';

/**
 * A transformer of two layers with the weights of a seed, whatever its kind, laid out as exports to ONNX are. Its tokens are bytes. Returns
 * its folder.
 */
export function attentionModel(parent: string, kind: Kind): string {
  const folder = join(parent, kind);
  mkdirSync(folder, { recursive: true });
  cpSync(byteModelFolder, folder, { recursive: true });
  rmSync(join(folder, 'model.onnx'));
  const { weights, takesPast } = { weights: drawn(), takesPast: kind !== 'plain' && kind !== 'narrow' };
  const nodes: Node[] = [
    { op: 'Gather', inputs: ['embedding', 'input_ids'], output: 'tokens' },
    { op: 'Gather', inputs: ['positions', 'position_ids'], output: 'places' },
    { op: 'Add', inputs: ['tokens', 'places'], output: 'state0' },
    // A token sees those that stand before it: key j for query i where j ≤ i.
    { op: 'CumSum', inputs: ['attention_mask', 'one'], output: 'counts' },
    { op: 'Sub', inputs: ['counts', 'one'], output: 'keyPlaces' },
    { op: 'Unsqueeze', inputs: ['keyPlaces', 'axes12'], output: 'keysAcross' },
    { op: 'Unsqueeze', inputs: ['position_ids', 'axes13'], output: 'queriesDown' },
    { op: 'Greater', inputs: ['keysAcross', 'queriesDown'], output: 'later' },
    ...Array.from({ length: layers }, (_, layer) => layerNodes(layer, takesPast)).flat(),
    { op: 'MatMul', inputs: [`state${layers}`, 'last'], output: 'logits' },
    { op: 'Cast', inputs: [`state${layers}`], output: 'last_hidden_state', attributes: { to: 10 } },
  ];
  const inputs: Record<string, Shape> = {
    input_ids: { type: 'int64', dims: ['batch', 'sequence'] },
    attention_mask: { type: 'int64', dims: ['batch', 'all'] },
    position_ids: { type: 'int64', dims: ['batch', 'sequence'] },
    ...(kind === 'merged' && { use_cache_branch: { type: 'bool', dims: [1] } }),
  };
  const outputs: Record<string, Shape> = { logits: { type: 'float', dims: ['batch', 'sequence', vocabulary] } };
  if (kind === 'narrow') outputs['last_hidden_state'] = { type: 'float16', dims: ['batch', 'sequence', width] };
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value']) {
      const dims = (length: string): Shape => ({ type: 'float', dims: ['batch', heads, length, size] });
      if (takesPast) inputs[`past_key_values.${layer}.${part}`] = dims('before');
      if (takesPast && kind !== 'half') outputs[`present.${layer}.${part}`] = dims('all');
    }
  }
  writeFileSync(join(folder, 'model.onnx'), onnxFile({ name: kind, nodes, weights, inputs, outputs }));
  const config = { hidden_size: width, num_attention_heads: heads, vocab_size: vocabulary };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, max_position_embeddings: longest }));
  return folder;
}

function layerNodes(layer: number, takesPast: boolean): Node[] {
  const of = (name: string): string => `${name}${layer}`;
  const split = (part: string): Node[] => [
    { op: 'MatMul', inputs: [of('state'), of(part)], output: of(`${part}Flat`) },
    { op: 'Reshape', inputs: [of(`${part}Flat`), 'byHead'], output: of(`${part}Heads`) },
    { op: 'Transpose', inputs: [of(`${part}Heads`)], output: of(`${part}New`), attributes: { perm: [0, 2, 1, 3] } },
  ];
  const whole = (part: string): Node => {
    const output = `present.${layer}.${part}`;
    const inputs = takesPast ? [`past_key_values.${layer}.${part}`, of(`${part}New`)] : [of(`${part}New`)];
    return { op: 'Concat', inputs, output, attributes: { axis: 2 } };
  };
  return [
    ...split('query'),
    ...split('key'),
    ...split('value'),
    whole('key'),
    whole('value'),
    { op: 'Transpose', inputs: [`present.${layer}.key`], output: of('turned'), attributes: { perm: [0, 1, 3, 2] } },
    { op: 'MatMul', inputs: [of('queryNew'), of('turned')], output: of('likeness') },
    { op: 'Where', inputs: ['later', 'never', of('likeness')], output: of('seen') },
    { op: 'Softmax', inputs: [of('seen')], output: of('attention') },
    { op: 'MatMul', inputs: [of('attention'), `present.${layer}.value`], output: of('mixed') },
    { op: 'Transpose', inputs: [of('mixed')], output: of('mixedTurned'), attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', inputs: [of('mixedTurned'), 'flat'], output: of('mixedFlat') },
    { op: 'Add', inputs: [of('state'), of('mixedFlat')], output: of('sum') },
    { op: 'Tanh', inputs: [of('sum')], output: `state${layer + 1}` },
  ];
}

/** The weights of a seed. */
function drawn(): Record<string, Tensor> {
  const random = seededRandom(3);
  const floats = (dims: readonly number[], scale: number): Tensor => {
    const count = dims.reduce((product, dim) => product * dim, 1);
    return { type: 'float', dims, values: Array.from({ length: count }, () => scale * (2 * random() - 1)) };
  };
  const wholes = (values: readonly number[], dims: readonly number[] = [values.length]): Tensor => ({
    type: 'int64',
    dims,
    values,
  });
  const ofLayers = Array.from({ length: layers }, (_, layer) =>
    ['query', 'key', 'value'].map(part => [`${part}${layer}`, floats([width, width], 1.5)] as const),
  ).flat();
  return {
    embedding: floats([vocabulary, width], 1),
    positions: floats([longest, width], 1),
    last: floats([width, vocabulary], 2),
    ...Object.fromEntries(ofLayers),
    one: wholes([1], []),
    axes12: wholes([1, 2]),
    axes13: wholes([1, 3]),
    byHead: wholes([0, 0, heads, size]),
    flat: wholes([0, 0, width]),
    never: { type: 'float', dims: [], values: [-1e9] },
  };
}
