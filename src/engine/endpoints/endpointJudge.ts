import type { Judgement } from '../../core/judge/readScore.ts';
import { isArray, isObject, type JsonObject } from '../../core/json/value.ts';
import { firstChoice } from './chatAnswer.ts';
import { EndpointClient, type ClientOptions } from './client.ts';
import { rowProblem, type Answer, type Endpoint } from './endpoint.ts';
import type { JudgeApi } from './judgeApis.ts';
import { refused, wordJudge, type AskModel, type Judge } from './judge.ts';

export interface EndpointJudges extends Omit<ClientOptions, 'endpoint'> {
  readonly endpoint: Omit<Endpoint, 'model'>;
  readonly api: JudgeApi;
  /** Undefined: the server's own. */
  readonly temperature: number | undefined;
}

/** The models of an endpoint as judges, by name. */
export function endpointJudges(options: EndpointJudges): (model: string) => Judge {
  const { endpoint, api, temperature, ...sending } = options;
  return model => {
    const client = new EndpointClient({ ...sending, endpoint: { ...endpoint, model } });
    return api === 'chat' ? wordJudge(chat(client, temperature)) : decisionsJudge(client);
  };
}

/** Room for reasoning before the answer; servers that do not know a setting leave it aside. */
export function chatBody(
  model: string,
  question: string,
  schema: JsonObject | undefined,
  temperature: number | undefined,
): JsonObject {
  const shape = schema && { type: 'json_schema', json_schema: { name: 'judgement', strict: true, schema } };
  return {
    model,
    messages: [{ role: 'user', content: question }],
    max_completion_tokens: 4096,
    ...(temperature !== undefined && { temperature }),
    ...(shape && { response_format: shape }),
  };
}

function chat(client: EndpointClient, temperature: number | undefined): AskModel {
  return async (question, schema, asking) => {
    const body = chatBody(client.endpoint.model, question, schema, temperature);
    const answer = await client.post('/chat/completions', body, asking);
    return 'problem' in answer ? answer : readChat(answer.value);
  };
}

/** The words of a chat completion. */
export function readChat(answer: JsonObject): Answer<string | typeof refused> {
  const choice = firstChoice(answer);
  const message = choice?.['message'];
  if (!choice || !isObject(message)) return rowProblem('an answer without choices');
  const { content, refusal } = message;
  if (typeof refusal === 'string' && refusal !== '') return { value: refused };
  if (choice['finish_reason'] === 'length') return rowProblem('the answer was cut off at the limit of tokens');
  if (choice['finish_reason'] === 'content_filter')
    return rowProblem('the endpoint’s content filter stopped the answer');
  if (typeof content !== 'string' || content.trim() === '') return rowProblem('the judge wrote nothing');
  return { value: content };
}

/** OpenAI's Decisions API: a probability without sampling and without text to read. */
function decisionsJudge(client: EndpointClient): Judge {
  return {
    async score({ predicate, id }, { prompt, completion }, asking) {
      if (predicate === undefined) return rowProblem('this rubric cannot be asked as one statement');
      const body: JsonObject = {
        model: client.endpoint.model,
        input: `A model was asked:\n${prompt}\n\nThe model answered:\n${completion}`,
        questions: [{ type: 'predicate', name: id, instructions: predicate }],
      };
      const answer = await client.post('/decisions', body, asking);
      return 'problem' in answer ? answer : readDecision(answer.value);
    },
  };
}

function readDecision({ answers }: JsonObject): Answer<Judgement> {
  const answer = isArray(answers) ? answers[0] : undefined;
  if (!isObject(answer)) return rowProblem('a decision without answers');
  if (answer['type'] === 'refusal') return { value: { kind: 'abstained', why: 'refused' } };
  const { probability } = answer;
  if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) {
    return rowProblem('a decision without a probability', JSON.stringify(answer).slice(0, 80));
  }
  return { value: { kind: 'score', score: 100 * probability } };
}
