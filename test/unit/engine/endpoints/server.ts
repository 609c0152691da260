import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { seededRandom } from '../../../../src/core/statistics/random.ts';
import { render, type LanguageModel, type Turn } from './languageModel.ts';

/** A request as it reached the server. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
}

// What a client may send; read loosely, as a server does.
// oxlint-disable-next-line typescript/no-explicit-any
export type Body = Record<string, any>;

/** What goes wrong with one request. `hang`: no answer; `cut`: half an answer; `lateMs`: a right answer, so much later. */
export type Mischief =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly text: string }
  | { readonly lateMs: number }
  | { readonly change: (answer: Body) => Body }
  | 'hang'
  | 'cut';

export interface ServerOptions {
  readonly api: 'vllm' | 'sglang';
  readonly model: LanguageModel;
  /** Asked before each request; undefined: all goes well. `nth` counts from 0, over all requests. */
  readonly mischief?: (request: Seen, nth: number) => Mischief | undefined;
}

export interface Server {
  readonly baseUrl: string;
  readonly seen: readonly Seen[];
  close(): void;
}

/** What a test context offers to run when the test is done. */
interface Cleaning {
  after(step: () => void): void;
}

export const modelName = 'acme/words';

/** A language model behind the routes, request fields and answer shapes of vLLM or SGLang, on the loopback. */
export async function serve(t: Cleaning, options: ServerOptions): Promise<Server> {
  const seen: Seen[] = [];
  const random = seededRandom(99);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const body: Body = bytes.length === 0 ? {} : JSON.parse(bytes.toString());
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, bytes: bytes.length, headers, body };
      const mischief = options.mischief?.(one, seen.length);
      seen.push(one);
      const answer = (options.api === 'vllm' ? vllmAnswer : sglangAnswer)(options.model, path, body, random);
      reply(response, answer, mischief);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  t.after(close);
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen, close };
}

interface Reply {
  readonly status: number;
  readonly body: Body;
}

