import { turnByPrefix } from './mask.ts';
import type { ChatTemplate } from './resources.ts';
import { finished, refused, variablesOf, type TextSpan, type TrainerView, type ViewWarning } from './view.ts';
import { isArray, isObject, type JsonObject } from '../json/value.ts';

/** What OpenAI trains on, drawn on a template of the user’s choice: its own is not published. */
export function openaiView(row: JsonObject, method: string, template: ChatTemplate): TrainerView {
  const isPair = method === 'dpo';
  const asked = isPair && isObject(row.input) ? row.input.messages : row.messages;
  const context = isArray(asked) ? asked.filter(isObject) : [];
  const answer = isPair && isArray(row.preferred_output) ? row.preferred_output.filter(isObject) : [];
  const messages = [...context, ...answer].map(withText);
  if (messages.length === 0) return refused('OpenAI finds no messages in this row.');
  const text = template.render(variablesOf(template, messages));
  const warnings: ViewWarning[] = [
    { kind: 'note', message: `OpenAI’s template is not published; the row is drawn with ${template.name}.` },
  ];
  const trained: TextSpan[] = [];
  messages.forEach(({ role, weight }, index) => {
    if (role !== 'assistant' || weight === 0 || (isPair && index < context.length)) return;
    const found = turnByPrefix(template, text, messages, index, {});
    if (found.found) trained.push(found.span);
    else {
      const message = `Turn ${index + 1} is trained on and cannot be placed: ${template.name} renders it otherwise in the whole conversation.`;
      warnings.push({ kind: 'undecided', message });
    }
  });
  return finished({
    text,
    trained,
    method:
      'OpenAI trains on assistant messages whose weight is not 0; each is found by rendering the conversation up to it, with the words that prompt the assistant, and again with it.',
    warnings,
  });
}

/** Content parts as one text; a call without content as its JSON, so that there is something to draw. */
function withText(message: JsonObject): JsonObject {
  const { content, tool_calls: calls } = message;
  if (isArray(content)) {
    const texts = content.map(part => (isObject(part) && typeof part.text === 'string' ? part.text : ''));
    return { ...message, content: texts.join('') };
  }
  if (typeof content === 'string') return message;
  return { ...message, content: calls === undefined ? '' : JSON.stringify(calls) };
}
