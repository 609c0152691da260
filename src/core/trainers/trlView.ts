import { renderMarked } from './mask.ts';
import type { ChatTemplate } from './resources.ts';
import { conversationField, trlRole, type TrlOptions } from './trl.ts';
import { parsedTools } from './turns.ts';
import {
  finished,
  intersect,
  refused,
  variablesOf,
  type TextSpan,
  type TrainerView,
  type ViewWarning,
} from './view.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../json/value.ts';

const coversPrompt: ViewWarning = {
  kind: 'covers-prompt',
  message:
    'The mask covers the prompt: TRL trains on every token of a conversation unless `assistant_only_loss` is set, and of a text always.',
};

/** What TRL sees of a row; the row is one that its trainer takes. */
export function trlView(row: JsonObject, options: TrlOptions, template: ChatTemplate): TrainerView {
  if (options.method === 'dpo' || (options.method === 'kto' && row.chosen !== undefined))
    return pairView(row, template);
  if (row.prompt !== undefined) return promptView(row, 'completion', options, template);
  const field = conversationField(row);
  if (field !== undefined) return conversationView(row, row[field], options, template);
  if (typeof row.text !== 'string') return refused('TRL finds none of its columns in this row.');
  return wholeText(withEnd(row.text, template));
}

function wholeText(text: string): TrainerView {
  return finished({
    text,
    trained: [{ start: 0, end: text.length }],
    method: 'TRL trains on the whole text and the end token behind it.',
    warnings: [coversPrompt],
  });
}

function conversationView(
  row: JsonObject,
  list: JsonValue | undefined,
  { loss }: TrlOptions,
  template: ChatTemplate,
): TrainerView {
  const messages = chatOf(list);
  if (loss === 'assistant-only') return assistantOnly(row, messages, template);
  const { text } = renderMarked(template, variables(template, messages, row));
  return finished({
    text,
    trained: [{ start: 0, end: text.length }],
    method: 'Without `assistant_only_loss` TRL trains on the whole conversation.',
    warnings: [coversPrompt],
  });
}

function assistantOnly(row: JsonObject, messages: readonly JsonObject[], template: ChatTemplate): TrainerView {
  const taken = template.hasGenerationTags ? template : template.training;
  const plain = renderMarked(template, variables(template, messages, row));
  if (taken === undefined) {
    return finished({
      text: plain.text,
      trained: [],
      method: 'There is no mask.',
      warnings: [noGenerationTags(template)],
    });
  }
  const { text, generated } = renderMarked(taken, variables(taken, messages, row));
  const swapped =
    taken === template ? '' : ` TRL takes its own training template, ${taken.name}, in place of ${template.name}.`;
  return finished({
    text,
    trained: generated,
    method: `With \`assistant_only_loss\` TRL trains on what stands in \`{% generation %}\` blocks.${swapped}`,
    warnings: [],
  });
}

function noGenerationTags({ name }: ChatTemplate): ViewWarning {
  return {
    kind: 'refused',
    message: `The template ${name} has no \`{% generation %}\` block and TRL knows no training template for it: with \`assistant_only_loss\` it stops.`,
  };
}

/** A prompt and what the student is trained to write behind it. */
function promptView(row: JsonObject, answer: string, { loss }: TrlOptions, template: ChatTemplate): TrainerView {
  const { prompt, [answer]: said } = row;
  if (typeof prompt === 'string' && typeof said === 'string') {
    const text = prompt + withEnd(said, template);
    return completionOnly({ text, promptEnd: prompt.length, method: 'the prompt is masked by its length.' });
  }
  const asked = chatOf(prompt);
  const all = [...asked, ...chatOf(said)];
  const taken = loss === 'assistant-only' && !template.hasGenerationTags ? template.training : template;
  if (taken === undefined) {
    const { text } = renderMarked(template, variables(template, all, row));
    return finished({ text, trained: [], method: 'There is no mask.', warnings: [noGenerationTags(template)] });
  }
  const { text, generated } = renderMarked(taken, variables(taken, all, row));
  const prefix = renderMarked(taken, { ...variables(taken, asked, row), add_generation_prompt: true }).text;
  const view = completionOnly({
    text,
    promptEnd: Math.min(prefix.length, text.length),
    method: 'the prompt is masked by the length at which it renders with the words that prompt the assistant.',
  });
  const mismatch: ViewWarning = {
    kind: 'undecided',
    message:
      'The prompt renders otherwise alone than before its answer: TRL warns of a mismatch and masks by length, so the border is off.',
  };
  const trained = loss === 'assistant-only' ? intersect(view.trained, generated) : view.trained;
  return finished({
    ...view,
    trained,
    warnings: text.startsWith(prefix) ? view.warnings : [mismatch, ...view.warnings],
  });
}

function completionOnly({ text, promptEnd, method }: { text: string; promptEnd: number; method: string }): TrainerView {
  const trained: TextSpan[] = [{ start: promptEnd, end: text.length }];
  return finished({ text, promptEnd, trained, method: `TRL trains on the completion: ${method}`, warnings: [] });
}

function pairView(row: JsonObject, template: ChatTemplate): TrainerView {
  const explicit = row.prompt === undefined ? withoutSharedPrompt(row) : row;
  if (explicit === undefined) return refused('TRL finds no `chosen` and `rejected` in this row.');
  const options = { method: 'dpo', loss: 'auto' };
  const view = promptView(explicit, 'chosen', options, template);
  const other = promptView(explicit, 'rejected', options, template);
  const note: ViewWarning = {
    kind: 'note',
    message: 'Shown with the chosen answer; the rejected one is read the same way.',
  };
  return { ...view, rejectedText: other.text, warnings: [...view.warnings, note] };
}

/** As TRL’s `extract_prompt`: what both sides begin with is the prompt. */
function withoutSharedPrompt(row: JsonObject): JsonObject | undefined {
  const { chosen, rejected } = row;
  if (!isArray(chosen) || !isArray(rejected)) {
    if (typeof chosen !== 'string' || typeof rejected !== 'string') return undefined;
    let at = 0;
    const last = Math.min(chosen.length, rejected.length) - 1;
    while (at < last && chosen[at] === rejected[at]) at++;
    if (chosen[at - 1] === ' ') at--;
    return { ...row, prompt: chosen.slice(0, at), chosen: chosen.slice(at), rejected: rejected.slice(at) };
  }
  let at = 0;
  const last = Math.min(chosen.length, rejected.length) - 1;
  while (at < last && JSON.stringify(chosen[at]) === JSON.stringify(rejected[at])) at++;
  return { ...row, prompt: chosen.slice(0, at), chosen: chosen.slice(at), rejected: rejected.slice(at) };
}

function withEnd(text: string, { eosToken }: ChatTemplate): string {
  return text.endsWith(eosToken) ? text : text + eosToken;
}

/** Messages as TRL hands them to the template: `from` and `value` renamed, all else as it stands. */
function chatOf(list: JsonValue | undefined): readonly JsonObject[] {
  if (!isArray(list)) return [];
  return list.filter(isObject).map(message => {
    if (message.from === undefined) return message;
    const { from, value, ...rest } = message;
    return { ...rest, role: trlRole({ from }), ...(value !== undefined && { content: value }) };
  });
}

function variables(template: ChatTemplate, messages: readonly JsonObject[], row: JsonObject): JsonObject {
  const tools = parsedTools(row.tools);
  const extra = isObject(row.chat_template_kwargs) ? row.chat_template_kwargs : {};
  return variablesOf(template, messages, { ...(tools !== undefined && { tools }), ...extra });
}
