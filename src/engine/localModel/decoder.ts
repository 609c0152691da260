import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { ModelFolder } from './modelFolder.ts';
import { DatasetError } from '../datasetError.ts';

/** The part of ONNX Runtime that is used. */
export interface Runtime {
  readonly Tensor: typeof Tensor;
  create(model: Uint8Array): Promise<InferenceSession>;
}

/** Keys and values of tokens that were computed before, so that what follows them needs not compute them again. */
export interface Past {
  readonly tokens: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

export interface Step {
  /** The logits of the tokens, row by row. */
  readonly logits: Float32Array;
  readonly vocabulary: number;
  readonly outputs: InferenceSession.OnnxValueMapType;
  /** What goes on from here; undefined: the model gives none. */
  readonly past: Past | undefined;
}

const pastPrefix = 'past_key_values.';
const knownInputs = ['input_ids', 'attention_mask', 'position_ids', 'use_cache_branch'];

/** A causal language model as exports to ONNX lay it out, from token ids to logits. */
export class Decoder {
  /** Whether it gives keys and values and takes them again. */
  readonly keepsPast: boolean;
  /** The deepest hidden state that it gives. */
  readonly hiddenOutput: string | undefined;
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #folder: ModelFolder;
  readonly #pastInputs: readonly string[];

  private constructor(runtime: Runtime, session: InferenceSession, folder: ModelFolder) {
    this.#runtime = runtime;
    this.#session = session;
    this.#folder = folder;
    this.#pastInputs = session.inputNames.filter(name => name.startsWith(pastPrefix));
    const given = new Set(session.outputNames);
    this.keepsPast = this.#pastInputs.length > 0 && this.#pastInputs.every(name => given.has(presentOf(name)));
    this.hiddenOutput = hiddenOutput(session.outputNames);
  }

  /** Throws `DatasetError` for a model of another kind. */
  static async open(runtime: Runtime, bytes: Uint8Array, folder: ModelFolder): Promise<Decoder> {
    const session = await runtime.create(bytes).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw unusable(folder, `cannot be loaded: ${why}`);
    });
    const unknown = session.inputNames.filter(name => !knownInputs.includes(name) && !name.startsWith(pastPrefix));
    if (unknown.length > 0) throw unusable(folder, `wants inputs that are not known: ${unknown.join(', ')}`);
    if (!session.outputNames.includes('logits')) {
      throw unusable(folder, `gives ${session.outputNames.join(', ')}, and no logits: it is no causal language model`);
    }
    return new Decoder(runtime, session, folder);
  }

  /** Computes tokens, behind those of `past` where it is given. */
  async run(ids: readonly number[], past?: Past): Promise<Step> {
    const before = past?.tokens ?? 0;
    const outputs = await this.#session.run(this.#feeds(ids, past));
    const logits = outputs['logits'] as Tensor;
    if (logits.type !== 'float32') {
      throw new DatasetError('unreadable', `The model computes in ${logits.type}; one that gives float32 is wanted.`);
    }
    const tokens = before + ids.length;
    return {
      logits: logits.data as Float32Array,
      vocabulary: logits.dims.at(-1) ?? 0,
      outputs,
      past: this.keepsPast ? { tokens, tensors: this.#kept(outputs) } : undefined,
    };
  }

  #feeds(ids: readonly number[], past: Past | undefined): Record<string, Tensor> {
    const before = past?.tokens ?? 0;
    const all = before + ids.length;
    const whole = (count: number, valueAt: (at: number) => number): Tensor =>
      new this.#runtime.Tensor(
        'int64',
        BigInt64Array.from({ length: count }, (_, at) => BigInt(valueAt(at))),
        [1, count],
      );
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames) {
      if (name === 'input_ids') feeds[name] = whole(ids.length, at => ids[at] ?? 0);
      else if (name === 'attention_mask') feeds[name] = whole(all, () => 1);
      else if (name === 'position_ids') feeds[name] = whole(ids.length, at => before + at);
      else if (name === 'use_cache_branch') feeds[name] = new this.#runtime.Tensor('bool', [before > 0], [1]);
      else feeds[name] = past?.tensors[name] ?? this.#emptyPast();
    }
    return feeds;
  }

  #kept(outputs: InferenceSession.OnnxValueMapType): Past['tensors'] {
    return Object.fromEntries(this.#pastInputs.map(name => [name, outputs[presentOf(name)] as Tensor]));
  }

  /** Keys and values of no earlier token. */
  #emptyPast(): Tensor {
    const { config } = this.#folder;
    const number = (name: string): number | undefined => {
      const value = config[name];
      return typeof value === 'number' ? value : undefined;
    };
    const heads = number('num_attention_heads');
    const keys = number('num_key_value_heads') ?? heads;
    const hidden = number('hidden_size');
    const size = number('head_dim') ?? (hidden !== undefined && heads !== undefined ? hidden / heads : undefined);
    if (keys === undefined || size === undefined) {
      throw unusable(
        this.#folder,
        'wants past keys and values, and its config.json does not say how many heads it has',
      );
    }
    return new this.#runtime.Tensor('float32', new Float32Array(0), [1, keys, 0, size]);
  }
}

/** `past_key_values.0.key` → `present.0.key` */
function presentOf(pastInput: string): string {
  return `present.${pastInput.slice(pastPrefix.length)}`;
}

function hiddenOutput(outputNames: readonly string[]): string | undefined {
  if (outputNames.includes('last_hidden_state')) return 'last_hidden_state';
  const layers = outputNames.filter(name => /^hidden_states\.\d+$/.test(name));
  return layers.toSorted((a, b) => Number(b.slice(14)) - Number(a.slice(14)))[0];
}

export function unusable({ name }: Pick<ModelFolder, 'name'>, what: string): DatasetError {
  return new DatasetError('unreadable', `The model ${name} ${what}.`);
}
