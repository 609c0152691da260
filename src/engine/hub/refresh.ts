import { isArray, isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import type { ModelFact, Relation } from '../../core/provenance/lineage/model.ts';
import { askHub, isHubId, problem, type HubProblem } from './request.ts';

/** The hub that is asked where the user names no other. */
export const defaultHubUrl = 'https://huggingface.co';

export interface HubOptions {
  readonly signal: AbortSignal;
  readonly hubUrl?: string;
  /** The way out, where requests are logged or kept back. */
  readonly fetch?: typeof fetch;
  /** For one request. */
  readonly timeoutMs?: number;
}

export interface HubFacts {
  readonly facts: readonly ModelFact[];
  /** What could not be read; the facts stand without it. */
  readonly problems: readonly HubProblem[];
}

const deepest = 8;
const mostRequests = 24;
const defaultTimeoutMs = 15_000;

/**
 * Asks the hub what a model was made from, and its bases in turn: a request each, one after the other, for `base_model` and
 * `base_model_relation` of their cards. Only when the user asked for it. What the hub does not answer is told in `problems`;
 * after a refusal for too many requests no more are sent. Throws only the signal's reason.
 */
export async function fetchModelFacts(name: string, options: HubOptions): Promise<HubFacts> {
  const { signal, hubUrl = defaultHubUrl, fetch: send = fetch, timeoutMs = defaultTimeoutMs } = options;
  const facts: ModelFact[] = [];
  const problems: HubProblem[] = [];
  const asked = new Set<string>();
  const open = [{ model: hubName(name, hubUrl), depth: 0 }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { model, depth } = next;
    if (asked.has(model.toLowerCase())) continue;
    const bound = boundOf(model, depth, asked.size);
    if (bound !== undefined) {
      problems.push(bound);
      continue;
    }
    asked.add(model.toLowerCase());
    signal.throwIfAborted();
    const answer = await askHub(model, { hubUrl, signal, fetch: send, timeoutMs });
    if ('problem' in answer) {
      problems.push(answer.problem);
      if (['busy', 'timeout', 'unreachable'].includes(answer.problem.code)) break;
      continue;
    }
    const read = factOf(model, answer.body, hubUrl);
    facts.push(read.fact);
    problems.push(...read.problems);
    for (const base of read.fact.bases) open.push({ model: base, depth: depth + 1 });
  }
  return { facts, problems };
}

function boundOf(model: string, depth: number, requests: number): HubProblem | undefined {
  if (!isHubId(model)) return problem(model, 'missing', `\`${model.slice(0, 200)}\` is no name of a model on a hub.`);
  if (depth > deepest)
    return problem(model, 'bounded', `${model} is not asked for: it is more than ${deepest} bases away.`);
  return requests >= mostRequests
    ? problem(model, 'bounded', `${model} is not asked for: ${mostRequests} models have been.`)
    : undefined;
}

function factOf(
  asked: string,
  body: JsonObject,
  hubUrl: string,
): { readonly fact: ModelFact; readonly problems: readonly HubProblem[] } {
  const { id, sha, cardData } = body;
  const card = isObject(cardData) ? cardData : {};
  const { bases, others } = basesOf(card['base_model'], hubUrl);
  const relation = relationOf(card['base_model_relation'], bases);
  const renamed = typeof id === 'string' && id.toLowerCase() !== asked.toLowerCase() ? id : undefined;
  const fact: ModelFact = {
    model: asked,
    bases,
    ...(relation === undefined ? {} : { relation }),
    source: `${hubUrl.replace(/\/+$/, '')}/${typeof id === 'string' && isHubId(id) ? id : asked}`,
    ...(renamed === undefined ? {} : { note: `The hub calls it ${renamed.slice(0, 200)}.` }),
    ...(typeof sha === 'string' ? { revision: sha } : {}),
  };
  const problems = others.map(value =>
    problem(
      asked,
      'malformed',
      `The card of ${asked} names no model as its base: ${JSON.stringify(value).slice(0, 100)}.`,
    ),
  );
  return { fact, problems };
}

function basesOf(value: JsonValue | undefined, hubUrl: string) {
  const items = value === undefined || value === null || value === '' ? [] : isArray(value) ? value : [value];
  const bases = new Set<string>();
  const others: JsonValue[] = [];
  for (const item of items) {
    const base = typeof item === 'string' ? hubName(item, hubUrl) : undefined;
    if (base !== undefined && isHubId(base)) bases.add(base);
    else others.push(item);
  }
  return { bases: [...bases], others };
}

/** The hub's own words; where they are missing, several bases are a merge and one is left open. */
function relationOf(value: JsonValue | undefined, bases: readonly string[]): Relation | undefined {
  if (bases.length === 0) return undefined;
  if (value === 'adapter' || value === 'merge' || value === 'quantized' || value === 'finetune') return value;
  return bases.length > 1 ? 'merge' : undefined;
}

/** A model's name out of its address on this hub or the default one. */
function hubName(name: string, hubUrl: string): string {
  const trimmed = name.trim();
  for (const hub of [hubUrl, defaultHubUrl]) {
    const start = `${hub.replace(/\/+$/, '')}/`;
    if (trimmed.startsWith(start)) return trimmed.slice(start.length).split('/').slice(0, 2).join('/');
  }
  return trimmed;
}
