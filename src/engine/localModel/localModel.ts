import { readFile } from 'node:fs/promises';
import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { readModelFolder, type ModelFolder } from './modelFolder.ts';
import { pickToken } from './sampling.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import { DatasetError } from '../datasetError.ts';
import type { EncodeRequest, ModelFacts, Scored, ScoreRequest, WriteRequest, Written } from '../../rpc/model.ts';

/** The part of ONNX Runtime that is used. */
export interface Runtime {
  readonly Tensor: typeof Tensor;
  create(model: Uint8Array): Promise<InferenceSession>;
}

/** A causal language model in a folder, computed on this thread. */
export class LocalModel {
  readonly facts: ModelFacts;
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #folder: ModelFolder;
  readonly #tokenizer: Tokenizer;
  readonly #template: Template | undefined;
  readonly #ends: ReadonlySet<number>;

  private constructor(runtime: Runtime, session: InferenceSession, folder: ModelFolder, tokenizer: Tokenizer) {
    this.#runtime = runtime;
    this.#session = session;
    this.#folder = folder;
    this.#tokenizer = tokenizer;
    this.#template = folder.template === undefined ? undefined : new Template(folder.template);
    this.#ends = endTokens(folder, tokenizer);
    const { max_position_embeddings: longest, vocab_size: vocabulary, hidden_size: hidden } = folder.config;
    const output = hiddenOutput(session);
    this.facts = {
      name: folder.name,
      vocabulary: typeof vocabulary === 'number' ? vocabulary : tokenizer.get_vocab().size,
      longest: typeof longest === 'number' ? longest : undefined,
      hasTemplate: this.#template !== undefined,
      hidden: output !== undefined && typeof hidden === 'number' ? { output, width: hidden } : undefined,
    };
  }

  /** Throws `DatasetError` for a folder that holds no model of this kind, with what it is short of. */
  static async open(path: string, runtime: Runtime): Promise<LocalModel> {
    const folder = await readModelFolder(path);
    const session = await runtime.create(await readFile(folder.modelPath)).catch((error: unknown) => {
      throw unusable(folder, `cannot be loaded: ${messageOf(error)}`);
    });
    const unknown = session.inputNames.filter(name => !isKnownInput(name));
    if (unknown.length > 0) throw unusable(folder, `wants inputs that are not known: ${unknown.join(', ')}`);
    if (!session.outputNames.includes('logits')) {
      throw unusable(folder, `gives ${session.outputNames.join(', ')}, and no logits: it is no causal language model`);
    }
    try {
      return new LocalModel(runtime, session, folder, new Tokenizer(folder.tokenizer, folder.tokenizerConfig));
    } catch (error) {
      throw unusable(folder, `has a tokenizer or chat template that cannot be read: ${messageOf(error)}`);
    }
  }

