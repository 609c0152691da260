import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';
import type { InferenceSession } from 'onnxruntime-common';
import { Decoder, unusable, type Past, type Runtime } from './decoder.ts';
import { readModelFolder, type ModelFolder } from './modelFolder.ts';
import { pickToken } from './sampling.ts';
import { tensorRows } from './tensorRows.ts';
import { loadWeights, modelPlace } from './weights.ts';
import { seededRandom } from '../../core/statistics/random.ts';
import { messageOf } from '../../core/text/messageOf.ts';
import { askingOurClock, clockAt } from '../../core/trainers/templateClock.ts';
import { DatasetError } from '../datasetError.ts';
import type { EncodeRequest, ModelFacts, Scored, ScoreRequest, WriteRequest, Written } from '../../rpc/model.ts';
import { counted, number } from '../../core/text/numbers.ts';

/** What a template that asks is told: Llama 3's own default. Told today's date, the same run would ask something else tomorrow. */
const templateDay = new Date(2024, 6, 26);

/** A causal language model in a folder, computed on this thread. */
export class LocalModel {
  readonly facts: ModelFacts;
  readonly #decoder: Decoder;
  readonly #folder: ModelFolder;
  readonly #tokenizer: Tokenizer;
  readonly #template: Template | undefined;
  readonly #ends: ReadonlySet<number>;

  private constructor(decoder: Decoder, folder: ModelFolder, tokenizer: Tokenizer) {
    this.#decoder = decoder;
    this.#folder = folder;
    this.#tokenizer = tokenizer;
    this.#template = folder.template === undefined ? undefined : new Template(askingOurClock(folder.template));
    this.#ends = endTokens(folder, tokenizer);
    const { max_position_embeddings: longest, vocab_size: vocabulary, hidden_size: stated } = folder.config;
    const { hidden, keepsPast } = decoder;
    const { width = stated } = hidden ?? {};
    const { file, rounding = decoder.precision === 'float16' ? 'half precision' : undefined } = folder.weights;
    this.facts = {
      name: folder.name,
      weights: { file, ...(rounding !== undefined && { rounding }) },
      vocabulary: typeof vocabulary === 'number' ? vocabulary : tokenizer.get_vocab().size,
      longest: typeof longest === 'number' ? longest : undefined,
      hasTemplate: this.#template !== undefined,
      hidden: hidden && typeof width === 'number' ? { output: hidden.output, width } : undefined,
      keepsPast,
    };
  }

