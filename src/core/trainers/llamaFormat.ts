import { isArray, isObject, type JsonObject } from '../json/value.ts';

/** How `dataset_info.json` describes rows of one shape. */
export interface LlamaFormat {
  readonly kind: 'alpaca' | 'sharegpt' | 'openai';
  readonly field: string;
  readonly roleTag: string;
  readonly contentTag: string;
  readonly functionRole: string;
  readonly observation: string;
  /** The names of roles that ask, and of those that answer. */
  readonly roles: { readonly asks: readonly string[]; readonly answers: readonly string[] };
}

const tags = { functionRole: 'function_call', observation: 'observation' };

const alpaca: LlamaFormat = {
  kind: 'alpaca',
  field: 'output',
  roleTag: '',
  contentTag: '',
  ...tags,
  roles: { asks: [], answers: [] },
};

/**
 * The format of a row: the one named, or with `auto` what `data/README.md` writes for such a row. Undefined where LLaMA-Factory
 * finds none of its columns.
 */
export function llamaFormat(row: JsonObject, formatting: string): LlamaFormat | undefined {
  const field = isArray(row.conversations) ? 'conversations' : isArray(row.messages) ? 'messages' : undefined;
  if (formatting === 'alpaca' || (formatting === 'auto' && field === undefined)) {
    return row.instruction === undefined && row.output === undefined ? undefined : alpaca;
  }
  if (field === undefined) return undefined;
  const kind = formatting === 'openai' ? 'openai' : 'sharegpt';
  const first = (isArray(row[field]) ? row[field] : []).find(isObject);
  const isShareGpt = isObject(first) && first.from !== undefined;
  if (isShareGpt) {
    const roles = { asks: ['human', tags.observation], answers: ['gpt', tags.functionRole] };
    return { kind, field, roleTag: 'from', contentTag: 'value', ...tags, roles };
  }
  const observation = kind === 'openai' ? 'tool' : tags.observation;
  const roles = { asks: ['user', observation], answers: ['assistant', tags.functionRole] };
  return { kind, field, roleTag: 'role', contentTag: 'content', ...tags, observation, roles };
}
