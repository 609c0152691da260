import { isObject, type JsonObject } from '../../json/value.ts';
import { toExample } from './assemble.ts';
import type { RowFormat } from './format.ts';
import { isMessage, readMessage } from './messages.ts';
import { modelOf } from './openaiBody.ts';

export const anthropicBatch: RowFormat = {
  id: 'anthropic-batch',
  title: 'Anthropic batch results',
  evidence: '`custom_id` beside `result{type, message}`; `type` succeeded, errored, canceled or expired',
  documentation: 'https://docs.anthropic.com/en/docs/build-with-claude/batch-processing',
  matches: row => typeof row.custom_id === 'string' && isObject(row.result) && isOutcome(row.result.type),
  normalise(row) {
    const message = messageOf(row);
    if (message === undefined) return toExample([]);
    const path = ['result', 'message'];
    return toExample(isMessage(message) ? [readMessage(message, path, 'training')] : [], modelOf(message, path));
  },
  blindToTexts: true,
  examples: [
    {
      custom_id: 'row-1',
      result: {
        type: 'succeeded',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-sonnet-4-20250514',
          content: [
            { type: 'thinking', thinking: 'Nocturnal birds.', signature: 's' },
            { type: 'text', text: 'Owls.' },
          ],
          stop_reason: 'end_turn',
        },
      },
    },
    { custom_id: 'row-2', result: { type: 'expired' } },
  ],
};

function isOutcome(type: unknown): boolean {
  return type === 'succeeded' || type === 'errored' || type === 'canceled' || type === 'expired';
}

function messageOf(row: JsonObject): JsonObject | undefined {
  const { result } = row;
  if (!isObject(result) || result.type !== 'succeeded') return undefined;
  return isObject(result.message) ? result.message : undefined;
}
