import type { Turn } from '../../core/fit/conversation.ts';
import type { Sampling } from '../../core/fit/declared.ts';
import { isArray, isObject, type JsonObject } from '../../core/json/value.ts';
import type { Budget } from '../endpoints/budget.ts';
import type { Asking } from '../endpoints/client.ts';
import { rowProblem, type Answer } from '../endpoints/endpoint.ts';
import type { Source } from '../endpoints/source.ts';

/** What a model wrote. */
export interface Written {
  readonly text: string;
  /** Whether a limit of tokens ended it. */
  readonly cutOff: boolean;
}

export type WriteAnswer = (asked: readonly Turn[], asking: Asking) => Promise<Answer<Written>>;

/** How answers are drawn; `maxTokens` holds where the sampling says none. */
export interface Drawing {
  readonly sampling: Sampling;
  readonly maxTokens: number;
}

/** Has a source write answers: any server with chat completions will do, since no log-probabilities are asked for. */
export async function answerWriter(
  source: Source,
  { sampling, maxTokens }: Drawing,
  budget: Budget,
): Promise<WriteAnswer> {
  if ('local' in source) {
    const scorer = source.local.scorer('server');
    return (asked, asking) => scorer.sample(asked, sampling, maxTokens, asking);
  }
  // Loaded here, since the package behind it would slow down what asks no server.
  const { EndpointClient } = await import('../endpoints/client.ts');
  const client = new EndpointClient({ ...source, budget });
  const { max_tokens: most = maxTokens, ...named } = sampling;
  return async (asked, asking) => {
    const body: JsonObject = {
      model: source.endpoint.model,
      messages: asked.map(({ role, content }) => ({ role, content })),
      temperature: 1,
      ...named,
      max_completion_tokens: most,
    };
    const answer = await client.post('/chat/completions', body, asking);
    return 'problem' in answer ? answer : readWritten(answer.value);
  };
}

function readWritten({ choices }: JsonObject): Answer<Written> {
  const choice = isArray(choices) ? choices[0] : undefined;
  const message = isObject(choice) ? choice['message'] : undefined;
  if (!isObject(choice) || !isObject(message)) return rowProblem('an answer without choices');
  const { content, refusal } = message;
  const reasoning = message['reasoning_content'] ?? message['reasoning'];
  if (typeof refusal === 'string' && refusal !== '') return rowProblem('the model declined to answer');
  if (typeof reasoning === 'string' && reasoning !== '')
    return rowProblem('the endpoint parts reasoning from the answer; start it without a reasoning parser');
  const ended = choice['finish_reason'];
  if (ended === 'content_filter') return rowProblem('the endpoint’s content filter stopped the answer');
  if (typeof content !== 'string' || content === '') return rowProblem('the model wrote nothing');
  return { value: { text: content, cutOff: ended === 'length' } };
}
