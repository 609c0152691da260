import type { JsonObject, JsonValue } from '../../core/json/value.ts';
import { isObject } from '../../core/json/value.ts';
import { bodyText } from '../bodyText.ts';
import { number } from '../../core/text/numbers.ts';

export interface HubProblem {
  readonly model: string;
  readonly code: 'missing' | 'refused' | 'busy' | 'failed' | 'timeout' | 'unreachable' | 'malformed' | 'bounded';
  /** One sentence for people, with the next step where there is one. */
  readonly message: string;
  /** As the hub asks before the next request. */
  readonly retryAfterSeconds?: number;
}

export interface HubRequest {
  readonly hubUrl: string;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

export type HubAnswer = { readonly body: JsonObject } | { readonly problem: HubProblem };

const mostBytes = 4 * 1024 * 1024;
const mostRedirects = 3;
const asked = ['cardData', 'sha'];

/**
 * Asks a hub for what the card of one model says. Whatever comes back instead is a problem, not an error; only the caller's
 * own cancelling throws. A renamed model is followed on the hub that was asked, never to another host.
 */
export async function askHub(model: string, request: HubRequest): Promise<HubAnswer> {
  const late = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([request.signal, late]);
  try {
    const response = await follow(modelUrl(model, request.hubUrl), request.fetch, signal);
    if (response === undefined)
      return { problem: problem(model, 'refused', `The hub sends the request for ${model} to another place.`) };
    const refusal = refusalOf(model, response);
    if (refusal !== undefined) {
      await response.body?.cancel();
      return { problem: refusal };
    }
    return readBody(model, await bodyText(response, mostBytes));
  } catch (error) {
    request.signal.throwIfAborted();
    const { hubUrl, timeoutMs } = request;
    return late.aborted
      ? { problem: problem(model, 'timeout', `${hubUrl} did not answer for ${model} within ${timeoutMs / 1000} s.`) }
      : { problem: problem(model, 'unreachable', `${hubUrl} could not be reached for ${model}: ${reasonOf(error)}.`) };
  }
}

/** Whether a name can be a model's on a hub: one or two parts of letters, digits, `-`, `_` and `.`. */
export function isHubId(name: string): boolean {
  return name.length <= 200 && /^(?!\.+(?:\/|$))[\w.-]+(?:\/(?!\.+$)[\w.-]+)?$/.test(name);
}

function modelUrl(model: string, hubUrl: string): URL {
  const url = new URL(`${hubUrl.replace(/\/+$/, '')}/api/models/${model}`);
  for (const field of asked) url.searchParams.append('expand[]', field);
  return url;
}

/** Nothing where the hub points elsewhere. */
async function follow(url: URL, send: typeof fetch, signal: AbortSignal): Promise<Response | undefined> {
  let current = url;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response = await send(current, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, current);
    if (next.origin !== url.origin) return undefined;
    current = next;
  }
  return undefined;
}

function refusalOf(model: string, { status, headers }: Response): HubProblem | undefined {
  if (status >= 200 && status < 300) return undefined;
  switch (status) {
    case 401:
    case 403:
      return problem(model, 'refused', `The hub does not show ${model}: it is private, gated or does not exist.`);
    case 404:
      return problem(model, 'missing', `The hub has no model ${model}. Check the name.`);
    case 429: {
      const seconds = retryAfter(headers.get('retry-after'));
      const next = seconds === undefined ? 'later' : `in ${seconds} s`;
      return {
        ...problem(model, 'busy', `The hub takes no more requests now. Try again ${next}.`),
        ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
      };
    }
    default:
      return problem(model, 'failed', `The hub answered ${status} for ${model}. Try again later.`);
  }
}

/** Seconds, or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

function readBody(model: string, text: string | undefined): HubAnswer {
  if (text === undefined)
    return {
      problem: problem(model, 'malformed', `The hub's answer for ${model} is longer than ${number(mostBytes)} bytes.`),
    };
  try {
    const body = JSON.parse(text) as JsonValue;
    if (isObject(body)) return { body };
  } catch {
    // Told below, like any other answer that is no object.
  }
  const start = JSON.stringify(text.slice(0, 40));
  return { problem: problem(model, 'malformed', `The hub's answer for ${model} is no JSON object: ${start}.`) };
}

export function problem(model: string, code: HubProblem['code'], message: string): HubProblem {
  return { model, code, message };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