  /**
   * `path`: a folder, or a file of weights in it. Throws `DatasetError` for one that holds no model of this kind, with what it is short
   * of.
   */
  static async open(path: string, runtime: Runtime): Promise<LocalModel> {
    const folder = await readModelFolder(await modelPlace(path));
    const decoder = await Decoder.open(runtime, await loadWeights(folder.weights), folder);
    try {
      return new LocalModel(decoder, folder, new Tokenizer(folder.tokenizer, folder.tokenizerConfig));
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
      ...clockAt(templateDay),
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
      throw new DatasetError(
        'unreadable',
        `The text has ${counted(ids.length, 'token')}; ${this.facts.name} takes ${number(longest)}.`,
      );
    }
    this.#refuseUnknown(ids);
    const { logits, outputs } = await this.#decoder.run(ids);
    if (logits.count !== ids.length) {
      const what = `gives logits of ${number(logits.count)} of ${counted(ids.length, 'token')}`;
      throw unusable(this.#folder, `${what}: export it so that it gives those of all`);
    }
    const logprobs = new Float64Array(ids.length).fill(NaN);
    const likeliest = new Int32Array(ids.length).fill(-1);
    for (let at = 1; at < ids.length; at++) {
      const row = logits.row(at - 1);
      const { logTotal, best } = this.#summary(row);
      logprobs[at] = (row[ids[at] ?? 0] ?? NaN) - logTotal;
      likeliest[at] = best;
    }
    if (hiddenFrom === undefined) return { logprobs, likeliest };
    return { logprobs, likeliest, hidden: this.#meanHidden(outputs, hiddenFrom, ids.length) };
  }

  /** Writes token by token: each behind what was computed before it, or where the model does not keep that, the whole text anew. */
  async write({ ids, sampling, maxTokens, seed }: WriteRequest): Promise<Written> {
    this.#refuseUnknown(ids);
    const random = seededRandom(seed);
    const written: number[] = [];
    let next = ids;
    let before: Past | undefined;
    while (written.length < maxTokens) {
      const { logits, past } = await this.#decoder.run(next, { past: before, logitsOf: 1 });
      const row = logits.row(logits.count - 1);
      this.#summary(row);
      const token = pickToken(row.slice(), { prompt: ids, written }, sampling, random);
      if (this.#ends.has(token)) return { text: this.#text(written), cutOff: false };
      written.push(token);
      before = past;
      next = past ? [token] : [...ids, ...written];
    }
    return { text: this.#text(written), cutOff: true };
  }

  #refuseUnknown(ids: readonly number[]): void {
    const { vocabulary = Infinity } = this.#decoder;
    const beyond = ids.find(id => id >= vocabulary);
    if (beyond === undefined) return;
    throw unusable(
      this.#folder,
      `knows ${vocabulary} tokens, and its tokenizer gives number ${beyond}: the tokenizer.json is another model’s`,
    );
  }

  #text(ids: readonly number[]): string {
    if (ids.length === 0) return '';
    return this.#tokenizer.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  }

  #meanHidden(outputs: InferenceSession.OnnxValueMapType, from: number, to: number): Float64Array {
    const { hidden } = this.#decoder;
    const tensor = hidden && outputs[hidden.output];
    if (tensor === undefined || !('data' in tensor)) {
      throw unusable(
        this.#folder,
        'gives no hidden states: export it with them, as last_hidden_state or hidden_states.N',
      );
    }
    const states = tensorRows(tensor);
    const mean = new Float64Array(states.width);
    for (let at = from; at < to; at++) {
      const state = states.row(at);
      for (let i = 0; i < states.width; i++) mean[i] = (mean[i] ?? 0) + (state[i] ?? NaN) / (to - from);
    }
    return mean;
  }

  /** Throws `DatasetError` where there is none. */
  #summary(row: Float32Array): Summary {
    const found = summary(row);
    // A logit of minus infinity alone is a token that is never written.
    if (Number.isFinite(found.logTotal)) return found;
    const why = this.#decoder.precision === 'float16' ? ', as half precision does above 65,504' : '';
    throw unusable(this.#folder, `gives logits that are not numbers or without bound${why}: ${anotherFile}`);
  }
}

const anotherFile = 'name a file of its weights in float32, or another export';

interface Summary {
  readonly logTotal: number;
  readonly best: number;
}

function summary(row: Float32Array): Summary {
  let best = 0;
  for (let id = 1; id < row.length; id++) if ((row[id] ?? 0) > (row[best] ?? 0)) best = id;
  const most = row[best] ?? 0;
  let total = 0;
  for (let id = 0; id < row.length; id++) total += Math.exp((row[id] ?? 0) - most);
  return { logTotal: most + Math.log(total), best };
}

/** All that any file names: the end of a turn often stands in generation_config.json alone. */
function endTokens(
  { config, generationConfig, tokenizerConfig }: ModelFolder,
  tokenizer: Tokenizer,
): ReadonlySet<number> {
  const stated = [config['eos_token_id'], generationConfig['eos_token_id']].flat();
  const ids = stated.filter(id => typeof id === 'number');
  const named = tokenizer.token_to_id(tokenText(tokenizerConfig['eos_token']));
  return new Set(named === undefined ? ids : [...ids, named]);
}

/** A token is named by its text, or by an object that holds it. */
function tokenText(token: unknown): string {
  if (typeof token === 'string') return token;
  const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : '';
  return typeof content === 'string' ? content : '';
}
