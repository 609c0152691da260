import { isObject, type JsonObject } from '../../json/value.ts';
import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { modelOf, readBody } from './openaiBody.ts';

export const openaiBatch: RowFormat = {
  id: 'openai-batch',
  title: 'OpenAI batch output',
  evidence: '`custom_id` beside `response{status_code, body}`, or beside `error` and an empty `response`',
  documentation: 'https://platform.openai.com/docs/guides/batch',
  matches: row => typeof row.custom_id === 'string' && (bodyOf(row) !== undefined || isFailure(row)),
  normalise(row) {
    const body = bodyOf(row);
    if (body === undefined || !succeeded(row)) return toExample([]);
    return toExample(readBody(body, ['response', 'body']), modelOf(body, ['response', 'body']));
  },
  blindToTexts: true,
  examples: [
    {
      id: 'batch_req_1',
      custom_id: 'row-1',
      response: {
        status_code: 200,
        request_id: 'r1',
        body: {
          id: 'chatcmpl-1',
          object: 'chat.completion',
          model: 'gpt-4.1-nano-2025-04-14',
          choices: [{ index: 0, message: { role: 'assistant', content: '4, 5, 6' }, finish_reason: 'stop' }],
        },
      },
      error: null,
    },
    {
      id: 'batch_req_2',
      custom_id: 'row-2',
      response: {
        status_code: 200,
        body: {
          object: 'response',
          model: 'o4-mini',
          output: [
            { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Count on.' }] },
            { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: '7, 8' }] },
          ],
        },
      },
      error: null,
    },
    { id: 'batch_req_3', custom_id: 'row-3', response: null, error: { code: 'batch_expired', message: 'Too late.' } },
  ],
};

function bodyOf(row: JsonObject): JsonObject | undefined {
  const { response } = row;
  if (!isObject(response)) return undefined;
  return isObject(response.body) ? response.body : undefined;
}

function succeeded(row: JsonObject): boolean {
  const status = isObject(row.response) ? row.response.status_code : undefined;
  return typeof status !== 'number' || (status >= 200 && status < 300);
}

function isFailure(row: JsonObject): boolean {
  const { response, error } = row;
  if (isObject(response)) return typeof response.status_code === 'number';
  return response === null && isObject(error);
}
