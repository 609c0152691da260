import { llamaFormat, type LlamaFormat } from './llamaFormat.ts';
import { llamaSlots, reasoningWords, type LlamaSlots } from './llamaSlots.ts';
import { turnByPrefix } from './mask.ts';
import type { ChatTemplate } from './resources.ts';
import { finished, refused, variablesOf, type TextSpan, type TrainerView, type ViewWarning } from './view.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../json/value.ts';

export interface LlamaViewOptions {
  readonly method: string;
  readonly formatting: string;
  readonly maskHistory: boolean;
  readonly trainOnPrompt: boolean;
}

interface Conversation {
  readonly system: string;
  /** User and assistant in turn. */
  readonly turns: readonly { readonly role: 'user' | 'assistant' | 'observation'; readonly content: string }[];
}

/** What LLaMA-Factory sees of a row that it takes. */
export function llamaFactoryView(row: JsonObject, options: LlamaViewOptions, template: ChatTemplate): TrainerView {
  const format = llamaFormat(row, options.formatting);
  const conversation = format && conversationOf(row, format, options.method);
  if (conversation === undefined) return refused('LLaMA-Factory finds no conversation in this row.');
  if (typeof conversation === 'string') return undecided(conversation);
  if (options.maskHistory && options.trainOnPrompt) {
    return refused('LLaMA-Factory stops: `mask_history` is incompatible with `train_on_prompt`.');
  }
  const slots = template.builtIn && llamaSlots[template.builtIn];
  // Preference data is one prompt and its answer.
  const asked = options.method === 'sft' ? options : { ...options, maskHistory: true };
  const view = slots ? bySlots(conversation, slots, asked, template) : byTemplate(conversation, asked, template);
  const warnings: ViewWarning[] = [...view.warnings];
  if (options.trainOnPrompt) {
    warnings.push({ kind: 'covers-prompt', message: 'The mask covers the prompt: `train_on_prompt` is set.' });
  }
  return finished({ ...view, warnings });
}

function undecided(why: string): TrainerView {
  const method = 'There is no mask.';
  return { text: '', trained: [], method, warnings: [{ kind: 'undecided', message: why }] };
}

/** The conversation; or why it cannot be shown. */
function conversationOf(row: JsonObject, format: LlamaFormat, method: string): Conversation | string | undefined {
  if (isFilled(row.tools)) return 'LLaMA-Factory writes tools in a way of its own, which is not drawn here.';
  const { chosen } = row;
  if (format.kind === 'alpaca') {
    const answer = method === 'dpo' ? chosen : row.output;
    return typeof answer === 'string' ? alpacaTurns(row, answer) : undefined;
  }
  const { field, roleTag, contentTag, functionRole, observation } = format;
  const all = (isArray(row[field]) ? row[field] : []).filter(isObject);
  const side = method === 'dpo' && isObject(chosen) ? [...all, chosen] : all;
  if (
    side.some(message => message[roleTag] === functionRole || (format.kind === 'openai' && isArray(message.tool_calls)))
  ) {
    return 'LLaMA-Factory writes calls of functions in a way of its own, which is not drawn here.';
  }
  const hasSystem = side[0]?.[roleTag] === 'system';
  const column = typeof row.system === 'string' ? row.system : '';
  const stored = hasSystem ? textOf(side[0]?.[contentTag]) : column;
  const system = format.kind === 'openai' ? withThinkingOff(stored) : stored;
  const turns = side.slice(hasSystem ? 1 : 0).map(message => {
    const role = message[roleTag];
    const asks = role === observation ? ('observation' as const) : ('user' as const);
    return {
      role: format.roles.answers.includes(textOf(role)) ? ('assistant' as const) : asks,
      content: textOf(message[contentTag]),
    };
  });
  return { system, turns };
}

