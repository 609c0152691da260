import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { ModelFolder } from './modelFolder.ts';
import { isFloatType, tensorRows, type FloatType, type TensorRows } from './tensorRows.ts';
import { smaller, type LoadedWeights } from './weights.ts';
import { DatasetError } from '../datasetError.ts';
import { messageOf } from '../../core/text/messageOf.ts';

/** The part of ONNX Runtime that is used. */
export interface Runtime {
  readonly Tensor: typeof Tensor;
  create(weights: LoadedWeights): Promise<InferenceSession>;
}

/** Keys and values of tokens that were computed before, so that what follows them needs not compute them again. */
export interface Past {
  readonly tokens: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export interface Step {
  /** Of the tokens, or of the last ones alone where the model gives no more. */
  readonly logits: TensorRows;
  readonly outputs: InferenceSession.OnnxValueMapType;
  /** What goes on from here; undefined: the model gives none. */
  readonly past: Past | undefined;
}

export interface RunOptions {
  /** What stands before the tokens. */
  readonly past?: Past | undefined;
  /** Of how many of the last tokens logits are wanted, where the model can be told; all otherwise. */
  readonly logitsOf?: number;
}

type Value = InferenceSession.TensorValueMetadata;

const pastInput = /^past_key_values\.\d+\.(?:key|value)$/;
const knownInputs = ['input_ids', 'attention_mask', 'position_ids', 'use_cache_branch', 'num_logits_to_keep'];

/** A causal language model as exports to ONNX lay it out, from token ids to logits. */
export class Decoder {
  /** Whether it gives keys and values and takes them again. */
  readonly keepsPast: boolean;
  /** The deepest hidden state that it gives; `width` is undefined where the file does not say. */
  readonly hidden: { readonly output: string; readonly width: number | undefined } | undefined;
  /** What its logits are in. */
  readonly precision: FloatType;
  /** Tokens that it gives logits of; undefined: the file does not say. */
  readonly vocabulary: number | undefined;
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #inputs: readonly Value[];
  /** Keys and values of no earlier token, by input. */
  readonly #empty: Past['tensors'];

  private constructor(runtime: Runtime, session: InferenceSession, folder: ModelFolder) {
    this.#runtime = runtime;
    this.#session = session;
    this.#inputs = tensorsOf(session.inputMetadata);
    const pasts = this.#inputs.filter(({ name }) => pastInput.test(name));
    this.#empty = Object.fromEntries(pasts.map(value => [value.name, emptyPast(runtime, value, folder)]));
    const given = new Set(session.outputNames);
    this.keepsPast = pasts.length > 0 && pasts.every(({ name }) => given.has(presentOf(name)));
    const outputs = tensorsOf(session.outputMetadata);
    const read = (name: string): Rows => rowsOf(name, outputs, folder);
    const logits = read('logits');
    this.precision = logits.type;
    this.vocabulary = logits.width;
    const output = hiddenOutput(session.outputNames);
    this.hidden = output === undefined ? undefined : { output, width: read(output).width };
  }

  /** Throws `DatasetError` for a model of another kind. */
  static async open(runtime: Runtime, weights: LoadedWeights, folder: ModelFolder): Promise<Decoder> {
    const session = await runtime.create(weights).catch((error: unknown) => {
      throw unusable(folder, `cannot be loaded: ${whyNot(error)}`);
    });
    const unknown = session.inputNames.filter(name => !knownInputs.includes(name) && !pastInput.test(name));
    if (unknown.length > 0) {
      const wanted = `${knownInputs.join(', ')} and past_key_values.N.key and .value are known`;
      throw unusable(folder, `wants inputs that are not known: ${unknown.join(', ')}; ${wanted}`);
    }
    if (!session.outputNames.includes('logits')) {
      throw unusable(folder, `gives ${session.outputNames.join(', ')}, and no logits: it is no causal language model`);
    }
    return new Decoder(runtime, session, folder);
  }

  /** Computes tokens, behind those of `past` where it is given. */
  async run(ids: readonly number[], options: RunOptions = {}): Promise<Step> {
    const outputs = await this.#session.run(this.#feeds(ids, options));
    const tokens = (options.past?.tokens ?? 0) + ids.length;
    return {
      logits: tensorRows(outputs['logits'] as Tensor),
      outputs,
      past: this.keepsPast ? this.#kept(outputs, tokens) : undefined,
    };
  }