function reply(response: ServerResponse, { status, body }: Reply, mischief: Mischief | undefined): void {
  if (mischief === 'hang') return;
  if (typeof mischief === 'object' && 'lateMs' in mischief) {
    setTimeout(() => reply(response, { status, body }, undefined), mischief.lateMs);
    return;
  }
  const changed = typeof mischief === 'object' && 'change' in mischief ? mischief.change(body) : body;
  const text = typeof mischief === 'object' && 'text' in mischief ? mischief.text : JSON.stringify(changed);
  if (typeof mischief === 'object' && 'status' in mischief) {
    response.writeHead(mischief.status, { 'content-type': 'application/json', ...mischief.headers });
    response.end('{"error":{"message":"not now"}}');
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  if (mischief !== 'cut') response.end(text);
  else response.write(text.slice(0, text.length >> 1), () => response.destroy());
}

function refuse(status: number, message: string): Reply {
  return { status, body: { error: { message, type: 'BadRequestError', code: status } } };
}

function models(owner: string): Reply {
  return { status: 200, body: { object: 'list', data: [{ id: modelName, object: 'model', owned_by: owner }] } };
}

function vllmAnswer(model: LanguageModel, path: string, body: Body, random: () => number): Reply {
  if (path === '/v1/models') return models('vllm');
  const chat = path === '/v1/chat/completions';
  if (!chat && path !== '/v1/completions') return refuse(404, 'Not Found');
  if (body['model'] !== modelName) return refuse(404, `The model \`${body['model']}\` does not exist.`);
  const { add_generation_prompt = true, continue_final_message = false } = body;
  if (add_generation_prompt && continue_final_message) {
    return refuse(400, 'Cannot set both `continue_final_message` and `add_generation_prompt` to True.');
  }
  if (body['max_tokens'] < 1) return refuse(400, 'max_tokens must be at least 1.');
  const prompt = chat
    ? model.encode(render(body['messages'], { open: continue_final_message ? 'last message' : 'generation' }))
    : typeof body['prompt'] === 'string'
      ? model.encode(body['prompt'])
      : body['prompt'];
  const { ids, cutOff } = write(model, prompt, body, body['max_completion_tokens'] ?? body['max_tokens'], random);
  const text = model.decode(ids);
  const scores = {
    prompt_logprobs:
      body['prompt_logprobs'] === undefined ? null : promptLogprobs(model, prompt, body['prompt_logprobs'] > 0),
    prompt_token_ids: body['return_token_ids'] ? prompt : null,
  };
  const said = chat ? { message: { role: 'assistant', content: text } } : { text, ...scores };
  const choice = { index: 0, ...said, logprobs: null, finish_reason: cutOff ? 'length' : 'stop', stop_reason: null };
  const usage = {
    prompt_tokens: prompt.length,
    total_tokens: prompt.length + ids.length,
    completion_tokens: ids.length,
  };
  const kind = chat ? 'chat.completion' : 'text_completion';
  const head = { id: 'cmpl-1', object: kind, created: 1, model: modelName };
  return { status: 200, body: { ...head, choices: [choice], usage, ...(chat && scores) } };
}

/** The id of the likeliest token in a place. */
export function likeliestAt(model: LanguageModel, ids: readonly number[], at: number): number {
  let [best, most] = [0, -Infinity];
  for (let id = 0; id < model.vocabulary.length; id++) {
    const logprob = model.logprob([...ids.slice(0, at), id], at);
    if (logprob > most) [best, most] = [id, logprob];
  }
  return best;
}

/** The token itself beside the likeliest one, whichever id is smaller first, as JSON orders them. */
function promptLogprobs(model: LanguageModel, ids: readonly number[], wantsBest: boolean): unknown[] {
  return ids.map((id, at) => {
    if (at === 0) return null;
    const logprob = model.logprob(ids, at);
    const own = { logprob, rank: 2, decoded_token: model.vocabulary[id] };
    if (wantsBest) {
      const best = likeliestAt(model, ids, at);
      const beside = { logprob: -0.25, rank: 1, decoded_token: model.vocabulary[best] };
      return best === id ? { [String(id)]: { ...own, rank: 1 } } : { [String(best)]: beside, [String(id)]: own };
    }
    const other = id === 8 ? 9 : 8;
    return {
      [String(other)]: { logprob: -0.25, rank: 1, decoded_token: model.vocabulary[other] },
      [String(id)]: own,
    };
  });
}

function sglangAnswer(model: LanguageModel, path: string, body: Body, random: () => number): Reply {
  if (path === '/v1/models') return models('sglang');
  if (path === '/v1/tokenize') {
    const messages: readonly Turn[] | undefined = body['messages'];
    if ((messages === undefined) === (body['prompt'] === undefined)) return refuse(400, 'Exactly one of two.');
    const open = body['continue_final_message'] ? 'last message' : 'generation';
    const tokens = model.encode(messages === undefined ? body['prompt'] : render(messages, { open }));
    return { status: 200, body: { tokens, count: tokens.length, max_model_len: 4096 } };
  }
  if (path !== '/generate') return refuse(404, 'Not Found');
  const prompt: readonly number[] = body['input_ids'] ?? model.encode(body['text']);
  const sampling: Body = body['sampling_params'];
  const { ids, cutOff } = write(model, prompt, sampling, sampling['max_new_tokens'], random);
  const scores = prompt.map((id, at) => [
    at === 0 ? null : model.logprob(prompt, at),
    id,
    body['return_text_in_logprobs'] ? model.vocabulary[id] : null,
  ]);
  const meta_info = {
    id: '1',
    finish_reason: cutOff ? { type: 'length', length: ids.length } : { type: 'stop', matched: 1 },
    prompt_tokens: prompt.length,
    completion_tokens: ids.length,
    ...(body['return_logprob'] && { input_token_logprobs: scores.slice(body['logprob_start_len']) }),
    ...(body['top_logprobs_num'] > 0 && {
      input_top_logprobs: prompt.map((_, at) => (at === 0 ? null : [[-0.25, likeliestAt(model, prompt, at), null]])),
    }),
  };
  return { status: 200, body: { text: model.decode(ids), output_ids: ids, meta_info } };
}

function write(
  model: LanguageModel,
  prompt: readonly number[],
  sampling: Body,
  maxTokens: number,
  random: () => number,
) {
  const temperature = Math.max(sampling['temperature'], 0.05);
  return model.write(prompt, { temperature, maxTokens, random });
}