function alpacaTurns(row: JsonObject, answer: string): Conversation {
  const history = isArray(row.history) ? row.history : [];
  const earlier = history.flatMap(turn => (isArray(turn) ? turn.slice(0, 2).map(textOf) : []));
  const question = [row.instruction, row.input].filter(isFilled).map(textOf).join('\n');
  const texts = [...earlier, question, answer];
  return {
    system: typeof row.system === 'string' ? row.system : '',
    turns: texts.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** What `formatting: openai` makes of the system prompt of a row without tools. */
function withThinkingOff(system: string): string {
  const words = 'detailed thinking off';
  if (system === '') return words;
  return system.includes('detailed thinking on') || system.includes(words) ? system : `${system}\n${words}`;
}

/** By LLaMA-Factory’s own template of that name: pairs of what is asked and what is answered. */
function bySlots(
  { system, turns }: Conversation,
  slots: LlamaSlots,
  { maskHistory, trainOnPrompt }: LlamaViewOptions,
  template: ChatTemplate,
): TrainerView {
  const trained: TextSpan[] = [];
  const lead = system === '' ? slots.defaultSystem : system;
  let text = (slots.hasPrefix ? template.bosToken : '') + (lead === '' ? '' : slots.system(lead));
  let turnStart = 0;
  for (let i = 0; i + 1 < turns.length; i += 2) {
    const asked = turns[i];
    const answer = turns[i + 1];
    if (asked === undefined || answer === undefined) break;
    const isLast = i + 2 >= turns.length;
    text += asked.role === 'observation' ? slots.observation(asked.content) : slots.user(asked.content);
    const promptEnd = text.length;
    text += slots.assistant(
      thoughtful(answer.content, slots, { discards: maskHistory && !isLast, adds: !maskHistory || isLast }),
    );
    if (trainOnPrompt) trained.push({ start: turnStart, end: text.length });
    else if (!maskHistory || isLast) trained.push({ start: promptEnd, end: text.length });
    turnStart = text.length;
  }
  const which = maskHistory ? 'the last answer alone' : 'every answer';
  return {
    text,
    trained,
    method: `LLaMA-Factory writes the conversation by its own template ${slots.name} and trains on ${which}, with its end token.`,
    warnings: [],
  };
}

/** An answer as a reasoning template has it: earlier reasoning taken out where history is masked, an empty one put in where there is none. */
function thoughtful(
  content: string,
  { reasons }: LlamaSlots,
  { discards, adds }: { readonly discards: boolean; readonly adds: boolean },
): string {
  if (!reasons) return content;
  const [open, close] = reasoningWords;
  const pattern = /<think>\n[\s\S]*?\n<\/think>\n\n/g;
  const left = discards ? content.replace(pattern, '').replace(/^\n+/, '') : content;
  const has = left.includes(open.trim()) || left.includes(close.trim());
  return adds && !has ? open + close + left : left;
}

/** By a template of the user’s. */
function byTemplate(
  { system, turns }: Conversation,
  { maskHistory, trainOnPrompt }: LlamaViewOptions,
  template: ChatTemplate,
): TrainerView {
  const said = turns.map(({ role, content }) => ({ role: role === 'observation' ? 'tool' : role, content }));
  const messages: JsonObject[] = [...(system === '' ? [] : [{ role: 'system', content: system }]), ...said];
  const text = template.render(variablesOf(template, messages));
  const trained: TextSpan[] = [];
  const warnings: ViewWarning[] = [
    {
      kind: 'note',
      message: `LLaMA-Factory reads ${template.name} by taking it apart into pieces for user and assistant; it is rendered here as it stands, which may differ.`,
    },
  ];
  messages.forEach(({ role }, index) => {
    if (role !== 'assistant' || (maskHistory && index < messages.length - 1)) return;
    const found = turnByPrefix(template, text, messages, index, {});
    if (found.found) trained.push(found.span);
    else
      warnings.push({
        kind: 'undecided',
        message: `Turn ${index + 1} cannot be placed: the template renders it otherwise in the whole conversation.`,
      });
  });
  const method =
    'The template is rendered up to each answer, with the words that prompt the assistant, and again with the answer: what is added is trained on.';
  return { text, trained: trainOnPrompt ? [{ start: 0, end: text.length }] : trained, method, warnings };
}
