import type { Turn } from '../../core/asking/conversation.ts';
import type { Sampling } from '../../core/asking/declared.ts';
import { isObject, type JsonObject } from '../../core/json/value.ts';
import type { Budget } from '../endpoints/budget.ts';
import { firstChoice, messagesOf, wholeText } from '../endpoints/chatAnswer.ts';
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
      messages: messagesOf(asked),
      temperature: 1,
      ...named,
      max_completion_tokens: most,
    };
    const answer = await client.post('/chat/completions', body, asking);
    return 'problem' in answer ? answer : readWritten(answer.value);
  };
}

function readWritten(answer: JsonObject): Answer<Written> {
  const choice = firstChoice(answer);
  const message = choice?.['message'];
  if (!isObject(message)) return rowProblem('an answer without choices');
  const { refusal } = message;
  if (typeof refusal === 'string' && refusal !== '') return rowProblem('the model declined to answer');
  const ended = choice?.['finish_reason'];
  if (ended === 'content_filter') return rowProblem('the endpoint’s content filter stopped the answer');
  const text = wholeText(message);
  return 'problem' in text ? text : { value: { text: text.value, cutOff: ended === 'length' } };
}
