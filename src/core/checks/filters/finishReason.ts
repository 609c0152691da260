import { defineFilter } from '../check.ts';
import { isArray, isObject, type FieldPath, type JsonValue } from '../../json/value.ts';

const reasonColumns = ['finish_reason', 'finish_reasons', 'stop_reason', 'finishReason', 'stopReason'];

/** Rejects rows that say of themselves that the model was stopped by a limit. */
export const finishReason = defineFilter({
  kind: 'filter',
  id: 'finish-reason',
  title: 'Finish reason',
  description:
    'Rejects a row whose `finish_reason` or `stop_reason`, wherever in the row it stands, says that the model was stopped before it had finished: by the limit of tokens (`length`, `max_tokens`, `model_length`) or by a filter of its provider (`content_filter`, `safety`). Runs by itself only where one of the first rows has a column that may hold it. Rows that kept no reason are kept: "Truncated" looks at the text itself.',
  severity: 'warning',
  source: {
    title: 'OpenAI API reference, chat completion object, finish_reason',
    url: 'https://platform.openai.com/docs/api-reference/chat/object',
  },
  needs: 'row',
  options: {},
  applies: head => {
    const holding = head.columns.some(
      ({ name, types }) =>
        reasonColumns.includes(name) || (holders.has(name) && (types.object ?? 0) + (types.array ?? 0) > 0),
    );
    return holding ? { applies: true } : { applies: false, why: 'No column of the first rows holds a finish reason.' };
  },
  fields: reasonColumns,
  decide: row =>
    reasonsIn(row, []).map(({ path, said }) => {
      const limit = limits.has(said.toLowerCase());
      const why = limit ? 'by a limit of tokens, so the completion is cut off' : "by its provider's filter";
      return {
        field: path,
        start: 0,
        end: said.length,
        message: `"${said}" says that the model was stopped ${why}.`,
        data: { reasons: [limit ? 'stopped by a limit' : 'stopped by a filter'] },
      };
    }),
  examples: [
    { row: { prompt: 'p', completion: 'Done.', finish_reason: 'stop' }, rejected: [] },
    {
      row: { prompt: 'p', completion: 'And the', finish_reason: 'length' },
      rejected: ['stopped by a limit'],
    },
    {
      row: { prompt: 'p', completion: 'And the', meta: [{ stop_reason: 'max_tokens' }] },
      rejected: ['stopped by a limit'],
    },
    {
      row: { prompt: 'p', completion: 'x', choices: [{ finish_reason: 'content_filter' }] },
      rejected: ['stopped by a filter'],
    },
    { row: { prompt: 'finish_reason', completion: 'length' }, rejected: [] },
  ],
});

/** Columns of the formats and clients that keep a model's whole answer. */
const holders = new Set(['choices', 'response', 'result', 'metadata', 'meta', 'usage', 'raw', 'output', 'info']);
/** OpenAI, Anthropic, Google, Mistral, in any case. */
const limits = new Set(['length', 'max_tokens', 'model_length', 'max_output_tokens', 'model_context_window_exceeded']);
const filtered = new Set(['content_filter', 'safety', 'recitation', 'prohibited_content', 'blocklist', 'refusal']);

interface Reason {
  readonly path: FieldPath;
  readonly said: string;
}

/** Deep rows are rare and deeper ones than this hold no answer of a model. */
const deepest = 12;

function reasonsIn(value: JsonValue, path: FieldPath): readonly Reason[] {
  if (path.length > deepest) return [];
  if (isArray(value)) return value.flatMap((item, at) => reasonsIn(item, [...path, at]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined) return [];
    const here = [...path, name];
    return reasonColumns.includes(name) ? saidIn(item, here) : reasonsIn(item, here);
  });
}

function saidIn(value: JsonValue, path: FieldPath): readonly Reason[] {
  if (path.length > deepest) return [];
  if (isArray(value)) return value.flatMap((item, at) => saidIn(item, [...path, at]));
  if (typeof value !== 'string') return [];
  const reason = value.toLowerCase();
  return limits.has(reason) || filtered.has(reason) ? [{ path, said: value }] : [];
}
