import { createHash } from 'node:crypto';
import type { ModelThread } from './modelThread.ts';
import type { Turn } from '../../core/asking/conversation.ts';
import { DatasetError } from '../datasetError.ts';
import type { Asking } from '../endpoints/client.ts';
import { rowProblem, type Answer } from '../endpoints/endpoint.ts';
import { plainText, type Scorer, type Template } from '../endpoints/scorer.ts';
import type { LikelyScores } from '../endpoints/tokenScores.ts';

export interface LocalScorer extends Scorer {
  /** The mean hidden state over the tokens of a completion. */
  state(asked: readonly Turn[], completion: string, asking: Asking): Promise<Answer<Float64Array>>;
}

/** A local model as one that scores and writes: nothing leaves the machine. */
export function localScorer(model: Pick<ModelThread, 'call' | 'facts'>, template: Template): LocalScorer {
  const encode = async (asked: readonly Turn[], completion: string, { signal }: Asking): Promise<readonly number[]> => {
    const request = template === 'server' ? { turns: asked, completion } : { text: plainText(asked) + completion };
    return (await model.call('encode', request, signal)).ids;
  };
  const scoreIds = async (ids: readonly number[], { signal }: Asking): Promise<Answer<LikelyScores>> => {
    const { logprobs, likeliest } = await model.call('score', { ids }, signal);
    const { texts } = await model.call('texts', { ids }, signal);
    const values = Array.from(logprobs, value => (Number.isNaN(value) ? undefined : value));
    if (values.slice(1).includes(undefined)) return rowProblem('a token without its log-probability');
    if (values.includes(-Infinity)) return rowProblem('a token that the model holds for impossible');
    const best = Array.from(likeliest, id => (id < 0 ? undefined : id));
    return { value: { ids, logprobs: values, text: texts.slice(1).join(''), likeliest: best, texts } };
  };
  return {
    api: 'onnx',
    template,
    prompt: (asked, asking) => asAnswer(async () => ({ value: await encode(asked, '', asking) })),
    sample: (asked, sampling, maxTokens, asking) =>
      asAnswer(async () => {
        const promptIds = await encode(asked, '', asking);
        const { max_tokens: most = maxTokens, ...declared } = sampling;
        const request = { ids: promptIds, sampling: declared, maxTokens: most, seed: seedOf(asking.rows, promptIds) };
        const { text, cutOff } = await model.call('write', request, asking.signal);
        return text === '' ? rowProblem('the model wrote nothing') : { value: { promptIds, text, cutOff } };
      }),
    score: (asked, completion, asking) =>
      asAnswer(async () => scoreIds(await encode(asked, completion, asking), asking)),
    scoreLikely: (asked, completion, asking) =>
      asAnswer(async () => scoreIds(await encode(asked, completion, asking), asking)),
    state: (asked, completion, asking) =>
      asAnswer(async () => {
        const prompt = await encode(asked, '', asking);
        const ids = await encode(asked, completion, asking);
        if (ids.length <= prompt.length || prompt.some((id, i) => id !== ids[i])) {
          return rowProblem('the completion does not stand behind its prompt as the model cuts it into tokens');
        }
        const { hidden } = await model.call('score', { ids, hiddenFrom: prompt.length }, asking.signal);
        if (hidden?.every(Number.isFinite)) return { value: hidden };
        return rowProblem('a hidden state that is no number');
      }),
    scoreRaw: (prompt, asking) =>
      asAnswer(async () => {
        const ids =
          typeof prompt === 'string' ? (await model.call('encode', { text: prompt }, asking.signal)).ids : prompt;
        return scoreIds(ids, asking);
      }),
  };
}

/** The same answer for the same row and prompt, in whatever order rows are asked about. */
function seedOf(rows: readonly number[], ids: readonly number[]): number {
  return createHash('sha256')
    .update(`${rows.join(' ')}: ${ids.join(' ')}`)
    .digest()
    .readUInt32LE();
}

/** A text that the model cannot take is one row's problem; a thread that is gone is everybody's. */
async function asAnswer<Value>(ask: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    const kind = error.code === 'worker' ? 'endpoint' : 'row';
    return { problem: { kind, reason: 'the local model failed', detail: error.message } };
  }
}