  #feeds(ids: readonly number[], { past, logitsOf = 0 }: RunOptions): Record<string, Tensor> {
    const before = past?.tokens ?? 0;
    const all = before + ids.length;
    const whole = ({ type }: Value, dims: readonly number[], valueAt: (at: number) => number): Tensor => {
      const values = Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, at) => valueAt(at));
      return type === 'int32'
        ? new this.#runtime.Tensor('int32', values, dims)
        : new this.#runtime.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
    };
    const feeds: Record<string, Tensor> = {};
    for (const input of this.#inputs) {
      const { name } = input;
      if (name === 'input_ids') feeds[name] = whole(input, [1, ids.length], at => ids[at] ?? 0);
      else if (name === 'attention_mask') feeds[name] = whole(input, [1, all], () => 1);
      else if (name === 'position_ids') feeds[name] = whole(input, [1, ids.length], at => before + at);
      else if (name === 'num_logits_to_keep')
        feeds[name] = whole(
          input,
          input.shape.map(() => 1),
          () => logitsOf,
        );
      else if (name === 'use_cache_branch') feeds[name] = new this.#runtime.Tensor('bool', [before > 0], [1]);
      else Object.assign(feeds, { [name]: past?.tensors[name] ?? this.#empty[name] });
    }
    return feeds;
  }

  /** Undefined where what is given is not of all tokens, as where a window slides: nothing goes on from there. */
  #kept(outputs: InferenceSession.OnnxValueMapType, tokens: number): Past | undefined {
    const tensors = Object.keys(this.#empty).map(name => [name, outputs[presentOf(name)] as Tensor] as const);
    return tensors.every(([, { dims }]) => dims[2] === tokens)
      ? { tokens, tensors: Object.fromEntries(tensors) }
      : undefined;
  }
}

function tensorsOf(values: readonly InferenceSession.ValueMetadata[]): readonly Value[] {
  return values.filter(value => value.isTensor);
}

/** `past_key_values.0.key` → `present.0.key` */
function presentOf(name: string): string {
  return name.replace('past_key_values', 'present');
}

function emptyPast({ Tensor: Kind }: Runtime, { name, type, shape }: Value, folder: ModelFolder): Tensor {
  const [, heads, tokens, size] = shape.map(fixed);
  if (shape.length !== 4 || heads === undefined || tokens !== undefined || size === undefined || !isFloatType(type)) {
    const wanted = 'float16 or float32 of [batch, heads, tokens, size], heads and size as numbers, is wanted';
    throw unusable(folder, `takes ${name} as ${type} of [${shape.join(', ')}]; ${wanted}: export it as optimum does`);
  }
  const dims = [1, heads, 0, size];
  return type === 'float16'
    ? new Kind('float16', new Uint16Array(0), dims)
    : new Kind('float32', new Float32Array(0), dims);
}

/** Undefined: as long as what is fed makes it. */
function fixed(dim: number | string | undefined): number | undefined {
  return typeof dim === 'number' && dim > 0 ? dim : undefined;
}

interface Rows {
  readonly type: FloatType;
  readonly width: number | undefined;
}

function rowsOf(name: string, outputs: readonly Value[], folder: ModelFolder): Rows {
  const { type, shape } = outputs.find(output => output.name === name) ?? { type: 'no tensor', shape: [] };
  if (isFloatType(type)) return { type, width: fixed(shape.at(-1)) };
  throw unusable(folder, `gives ${name} in ${type}; float32 or float16 is wanted`);
}

function hiddenOutput(outputNames: readonly string[]): string | undefined {
  if (outputNames.includes('last_hidden_state')) return 'last_hidden_state';
  const layers = outputNames.filter(name => /^hidden_states\.\d+$/.test(name));
  return layers.toSorted((a, b) => Number(b.slice(14)) - Number(a.slice(14)))[0];
}

/** What ONNX Runtime says, in words of ours where there is something to do about it. */
function whyNot(error: unknown): string {
  const why = messageOf(error);
  const external = /external data file "+([^"]+)".*/is.exec(why);
  if (external) return `its weights are partly in ${external[1]}, which is not beside it, not whole or of another name`;
  return /bad_alloc|out of memory|failed to allocate/i.test(why)
    ? `it needs more than the 4 GB that WebAssembly has (${why}): ${smaller}`
    : why;
}

export function unusable({ name }: Pick<ModelFolder, 'name'>, what: string): DatasetError {
  return new DatasetError('unreadable', `The model ${name} ${what}.`);
}
