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
    const schema = { name: 'judgement', strict: true, schema: judgementSchema };
    const body: JsonObject = {
      model: client.endpoint.model,
      messages: [{ role: 'user', content: rubric.question(row) }],
      max_completion_tokens: 4096,
      ...(temperature !== undefined && { temperature }),
      ...(rubric.answer === 'object' && { response_format: { type: 'json_schema', json_schema: schema } }),
    };
    const answer = await client.post('/chat/completions', body, asking);
    return 'problem' in answer ? answer : readChat(answer.value, rubric);
  };
}

function readChat({ choices }: JsonObject, { answer }: Rubric): Answer<Judgement> {
  const choice = isArray(choices) ? choices[0] : undefined;
  const message = isObject(choice) ? choice['message'] : undefined;
  if (!isObject(choice) || !isObject(message)) return rowProblem('an answer without choices');
  const { content, refusal } = message;
  if (typeof refusal === 'string' && refusal !== '') return { value: { kind: 'abstained', why: 'refused' } };
  if (choice['finish_reason'] === 'length') return rowProblem('the answer was cut off at the limit of tokens');
  if (choice['finish_reason'] === 'content_filter')
    return rowProblem('the endpoint’s content filter stopped the answer');
  if (typeof content !== 'string' || content.trim() === '') return rowProblem('the judge wrote nothing');
  return { value: answer === 'number' ? readNumber(content) : readObject(content) };
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
