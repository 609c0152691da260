import { isArray, isObject, type JsonObject } from '../../core/json/value.ts';
import type { Limits } from './budget.ts';
import type { Asking, EndpointClient } from './client.ts';
import { EndpointError, problemText, type Answer, type Problem } from './endpoint.ts';
import { apis, type ServerApi, type Scorer, type Template } from './scorer.ts';
import { sglang } from './sglang.ts';
import { likelihoodAfter, type TokenScores } from './tokenScores.ts';
import { vllm } from './vllm.ts';

const scorers: Readonly<Record<ServerApi, (client: EndpointClient, template: Template) => Scorer>> = { vllm, sglang };

/** What finding out what an endpoint can do takes at most. */
export const trial: Limits = { requests: 14, promptTokens: 14 * 64 };

const trialText = 'The list goes on: 12, 48, 96, 7 and 301.';
const trialTurns = [{ role: 'user', content: 'Name three numbers.' }];
/** Servers add in another order from batch to batch; wrong tokens differ by whole nats. */
const tolerance = 0.5;

/**
 * Finds out how an endpoint gives log-probabilities of a prompt, and that they are what they claim to be: one finite value below zero
 * per token, none for the first, not all equal, the same for the same tokens however they are named, on the text that was sent.
 * Throws `EndpointError` where they are not.
 */
export async function connect(
  client: EndpointClient,
  { api, template }: { readonly api: ServerApi | 'auto'; readonly template: Template },
  signal: AbortSignal,
): Promise<Scorer> {
  const asking = { rows: [], signal };
  const owner = await findModel(client, asking);
  const named = apis.filter(one => one === owner);
  const candidates = api !== 'auto' ? [api] : named.length > 0 ? named : apis;
  const problems: string[] = [];
  for (const candidate of candidates) {
    const scorer = scorers[candidate](client, template);
    const problem = await fault(scorer, asking);
    if (problem === undefined) return scorer;
    problems.push(`as ${candidate}: ${problemText(problem)}`);
    if (problem.kind === 'budget') break;
  }
  const { baseUrl, model } = client.endpoint;
  throw new EndpointError(
    `${baseUrl} gives no usable log-probabilities of a prompt for ${model} (${problems.join('; ')}). ` +
      'vLLM and SGLang give them; OpenAI, Ollama and llama.cpp’s server do not.',
  );
}

/** Who serves the model; undefined where the server does not say. */
async function findModel(client: EndpointClient, asking: Asking): Promise<string | undefined> {
  const { baseUrl, model } = client.endpoint;
  const listed = await client.get('/models', asking);
  if ('problem' in listed) {
    const { problem } = listed;
    // A server without the list may serve all the same.
    const isThere = problem.kind === 'row' || /40[45]$|^refused with status (?:429|50\d)$/.test(problem.reason);
    if (isThere) return undefined;
    throw new EndpointError(`${baseUrl} cannot be used: ${problemText(problem)}. Check the address and the key.`);
  }
  const models = modelsOf(listed.value);
  if (models.length === 0) return undefined;
  const found = models.find(({ id }) => id === model);
  if (found) return typeof found['owned_by'] === 'string' ? found['owned_by'] : undefined;
  const names = models.slice(0, 8).map(({ id }) => (typeof id === 'string' ? id : '?'));
  throw new EndpointError(
    `${baseUrl} has no model ${model}; it has ${names.join(', ')}${models.length > 8 ? ', …' : ''}.`,
  );
}

function modelsOf({ data }: JsonObject): readonly JsonObject[] {
  return isArray(data) ? data.filter(isObject) : [];
}

/** What is wrong with what the endpoint answers; undefined: nothing that shows. */
async function fault(scorer: Scorer, asking: Asking): Promise<Problem | undefined> {
  const byText = await scorer.scoreRaw(trialText, asking);
  if ('problem' in byText) return byText.problem;
  const { ids, text } = byText.value;
  if (text !== undefined && !bare(text).endsWith(bare(trialText.slice(4)))) {
    return asFault('the tokens that it scores spell another text than was sent', text.slice(0, 60));
  }
  const byIds = await scorer.scoreRaw(ids, asking);
  if ('problem' in byIds) return byIds.problem;
  if (!agree(byText.value, byIds.value)) {
    return asFault('the same text gets other log-probabilities as tokens than as text');
  }
  const sample = await scorer.sample(trialTurns, { max_tokens: 4 }, 4, asking);
  if ('problem' in sample) return sample.problem;
  const scored = await scorer.score(trialTurns, 'One, two, three.', asking);
  const likelihood: Answer<number> =
    'problem' in scored ? scored : likelihoodAfter(sample.value.promptIds, scored.value);
  return 'problem' in likelihood ? likelihood.problem : undefined;
}

function asFault(reason: string, detail?: string): Problem {
  return { kind: 'endpoint', reason, ...(detail !== undefined && { detail }) };
}

function agree(a: TokenScores, b: TokenScores): boolean {
  if (a.ids.length !== b.ids.length || a.ids.some((id, i) => id !== b.ids[i])) return false;
  const differences = a.logprobs.slice(1).map((value, i) => Math.abs((value ?? NaN) - (b.logprobs[i + 1] ?? NaN)));
  return differences.every(difference => difference < tolerance);
}

/** Tokenizers write spaces in their own ways. */
function bare(text: string): string {
  return text.replaceAll(/[\s\u2581\u0120]/g, '');
}