  encode(request: EncodeRequest): readonly number[] {
    if ('text' in request) return this.#tokenizer.encode(request.text).ids;
    const { turns, completion } = request;
    if (this.#template === undefined) throw unusable(this.#folder, 'has no chat template: score plain text');
    const { bos_token: bos, eos_token: eos } = this.#folder.tokenizerConfig;
    const prompt = this.#template.render({
      messages: turns.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: true,
      bos_token: tokenText(bos),
      eos_token: tokenText(eos),
    });
    return this.#tokenizer.encode(prompt + completion, { add_special_tokens: false }).ids;
  }

  texts(ids: readonly number[]): readonly string[] {
    return ids.map(id =>
      this.#tokenizer.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
    );
  }

  /** Log-softmax in double precision over the logits of each position. */
  async score({ ids, hiddenFrom }: ScoreRequest): Promise<Scored> {
    const { longest } = this.facts;
    if (longest !== undefined && ids.length > longest) {
      throw new DatasetError('unreadable', `The text has ${ids.length} tokens; ${this.facts.name} takes ${longest}.`);
    }
    const outputs = await this.#run(ids);
    const { data, width } = logitsOf(outputs);
    const logprobs = new Float64Array(ids.length).fill(NaN);
    const likeliest = new Int32Array(ids.length).fill(-1);
    for (let at = 1; at < ids.length; at++) {
      const row = data.subarray((at - 1) * width, at * width);
      const { logTotal, best } = summary(row);
      logprobs[at] = (row[ids[at] ?? 0] ?? NaN) - logTotal;
      likeliest[at] = best;
    }
    if (hiddenFrom === undefined) return { logprobs, likeliest };
    return { logprobs, likeliest, hidden: this.#meanHidden(outputs, hiddenFrom, ids.length) };
  }

  /** Writes token by token, the whole text computed anew for each: for small models. */
  async write({ ids, sampling, maxTokens, seed }: WriteRequest): Promise<Written> {
    const random = seededRandom(seed);
    const written: number[] = [];
    while (written.length < maxTokens) {
      const all = [...ids, ...written];
      const { data, width } = logitsOf(await this.#run(all));
      const last = data.slice((all.length - 1) * width, all.length * width);
      const next = pickToken(last, { prompt: ids, written }, sampling, random);
      if (this.#ends.has(next)) return { text: this.#text(written), cutOff: false };
      written.push(next);
    }
    return { text: this.#text(written), cutOff: true };
  }

  #text(ids: readonly number[]): string {
    if (ids.length === 0) return '';
    return this.#tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  }

  #run(ids: readonly number[]): Promise<InferenceSession.OnnxValueMapType> {
    const whole = (values: readonly (number | bigint)[], dims: readonly number[]): Tensor =>
      new this.#runtime.Tensor('int64', BigInt64Array.from(values, BigInt), dims);
    const row = [1, ids.length];
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames) {
      if (name === 'input_ids') feeds[name] = whole(ids, row);
      else if (name === 'attention_mask')
        feeds[name] = whole(
          ids.map(() => 1),
          row,
        );
      else if (name === 'position_ids')
        feeds[name] = whole(
          ids.map((_, at) => at),
          row,
        );
      else if (name === 'use_cache_branch') feeds[name] = new this.#runtime.Tensor('bool', [false], [1]);
      else feeds[name] = this.#emptyPast();
    }
    return this.#session.run(feeds);
  }

  /** Keys and values of no earlier token, for exports that want them. */
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

  #meanHidden(outputs: InferenceSession.OnnxValueMapType, from: number, to: number): Float64Array {
    const name = hiddenOutput(this.#session);
    const tensor = name === undefined ? undefined : outputs[name];
    if (tensor === undefined || !('data' in tensor)) {
      throw unusable(
        this.#folder,
        'gives no hidden states: export it with them, as last_hidden_state or hidden_states.N',
      );
    }
    const width = tensor.dims.at(-1) ?? 0;
    const values = tensor.data as Float32Array;
    const mean = new Float64Array(width);
    for (let at = from; at < to; at++) {
      for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (values[at * width + i] ?? 0) / (to - from);
    }
    return mean;
  }
}

function logitsOf(outputs: InferenceSession.OnnxValueMapType): { readonly data: Float32Array; readonly width: number } {
  const logits = outputs['logits'] as Tensor;
  if (logits.type !== 'float32') {
    throw new DatasetError('unreadable', `The model computes in ${logits.type}; one that gives float32 is wanted.`);
  }
  return { data: logits.data as Float32Array, width: logits.dims.at(-1) ?? 0 };
}

function summary(row: Float32Array): { readonly logTotal: number; readonly best: number } {
  let best = 0;
  for (let id = 1; id < row.length; id++) if ((row[id] ?? 0) > (row[best] ?? 0)) best = id;
  const most = row[best] ?? 0;
  let total = 0;
  for (let id = 0; id < row.length; id++) total += Math.exp((row[id] ?? 0) - most);
  return { logTotal: most + Math.log(total), best };
}

/** The deepest hidden state that the model gives. */
function hiddenOutput({ outputNames }: InferenceSession): string | undefined {
  if (outputNames.includes('last_hidden_state')) return 'last_hidden_state';
  const layers = outputNames.filter(name => /^hidden_states\.\d+$/.test(name));
  return layers.toSorted((a, b) => Number(b.slice(14)) - Number(a.slice(14)))[0];
}

function isKnownInput(name: string): boolean {
  return (
    ['input_ids', 'attention_mask', 'position_ids', 'use_cache_branch'].includes(name) ||
    name.startsWith('past_key_values.')
  );
}

function endTokens({ config, tokenizerConfig }: ModelFolder, tokenizer: Tokenizer): ReadonlySet<number> {
  const stated = config['eos_token_id'];
  const ids = (Array.isArray(stated) ? stated : [stated]).filter(id => typeof id === 'number');
  const named = tokenizer.token_to_id(tokenText(tokenizerConfig['eos_token']));
  return new Set(named === undefined ? ids : [...ids, named]);
}

/** A token is named by its text, or by an object that holds it. */
function tokenText(token: unknown): string {
  if (typeof token === 'string') return token;
  const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : '';
  return typeof content === 'string' ? content : '';
}

function unusable({ name }: Pick<ModelFolder, 'name'>, what: string): DatasetError {
  return new DatasetError('unreadable', `The model ${name} ${what}.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
