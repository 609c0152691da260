import { readNumber, readObject, type Judgement } from '../../core/judge/readScore.ts';
import type { Judged, Rubric } from '../../core/judge/rubric.ts';
import { judgementSchema } from '../../core/judge/traitRubric.ts';
import { isArray, isObject, type JsonObject } from '../../core/json/value.ts';
import type { Asking, EndpointClient } from './client.ts';
import { rowProblem, type Answer } from './endpoint.ts';

/** `chat`: chat completions, which every OpenAI-compatible server has; `decisions`: OpenAI's Decisions API, for rubrics that can be asked as one statement. */
export const judgeApis = ['chat', 'decisions'] as const;
export type JudgeApi = (typeof judgeApis)[number];

/** Asks one judge about one row under one rubric. */
export type AskJudge = (rubric: Rubric, row: Judged, asking: Asking) => Promise<Answer<Judgement>>;

export interface ChatSettings {
  /** Undefined: the server's own. */
  readonly temperature: number | undefined;
}

/** A model that says what it thinks. Room for reasoning before the answer; servers that do not know a setting leave it aside. */
export function chatJudge(client: EndpointClient, { temperature }: ChatSettings): AskJudge {
  return async (rubric, row, asking) => {
    const schema = rubric.answer === 'object' ? judgementSchema : undefined;
    const said = await askChat(client, { question: rubric.question(row), schema, temperature }, asking);
    if ('problem' in said) return said;
    if (said.value === refused) return { value: { kind: 'abstained', why: 'refused' } };
    return { value: rubric.answer === 'number' ? readNumber(said.value) : readObject(said.value) };
  };
}

/** In the place of the words of a model that declined to answer. */
export const refused = Symbol('refused');

export interface ChatQuestion extends ChatSettings {
  readonly question: string;
  /** The shape of the answer, for servers that hold a model to it; undefined: any text. */
  readonly schema: JsonObject | undefined;
}

/** What a model answers to one question. */
export async function askChat(
  client: EndpointClient,
  { question, schema, temperature }: ChatQuestion,
  asking: Asking,
): Promise<Answer<string | typeof refused>> {
  const shape = schema && { type: 'json_schema', json_schema: { name: 'judgement', strict: true, schema } };
  const body: JsonObject = {
    model: client.endpoint.model,
    messages: [{ role: 'user', content: question }],
    max_completion_tokens: 4096,
    ...(temperature !== undefined && { temperature }),
    ...(shape && { response_format: shape }),
  };
  const answer = await client.post('/chat/completions', body, asking);
  return 'problem' in answer ? answer : readChat(answer.value);
}

function readChat({ choices }: JsonObject): Answer<string | typeof refused> {
  const choice = isArray(choices) ? choices[0] : undefined;
  const message = isObject(choice) ? choice['message'] : undefined;
  if (!isObject(choice) || !isObject(message)) return rowProblem('an answer without choices');
  const { content, refusal } = message;
  if (typeof refusal === 'string' && refusal !== '') return { value: refused };
  if (choice['finish_reason'] === 'length') return rowProblem('the answer was cut off at the limit of tokens');
  if (choice['finish_reason'] === 'content_filter')
    return rowProblem('the endpoint’s content filter stopped the answer');
  if (typeof content !== 'string' || content.trim() === '') return rowProblem('the judge wrote nothing');
  return { value: content };
}

/** OpenAI's Decisions API: a probability without sampling and without text to read. */
export function decisionsJudge(client: EndpointClient): AskJudge {
  return async ({ predicate, id }, { prompt, completion }, asking) => {
    if (predicate === undefined) return rowProblem('this rubric cannot be asked as one statement');
    const body: JsonObject = {
      model: client.endpoint.model,
      input: `A model was asked:\n${prompt}\n\nThe model answered:\n${completion}`,
      questions: [{ type: 'predicate', name: id, instructions: predicate }],
    };
    const answer = await client.post('/decisions', body, asking);
    return 'problem' in answer ? answer : readDecision(answer.value);
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
