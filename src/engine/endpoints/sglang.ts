import { isObject, type JsonObject } from '../../core/json/value.ts';
import type { Turn } from '../../core/asking/conversation.ts';
import { messagesOf } from './chatAnswer.ts';
import type { Asking, EndpointClient } from './client.ts';
import { rowProblem, serverRoot, type Answer } from './endpoint.ts';
import { plainText, samplingBody, type Sample, type Scorer, type Template } from './scorer.ts';
import { sglangLikely, sglangScores, tokenIds, type TokenScores } from './tokenScores.ts';

/** SGLang: `/generate` on tokens, which its tokenizer route renders with the chat template. */
export function sglang(client: EndpointClient, template: Template): Scorer {
  const { model, baseUrl } = client.endpoint;
  const generate = `${serverRoot(baseUrl)}/generate`;
  const raw = async <Scores>(
    prompt: string | readonly number[],
    more: JsonObject,
    read: (answer: JsonObject) => Answer<Scores>,
    asking: Asking,
  ): Promise<Answer<Scores>> => {
    const body = {
      ...(typeof prompt === 'string' ? { text: prompt } : { input_ids: prompt }),
      sampling_params: { max_new_tokens: 0, temperature: 0 },
      return_logprob: true,
      logprob_start_len: 0,
      return_text_in_logprobs: asking.rows.length === 0,
      ...more,
    };
    const answer = await client.post(generate, body, asking);
    return 'problem' in answer ? answer : read(answer.value);
  };
  const render = async (asked: readonly Turn[], completion: string | undefined, asking: Asking) => {
    const turns = completion === undefined ? asked : [...asked, { role: 'assistant', content: completion }];
    const open = completion === undefined ? {} : { continue_final_message: true };
    const body = template === 'server' ? { messages: messagesOf(turns), ...open } : { prompt: plainText(turns) };
    const answer = await client.post('/tokenize', { model, ...body }, asking);
    if ('problem' in answer) return answer;
    const ids = tokenIds(answer.value['tokens']);
    return ids === undefined ? rowProblem('no token ids of the prompt') : { value: ids };
  };
  const given = async <Scores extends TokenScores>(
    asked: readonly Turn[],
    completion: string,
    more: JsonObject,
    read: (answer: JsonObject) => Answer<Scores>,
    asking: Asking,
  ): Promise<Answer<Scores>> => {
    const ids = await render(asked, completion, asking);
    if ('problem' in ids) return ids;
    const scores = await raw(ids.value, more, read, asking);
    if ('problem' in scores || sameIds(scores.value.ids, ids.value)) return scores;
    return rowProblem('other tokens scored than were sent');
  };
  return {
    api: 'sglang',
    template,
    scoreRaw: (prompt, asking) => raw(prompt, {}, sglangScores, asking),
    score: (asked, completion, asking) => given(asked, completion, {}, sglangScores, asking),
    scoreLikely: (asked, completion, asking) =>
      given(asked, completion, { top_logprobs_num: 1, return_text_in_logprobs: true }, sglangLikely, asking),
    prompt: (asked, asking) => render(asked, undefined, asking),
    sample: async (asked, sampling, maxTokens, asking): Promise<Answer<Sample>> => {
      const ids = await render(asked, undefined, asking);
      if ('problem' in ids) return ids;
      const sampling_params = samplingBody(sampling, { maxTokens: 'max_new_tokens' }, maxTokens);
      const answer = await client.post(generate, { input_ids: ids.value, sampling_params }, asking);
      if ('problem' in answer) return answer;
      const { text, meta_info: meta } = answer.value;
      if (typeof text !== 'string' || text === '') return rowProblem('the model wrote nothing');
      const ended = isObject(meta) ? meta['finish_reason'] : undefined;
      return { value: { promptIds: ids.value, text, cutOff: isObject(ended) && ended['type'] === 'length' } };
    },
  };
}

function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
