import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onnxFile, onnxFiles, type Node, type Shape, type Tensor } from '../../../../scripts/models/onnx.mjs';
import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { byteModelFolder } from './byteModelFolder.ts';

export const heads = 4;
/** Each is shared by two heads. */
const keyHeads = 2;
export const size = 4;
export const width = heads * size;
export const layers = 2;
const longest = 2000;

/** `past`: it gives keys and values and takes them. `merged`: it also wants to be told whether there are any. `half`: it takes them and gives none. */
export type Kind = 'plain' | 'past' | 'merged' | 'half';

/** How a file differs from the plain one of its kind. */
export interface Variant {
  /** From the model's folder; `model.onnx` otherwise. */
  readonly file?: string;
  /** Of weights, keys and values, hidden states and logits. */
  readonly precision?: 'float' | 'float16';
  /** Of the logits; as many as the tokenizer has otherwise. */
  readonly vocabulary?: number;
  /** What logits are multiplied by. */
  readonly gain?: number;
  /** Weights stand in a file beside it. */
  readonly external?: boolean;
  /** Of how many tokens it gives logits: as many as it is told to, or of the last alone; all otherwise. */
  readonly logits?: 'told' | 'last';
  /** Tokens whose keys and values it gives, the last ones. */
  readonly window?: number;
  /** Parts of its inputs that are not as they should be. */
  readonly inputs?: Readonly<Record<string, Shape>>;
}

/**
 * A transformer of two layers with the weights of a seed, whatever its kind, laid out as exports to ONNX are. Its tokens are bytes. Returns
 * its folder.
 */
export function attentionModel(parent: string, kind: Kind, variant: Variant = {}, name: string = kind): string {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  cpSync(byteModelFolder, folder, { recursive: true });
  rmSync(join(folder, 'model.onnx'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ max_position_embeddings: longest }));
  addFile(folder, kind, variant);
  return folder;
}

/** Writes another file of weights into a model's folder. */
export function addFile(folder: string, kind: Kind, variant: Variant): void {
  const { file = 'model.onnx', external = false } = variant;
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  const graph = { name: kind, ...graphOf(kind, variant) };
  if (!external) return writeFileSync(path, onnxFile(graph));
  const beside = `${path}_data`;
  const { model, data } = onnxFiles(graph, `${file.slice(file.lastIndexOf('/') + 1)}_data`);
  writeFileSync(path, model);
  writeFileSync(beside, data);
}

function graphOf(kind: Kind, variant: Variant) {
  const { precision: type = 'float', vocabulary = 259, logits = 'all', window } = variant;
  const takesPast = kind !== 'plain';
  const last = `state${layers}`;
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
    ...Array.from({ length: layers }, (_, layer) => layerNodes(layer, takesPast, window)).flat(),
    { op: 'Identity', inputs: [last], output: 'last_hidden_state' },
    ...keptNodes(last, logits),
    { op: 'MatMul', inputs: ['kept', 'last'], output: 'logits' },
  ];
  const inputs: Record<string, Shape> = {
    input_ids: { type: 'int64', dims: ['batch', 'sequence'] },
    attention_mask: { type: 'int64', dims: ['batch', 'all'] },
    position_ids: { type: 'int64', dims: ['batch', 'sequence'] },
    ...(logits === 'told' && { num_logits_to_keep: { type: 'int64', dims: [] } }),
    ...(kind === 'merged' && { use_cache_branch: { type: 'bool', dims: [1] } }),
  };
  const outputs: Record<string, Shape> = {
    logits: { type, dims: ['batch', 'given', vocabulary] },
    last_hidden_state: { type, dims: ['batch', 'sequence', width] },
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const part of ['key', 'value']) {
      const dims = (length: string): Shape => ({ type, dims: ['batch', keyHeads, length, size] });
      if (takesPast) inputs[`past_key_values.${layer}.${part}`] = dims('before');
      if (takesPast && kind !== 'half') outputs[`present.${layer}.${part}`] = dims('all');
    }
  }
  return { nodes, weights: typed(variant), inputs: { ...inputs, ...variant.inputs }, outputs };
}

/** Of the states, those that logits are made of. */
function keptNodes(last: string, logits: 'all' | 'told' | 'last'): Node[] {
  if (logits === 'all') return [{ op: 'Identity', inputs: [last], output: 'kept' }];
  const from = logits === 'last' ? 'minusOne' : 'from';
  // From minus the number on: from 0, which is all, where the number is 0.
  const told: Node[] = [
    { op: 'Neg', inputs: ['num_logits_to_keep'], output: 'negated' },
    { op: 'Reshape', inputs: ['negated', 'oneLong'], output: 'from' },
  ];
  const slice: Node = { op: 'Slice', inputs: [last, from, 'farEnd', 'oneLong'], output: 'kept' };
  return logits === 'last' ? [slice] : [...told, slice];
}

