import type { JsonObject, JsonValue } from '../../core/json/value.ts';
import type { Turn } from '../../core/asking/conversation.ts';
import { firstChoice, messagesOf, wholeText } from './chatAnswer.ts';
import type { Asking, EndpointClient } from './client.ts';
import { rowProblem, type Answer } from './endpoint.ts';
import { plainText, samplingBody, type Sample, type Scorer, type Template } from './scorer.ts';
import { tokenIds, vllmLikely, vllmScores } from './tokenScores.ts';

/** vLLM: `prompt_logprobs` with `return_token_ids` on its chat and completion routes. */
export function vllm(client: EndpointClient, template: Template): Scorer {
  const { model } = client.endpoint;
  // One token has to be drawn; what it is does not matter.
  const scoring = { model, max_tokens: 1, temperature: 0, prompt_logprobs: 0, return_token_ids: true };
  type Read<Scores> = (holder: JsonObject, usage: JsonValue | undefined) => Answer<Scores>;
  const raw = async <Scores>(
    prompt: string | readonly number[],
    more: JsonObject,
    read: Read<Scores>,
    asking: Asking,
  ): Promise<Answer<Scores>> => {
    const answer = await client.post('/completions', { ...scoring, ...more, prompt }, asking);
    if ('problem' in answer) return answer;
    const choice = firstChoice(answer.value);
    return choice ? read(choice, answer.value['usage']) : rowProblem('an answer without choices');
  };
  const given = async <Scores>(
    asked: readonly Turn[],
    completion: string,
    more: JsonObject,
    read: Read<Scores>,
    asking: Asking,
  ): Promise<Answer<Scores>> => {
    if (template === 'none') return raw(plainText(asked) + completion, more, read, asking);
    const messages = messagesOf([...asked, { role: 'assistant', content: completion }]);
    const open = { add_generation_prompt: false, continue_final_message: true };
    const answer = await client.post('/chat/completions', { ...scoring, ...more, ...open, messages }, asking);
    return 'problem' in answer ? answer : read(answer.value, answer.value['usage']);
  };
  return {
    api: 'vllm',
    template,
    scoreRaw: (prompt, asking) => raw(prompt, {}, vllmScores, asking),
    score: (asked, completion, asking) => given(asked, completion, {}, vllmScores, asking),
    scoreLikely: (asked, completion, asking) => given(asked, completion, { prompt_logprobs: 1 }, vllmLikely, asking),
    prompt: async (asked, asking) => {
      const chat = template === 'server';
      const drawing = { model, max_tokens: 1, temperature: 0, return_token_ids: true };
      const body = chat ? { ...drawing, messages: messagesOf(asked) } : { ...drawing, prompt: plainText(asked) };
      const answer = await client.post(chat ? '/chat/completions' : '/completions', body, asking);
      return 'problem' in answer ? answer : readPromptIds(answer.value);
    },
    sample: async (asked, sampling, maxTokens, asking) => {
      const chat = template === 'server';
      const drawing = {
        model,
        return_token_ids: true,
        ...samplingBody(sampling, { maxTokens: 'max_tokens' }, maxTokens),
      };
      const body = chat ? { ...drawing, messages: messagesOf(asked) } : { ...drawing, prompt: plainText(asked) };
      const answer = await client.post(chat ? '/chat/completions' : '/completions', body, asking);
      return 'problem' in answer ? answer : readSample(answer.value);
    },
  };
}

function readSample(answer: JsonObject): Answer<Sample> {
  const choice = firstChoice(answer);
  if (!choice) return rowProblem('an answer without choices');
  const { message, text, finish_reason: ended } = choice;
  const prompt = readPromptIds(answer);
  if ('problem' in prompt) return prompt;
  const promptIds = prompt.value;
  const written = wholeText(message, text);
  return 'problem' in written ? written : { value: { promptIds, text: written.value, cutOff: ended === 'length' } };
}

function readPromptIds(answer: JsonObject): Answer<readonly number[]> {
  const ids = tokenIds(answer['prompt_token_ids'] ?? firstChoice(answer)?.['prompt_token_ids']);
  return ids === undefined ? rowProblem('no token ids of the prompt') : { value: ids };
}
