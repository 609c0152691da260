import { isArray, isObject, type JsonObject, type JsonValue } from '../../core/json/value.ts';
import { rowProblem, type Answer } from './endpoint.ts';

/** The tokens of a prompt and their log-probabilities in nats; the first has none. */
export interface TokenScores {
  readonly ids: readonly number[];
  readonly logprobs: readonly (number | undefined)[];
  /** The tokens as text, where the server gives it for all of them. */
  readonly text: string | undefined;
}

/** The same with what the model would have written in each token's place, and each token as text. */
export interface LikelyScores extends TokenScores {
  /** Ids of the likeliest tokens; the first token has none. */
  readonly likeliest: readonly (number | undefined)[];
  readonly texts: readonly (string | undefined)[];
}

/** Servers write a masked token's minus infinity as a large number. */
const impossible = -1000;

/** Reads what vLLM answers to `prompt_logprobs` and `return_token_ids`: the two fields of a choice, or of a chat answer itself. */
export function vllmScores(holder: JsonObject, usage: JsonValue | undefined): Answer<TokenScores> {
  const { prompt_logprobs: given, prompt_token_ids: tokens } = holder;
  if (!isArray(given)) return rowProblem('no prompt log-probabilities');
  const ids = tokenIds(tokens);
  if (ids === undefined) return rowProblem('no token ids of the prompt');
  if (given.length !== ids.length) {
    return rowProblem('another number of log-probabilities than of tokens', `${given.length}, not ${ids.length}`);
  }
  // The chosen token beside the most likely ones: by its id, never by its place.
  const entries = given.map((entry, i) => (isObject(entry) ? entry[String(ids[i])] : entry));
  const logprobs = entries.map(entry => (isObject(entry) ? entry['logprob'] : entry));
  const texts = entries.slice(1).map(entry => (isObject(entry) ? entry['decoded_token'] : undefined));
  return checked(ids, logprobs, texts, isObject(usage) ? usage['prompt_tokens'] : undefined);
}

/** The same answer to `prompt_logprobs: 1`: the likeliest token is the one of rank 1. */
export function vllmLikely(holder: JsonObject, usage: JsonValue | undefined): Answer<LikelyScores> {
  const scores = vllmScores(holder, usage);
  if ('problem' in scores) return scores;
  const given = isArray(holder['prompt_logprobs']) ? holder['prompt_logprobs'] : [];
  const { ids } = scores.value;
  const likeliest = given.map(entry => {
    const best = isObject(entry)
      ? Object.entries(entry).find(([, candidate]) => isObject(candidate) && candidate['rank'] === 1)
      : undefined;
    return best && Number(best[0]);
  });
  const texts = given.map((entry, i) => {
    const own = isObject(entry) ? entry[String(ids[i])] : undefined;
    return isObject(own) && typeof own['decoded_token'] === 'string' ? own['decoded_token'] : undefined;
  });
  if (likeliest.slice(1).some(id => id === undefined)) return rowProblem('a token without the likeliest one beside it');
  return { value: { ...scores.value, likeliest, texts } };
}

/** The same answer to `top_logprobs_num: 1`. */
export function sglangLikely(answer: JsonObject): Answer<LikelyScores> {
  const scores = sglangScores(answer);
  if ('problem' in scores) return scores;
  const { meta_info: meta } = answer;
  const tops = isObject(meta) && isArray(meta['input_top_logprobs']) ? meta['input_top_logprobs'] : [];
  const own = isObject(meta) && isArray(meta['input_token_logprobs']) ? meta['input_token_logprobs'] : [];
  const likeliest = scores.value.ids.map((_, i) => {
    const [best] = [tops[i]].filter(isArray).flat().filter(isArray);
    return typeof best?.[1] === 'number' ? best[1] : undefined;
  });
  const texts = own.map(entry => (isArray(entry) && typeof entry[2] === 'string' ? entry[2] : undefined));
  if (likeliest.slice(1).some(id => id === undefined)) return rowProblem('a token without the likeliest one beside it');
  return { value: { ...scores.value, likeliest, texts } };
}

/** Reads SGLang's `meta_info.input_token_logprobs`: `[logprob, token id, text]` for each token. */
export function sglangScores(answer: JsonObject): Answer<TokenScores> {
  const { meta_info: meta } = answer;
  const given = isObject(meta) ? meta['input_token_logprobs'] : undefined;
  if (!isArray(given)) return rowProblem('no prompt log-probabilities');
  const entries = given.filter(isArray);
  const ids = tokenIds(entries.map(entry => entry[1] ?? null));
  if (ids === undefined || entries.length !== given.length) return rowProblem('no token ids of the prompt');
  const texts = entries.slice(1).map(entry => entry[2]);
  const told = isObject(meta) ? meta['prompt_tokens'] : undefined;
  return checked(
    ids,
    entries.map(entry => entry[0]),
    texts,
    told,
  );
}

function checked(
  ids: readonly number[],
  given: readonly (JsonValue | undefined)[],
  texts: readonly (JsonValue | undefined)[],
  told: JsonValue | undefined,
): Answer<TokenScores> {
  if (typeof told === 'number' && told !== ids.length) {
    return rowProblem('another number of log-probabilities than of tokens', `${ids.length}, not ${told}`);
  }
  const [first, ...rest] = given;
  if (first !== null) return rowProblem('a log-probability for the first token, which has none');
  const logprobs = rest.filter(value => typeof value === 'number');
  if (logprobs.length !== rest.length) return rowProblem('a token without its log-probability');
  if (logprobs.some(value => !Number.isFinite(value) || value > 1e-6))
    return rowProblem('log-probabilities above zero');
  if (logprobs.some(value => value < impossible)) return rowProblem('a token that the model holds for impossible');
  if (logprobs.length > 1 && logprobs.every(value => value === logprobs[0])) {
    return rowProblem('the same log-probability for every token', String(logprobs[0]));
  }
  const strings = texts.filter(text => typeof text === 'string');
  const text = strings.length === texts.length ? strings.join('') : undefined;
  return { value: { ids, logprobs: [undefined, ...logprobs], text } };
}

export function tokenIds(value: JsonValue | undefined): readonly number[] | undefined {
  if (!isArray(value)) return undefined;
  const ids = value.filter(id => typeof id === 'number' && Number.isInteger(id)) as readonly number[];
  return ids.length === value.length ? ids : undefined;
}

/** The log-likelihood of what follows `prefix`; a problem where the tokens do not start with it. */
export function likelihoodAfter(prefix: readonly number[], { ids, logprobs }: TokenScores): Answer<number> {
  if (prefix.length === 0) return rowProblem('the prompt renders to no token');
  if (ids.length <= prefix.length || prefix.some((id, i) => ids[i] !== id)) {
    return rowProblem('the completion does not stand behind its prompt as the endpoint renders it');
  }
  let sum = 0;
  for (const logprob of logprobs.slice(prefix.length)) sum += logprob ?? NaN;
  return Number.isFinite(sum) ? { value: sum } : rowProblem('a token without its log-probability');
}
