import { createHash } from 'node:crypto';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import { bodyText } from '../bodyText.ts';
import { estimateTokens, type Budget } from './budget.ts';
import type { Egress, EgressEntry } from './egressLog.ts';
import { EndpointError, keyFault, rowProblem, type Answer, type Endpoint, type Problem } from './endpoint.ts';
import { enough, longestTimerMs, SilenceWatch, type TellSilence } from './silence.ts';

export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly budget: Budget;
  readonly egress: Egress;
  /** For one attempt, its whole answer included; two minutes otherwise. An endpoint that is slow or silent is given more: `SilenceWatch`. */
  readonly timeoutMs?: number;
  /** Attempts after the first, each of which counts against the budget; 4 otherwise. */
  readonly retries?: number;
  readonly silence?: TellSilence | undefined;
  /** How often a silence is told; ten seconds otherwise. */
  readonly tellEveryMs?: number;
}

/** What a request is about and what ends it. */
export interface Asking {
  /** Numbers of rows, from 1. */
  readonly rows: readonly number[];
  readonly signal: AbortSignal;
}

/** A file of a form. */
export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly content: string };
}

function formOf(fields: Upload['fields'], { name, content }: Upload['file'], boundary: string): string {
  const part = (disposition: string, more: string, text: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${text}\r\n`;
  const texts = Object.entries(fields).map(([key, value]) => part(`name="${key}"`, '', value));
  const file = part(`name="file"; filename="${name}"`, 'Content-Type: application/jsonl\r\n', content);
  return `${texts.join('')}${file}--${boundary}--\r\n`;
}

const mostAnswerBytes = 64 << 20;
/** Nothing else goes along: the client would add facts about the machine, and headers that its environment names. */
const keptHeaders = ['accept', 'authorization', 'content-type'];

/**
 * Sends requests to one endpoint: each attempt within the budget, each in the egress log, tried again after 408, 409, 429 and 5xx as
 * the server asks, never led to another address.
 */
export class EndpointClient {
  readonly endpoint: Endpoint;
  readonly #options: ClientOptions;
  readonly #openai: OpenAI;
  readonly #silence: SilenceWatch;

  /** Throws `EndpointError` for a key that no request can carry. */
  constructor(options: ClientOptions) {
    this.#options = options;
    const { endpoint, timeoutMs = 120_000, retries = 4, silence: tell, tellEveryMs } = options;
    const { apiKey } = endpoint;
    this.endpoint = endpoint;
    const fault = apiKey === undefined ? undefined : keyFault(apiKey);
    if (fault !== undefined) throw new EndpointError(fault);
    this.#silence = new SilenceWatch({ host: new URL(endpoint.baseUrl).host, timeoutMs, tell, tellEveryMs });
    // Everything that the package would otherwise take from the environment is named.
    this.#openai = new OpenAI({
      baseURL: endpoint.baseUrl,
      apiKey: apiKey ?? 'none',
      ...(apiKey === undefined && { defaultHeaders: { Authorization: null } }),
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      // Each attempt has a limit of its own.
      timeout: longestTimerMs,
      maxRetries: retries,
      logLevel: 'off',
    });
  }

  /** `path` below the base address, or a whole address of the same server. Rejects with the signal's reason, or `DatasetError` for the log. */
  post(path: string, body: JsonObject, asking: Asking): Promise<Answer<JsonObject>> {
    return this.#send(asking, (client, signal) => client.post(path, { body, signal }));
  }

  get(path: string, asking: Asking): Promise<Answer<JsonObject>> {
    return this.#send(asking, (client, signal) => client.get(path, { signal }));
  }

  /** Sends a file as a form, with fields beside it. */
  upload(path: string, { fields, file }: Upload, asking: Asking): Promise<Answer<JsonObject>> {
    const boundary = `undertone-${createHash('sha256').update(file.content).digest('hex').slice(0, 32)}`;
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const body = formOf(fields, file, boundary);
    return this.#send(asking, (client, signal) => client.post(path, { body, headers, signal }));
  }

  /** A file as text. */
  async getText(path: string, asking: Asking): Promise<Answer<string>> {
    const answer = await this.#send(asking, async (client, signal) => {
      const response = await client.get<Response>(path, { signal, __binaryResponse: true });
      return { text: await response.text() };
    });
    if ('problem' in answer) return answer;
    const { text } = answer.value;
    return typeof text === 'string' ? { value: text } : rowProblem('the answer is no text');
  }

  async #send(
    asking: Asking,
    send: (client: OpenAI, signal: AbortSignal) => PromiseLike<unknown>,
  ): Promise<Answer<JsonObject>> {
    asking.signal.throwIfAborted();
    if (this.#silence.gone !== undefined) return this.#silent();
    const began = performance.now();
    const stop = new AbortController();
    const attempts = new Attempts(this.#options, asking, { stop, silence: this.#silence });
    const client = this.#openai.withOptions({ fetch: (url, init) => attempts.fetch(url, init) });
    try {
      const value = (await send(client, AbortSignal.any([asking.signal, stop.signal]))) as JsonValue | undefined;
      if (isObject(value)) return { value };
      return rowProblem('the answer is no JSON object', shorten(JSON.stringify(value) ?? 'nothing'));
    } catch (error) {
      asking.signal.throwIfAborted();
      if (attempts.logFailure !== undefined) throw attempts.logFailure;
      if (attempts.overBudget) return { problem: { kind: 'budget', reason: 'the budget is used up' } };
      if (attempts.timedOut) {
        if (!this.#silence.heardSince(began)) this.#silence.giveUp();
        return this.#silent();
      }
      return { problem: withoutKey(problemOf(error), this.endpoint) };
    }
  }

  #silent(): { readonly problem: Problem } {
    const { gone } = this.#silence;
    const reason = 'no answer in time';
    return { problem: gone === undefined ? { kind: 'away', reason } : { kind: 'endpoint', reason, detail: gone } };
  }
}

interface Ending {
  readonly stop: AbortController;
  readonly silence: SilenceWatch;
}

/** The attempts at one request. */
class Attempts {
  readonly #options: ClientOptions;
  readonly #asking: Asking;
  readonly #ending: Ending;
  /** Of the last attempt. */
  timedOut = false;
  #silent = 0;
  overBudget = false;
  logFailure: Error | undefined;

  constructor(options: ClientOptions, asking: Asking, ending: Ending) {
    this.#options = options;
    this.#asking = asking;
    this.#ending = ending;
  }

  async fetch(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const { budget } = this.#options;
    const body = typeof init.body === 'string' ? init.body : '';
    const estimated = estimateTokens(body);
    this.#asking.signal.throwIfAborted();
    if (this.#ending.silence.gone !== undefined) return this.#giveUp();
    if (!budget.take(estimated)) {
      this.overBudget = true;
      this.#ending.stop.abort();
      throw new Error('The budget is used up.');
    }
    const noted = this.#note(url, Buffer.byteLength(body));
    const tried = await this.#attempt(url, init);
    budget.settle(estimated, tried.tokens);
    await noted(tried);
    if (tried.response === undefined) throw tried.error;
    return tried.response;
  }

  /** While this one waited to be sent again, the others found out that nobody answers. */
  #giveUp(): never {
    this.timedOut = true;
    this.#ending.stop.abort();
    throw new Error('Nobody answers.');
  }

  /** Waits as long as it may: of an endpoint that answers nobody, twice. */
  async #attempt(url: string | URL | Request, init: RequestInit): Promise<Attempt> {
    const { silence, stop } = this.#ending;
    const began = performance.now();
    // A question whose answer takes no computing needs no more patience.
    const wait = silence.wait({ patient: this.#silent > 0 && init.method !== 'GET' });
    const signals = [wait.signal, ...(init.signal ? [init.signal] : [])];
    const tried = await attempt(url, { ...init, signal: AbortSignal.any(signals) });
    wait.end(tried.response !== undefined);
    this.timedOut = tried.response === undefined && wait.signal.aborted;
    if (!this.timedOut) return tried;
    this.#silent = silence.heardSince(began) ? 0 : this.#silent + 1;
    if (this.#silent >= enough || silence.gone !== undefined) stop.abort();
    return tried;
  }

  #note(url: string | URL | Request, bytes: number): (tried: Attempt) => Promise<void> {
    const { endpoint, egress } = this.#options;
    const address = new URL(url instanceof Request ? url.url : url);
    const ended = egress.leaving({
      time: new Date().toISOString(),
      endpoint: `${address.origin}${address.pathname}`,
      model: endpoint.model,
      rows: this.#asking.rows,
      bytes,
    });
    return async ({ status, tokens = null }) => {
      try {
        await ended({ tokens, status });
      } catch (error) {
        this.logFailure = error instanceof Error ? error : new Error(String(error));
        this.#ending.stop.abort();
        throw error;
      }
    };
  }
}

interface Attempt {
  readonly status: EgressEntry['status'];
  readonly tokens?: number;
  readonly response?: Response;
  readonly error?: unknown;
}

/** One attempt, its answer read to the end: an answer cut off halfway counts as none and is asked for again. */
async function attempt(url: string | URL | Request, init: RequestInit): Promise<Attempt> {
  try {
    const response = await fetch(url, { ...init, headers: kept(new Headers(init.headers)), redirect: 'error' });
    const text = await bodyText(response, mostAnswerBytes);
    if (text === undefined) throw new Error(`The answer is longer than ${mostAnswerBytes >> 20} MB.`);
    const told = /"prompt_tokens"\s*:\s*(\d+)/.exec(text)?.[1];
    const headers = new Headers();
    for (const name of ['content-type', 'retry-after', 'retry-after-ms']) {
      const value = response.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const { status } = response;
    return {
      status,
      ...(told !== undefined && { tokens: Number(told) }),
      response: new Response(text === '' ? null : text, { status, headers }),
    };
  } catch (error) {
    return { status: init.signal?.aborted ? 'cancelled' : 'failed', error };
  }
}

function kept(headers: Headers): Headers {
  const few = new Headers();
  for (const name of keptHeaders) {
    const value = headers.get(name);
    if (value !== null) few.set(name, value);
  }
  return few;
}

/** A server may say which key it was given, and what it says stands in messages, reports and logs. */
function withoutKey(problem: Problem, { apiKey }: Endpoint): Problem {
  const { detail } = problem;
  if (detail === undefined) return problem;
  return { ...problem, detail: shorten(apiKey === undefined ? detail : detail.replaceAll(apiKey.trim(), '[key]')) };
}

function problemOf(error: unknown): Problem {
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError) {
    return { kind: 'away', reason: 'no answer in time' };
  }
  if (error instanceof APIConnectionError) {
    return { kind: 'away', reason: 'the connection failed', detail: causeOf(error) };
  }
  if (error instanceof APIError && typeof error.status === 'number') {
    const { status } = error;
    return { kind: kindOf(status), reason: `refused with status ${status}`, detail: error.message };
  }
  if (error instanceof SyntaxError) return rowProblem('the answer is not JSON', error.message).problem;
  throw error;
}

function kindOf(status: number): Problem['kind'] {
  if ([401, 403, 404, 405].includes(status)) return 'endpoint';
  // Too many requests, and what stands before a server that is gone: of the row that was asked about they say nothing.
  return [429, 502, 503, 504].includes(status) ? 'away' : 'row';
}

function causeOf(error: Error): string {
  let cause: unknown = error;
  for (let depth = 0; depth < 5 && cause instanceof Error && cause.cause instanceof Error; depth++) cause = cause.cause;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