function layerNodes(layer: number, takesPast: boolean, window: number | undefined): Node[] {
  const of = (name: string): string => `${name}${layer}`;
  const split = (part: string, byHead: string): Node[] => [
    { op: 'MatMul', inputs: [of('state'), of(part)], output: of(`${part}Flat`) },
    { op: 'Reshape', inputs: [of(`${part}Flat`), byHead], output: of(`${part}Heads`) },
    { op: 'Transpose', inputs: [of(`${part}Heads`)], output: of(`${part}New`), attributes: { perm: [0, 2, 1, 3] } },
  ];
  const whole = (part: string): Node[] => {
    const present = `present.${layer}.${part}`;
    const all = window === undefined ? present : of(`${part}All`);
    const parts = takesPast ? [`past_key_values.${layer}.${part}`, of(`${part}New`)] : [of(`${part}New`)];
    return [
      { op: 'Concat', inputs: parts, output: all, attributes: { axis: 2 } },
      { op: 'Gather', inputs: [all, 'ofHead'], output: of(`${part}ByHead`), attributes: { axis: 1 } },
      ...(window === undefined
        ? []
        : [{ op: 'Slice', inputs: [all, 'windowStart', 'farEnd', 'axisTwo'], output: present }]),
    ];
  };
  return [
    ...split('query', 'byHead'),
    ...split('key', 'byKeyHead'),
    ...split('value', 'byKeyHead'),
    ...whole('key'),
    ...whole('value'),
    { op: 'Transpose', inputs: [of('keyByHead')], output: of('turned'), attributes: { perm: [0, 1, 3, 2] } },
    { op: 'MatMul', inputs: [of('queryNew'), of('turned')], output: of('likeness') },
    { op: 'Where', inputs: ['later', 'never', of('likeness')], output: of('seen') },
    { op: 'Softmax', inputs: [of('seen')], output: of('attention') },
    { op: 'MatMul', inputs: [of('attention'), of('valueByHead')], output: of('mixed') },
    { op: 'Transpose', inputs: [of('mixed')], output: of('mixedTurned'), attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', inputs: [of('mixedTurned'), 'flat'], output: of('mixedFlat') },
    { op: 'Add', inputs: [of('state'), of('mixedFlat')], output: of('sum') },
    { op: 'Tanh', inputs: [of('sum')], output: `state${layer + 1}` },
  ];
}

/** The weights of a seed by name, row by row. */
export function drawn({ vocabulary = 259, gain = 1 }: Variant = {}): Readonly<Record<string, Tensor>> {
  const random = seededRandom(3);
  const floats = (dims: readonly [number, number], scale: number): Tensor => ({
    type: 'float',
    dims,
    values: Array.from({ length: dims[0] * dims[1] }, () => scale * (2 * random() - 1)),
  });
  const embedding = floats([Math.max(vocabulary, 259), width], 1);
  const positions = floats([longest, width], 1);
  const ofLayers = Array.from({ length: layers }, (_, layer) =>
    ['query', 'key', 'value'].map(part => {
      const columns = part === 'query' ? width : keyHeads * size;
      return [`${part}${layer}`, floats([width, columns], 0.6)] as const;
    }),
  ).flat();
  return { embedding, positions, ...Object.fromEntries(ofLayers), last: floats([width, vocabulary], 2 * gain) };
}

function typed(variant: Variant): Record<string, Tensor> {
  const { precision: type = 'float', window = 0 } = variant;
  const weights = Object.entries(drawn(variant)).map(([name, tensor]) => [name, { ...tensor, type }] as const);
  const wholes = (values: readonly number[], dims: readonly number[] = [values.length]): Tensor => ({
    type: 'int64',
    dims,
    values,
  });
  return {
    ...Object.fromEntries(weights),
    one: wholes([1], []),
    oneLong: wholes([1]),
    minusOne: wholes([-1]),
    farEnd: wholes([longest]),
    axisTwo: wholes([2]),
    windowStart: wholes([-window]),
    axes12: wholes([1, 2]),
    axes13: wholes([1, 3]),
    ofHead: wholes(Array.from({ length: heads }, (_, head) => Math.floor((head * keyHeads) / heads))),
    byHead: wholes([0, 0, heads, size]),
    byKeyHead: wholes([0, 0, keyHeads, size]),
    flat: wholes([0, 0, width]),
    never: { type, dims: [], values: [-60_000] },
  };
}
